package reference

import (
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/fn"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

func konst(t types.Type, v value.Value) ir.Expr { return &ir.Const{Value: v, T: t} }

func i(x int64) ir.Expr    { return konst(types.Int64, value.OfInt64(x)) }
func f(x float64) ir.Expr  { return konst(types.Float64, value.OfFloat64(x)) }
func s(x string) ir.Expr   { return konst(types.String, value.OfString(x)) }
func b(x bool) ir.Expr     { return konst(types.Bool, value.OfBool(x)) }
func null() ir.Expr        { return konst(types.Int64.Null(), value.Null) }
func dur(x int64) ir.Expr  { return konst(types.Duration, value.OfDuration(x)) }
func ts(x string) ir.Expr  { return konst(types.Timestamp, value.OfTimestamp(at(x))) }
func at(text string) int64 { return must(time.Parse(time.RFC3339Nano, text)).UnixMicro() }
func call(op ir.Op, t types.Type, args ...ir.Expr) ir.Expr {
	return &ir.Call{Op: op, Args: args, T: t}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// dec returns a decimal(p, s) of an unscaled integer.
func dec(p, s int, unscaled string) ir.Expr {
	return konst(types.Decimal(p, s), unscaledValue(unscaled))
}

func unscaledValue(text string) value.Value {
	x, ok := new(big.Int).SetString(text, 10)
	if !ok {
		panic(text)
	}
	return decimalOf(x, types.MaxPrecision)
}

func vec(floats ...float64) ir.Expr {
	return konst(types.Vector(len(floats), ""), value.OfVector(floats))
}

func nums(elements ...value.Value) ir.Expr {
	return konst(types.List(types.Int64.Null()), value.OfList(elements...))
}

func dict(pairs ...value.Pair) ir.Expr {
	return konst(types.Map(types.Int64, types.Int64.Null()), value.OfMap(pairs...))
}

func TestOps(t *testing.T) {
	const maxInt, minInt = math.MaxInt64, math.MinInt64
	negZero := math.Copysign(0, -1)
	nines := "99999999999999999999999999999999999999"
	flt := value.OfFloat64
	num := value.OfInt64
	yes, no := value.OfBool(true), value.OfBool(false)
	d38 := func(s int) types.Type { return types.Decimal(38, s) }
	tests := []struct {
		name string
		expr ir.Expr
		want value.Value
	}{
		{"add", call(ir.AddInt, types.Int64, i(maxInt), i(-1)), num(maxInt - 1)},
		{"add overflow", call(ir.AddInt, types.Int64, i(maxInt), i(1)), value.Null},
		{"sub overflow", call(ir.SubInt, types.Int64, i(minInt), i(1)), value.Null},
		{"mul", call(ir.MulInt, types.Int64, i(1<<31), i(-1<<32)), num(minInt)},
		{"mul overflow", call(ir.MulInt, types.Int64, i(1<<31), i(1<<32)), value.Null},
		{"mod sign of dividend", call(ir.ModInt, types.Int64, i(-7), i(3)), num(-1)},
		{"mod min by -1", call(ir.ModInt, types.Int64, i(minInt), i(-1)), num(0)},
		{"mod zero", call(ir.ModInt, types.Int64, i(1), i(0)), value.Null},
		{"neg min", call(ir.NegInt, types.Int64, i(minInt)), value.Null},
		{"abs min", call(ir.AbsInt, types.Int64, i(minInt)), value.Null},
		{"strict", call(ir.AddInt, types.Int64, i(1), null()), value.Null},

		{"float add is IEEE", call(ir.AddFloat, types.Float64, f(0.1), f(0.2)), flt(0.30000000000000004)},
		{"float overflow", call(ir.MulFloat, types.Float64, f(1e308), f(10)), value.Null},
		{"float zero divisor", call(ir.DivFloat, types.Float64, f(1), f(0)), value.Null},
		{"float 0/0", call(ir.DivFloat, types.Float64, f(0), f(negZero)), value.Null},
		{"neg makes -0", call(ir.NegFloat, types.Float64, f(0)), flt(negZero)},
		{"canon -0", call(ir.CanonFloat, types.Float64, f(negZero)), flt(0)},
		{"canon inf", call(ir.CanonFloat, types.Float64, f(math.Inf(1))), value.Null},
		{"canon NaN", call(ir.CanonFloat, types.Float64, f(math.NaN())), value.Null},
		{"sqrt below 0", call(ir.SqrtFloat, types.Float64, f(-1)), value.Null},
		{"what a product loses", call(ir.MulError, types.Float64, f(1+0x1p-52), f(1+0x1p-52)), value.OfFloat64(0x1p-104)},
		{"high part of units", call(ir.UnitsHigh, types.Float64, dec(38, 0, "1152921504606846977")), value.OfFloat64(1)},
		{"low part of units", call(ir.UnitsLow, types.Float64, dec(38, 0, "1152921504606846977")), value.OfFloat64(0x1p-60)},
		{"double sum", call(ir.DoubleAdd, types.Float64, f(1), f(0), f(0x1p-60), f(0)), value.OfFloat64(1)},
		{"double sum, low", call(ir.DoubleAddLo, types.Float64, f(1), f(0), f(0x1p-60), f(0)), value.OfFloat64(0x1p-60)},
		{"double product", call(ir.DoubleMul, types.Float64, f(1), f(0x1p-60), f(3), f(0)), value.OfFloat64(3)},
		{"double product, low", call(ir.DoubleMulLo, types.Float64, f(1), f(0x1p-60), f(3), f(0)), value.OfFloat64(3 * 0x1p-60)},
		{"floor", call(ir.FloorFloat, types.Float64, f(-1.5)), flt(-2)},
		{"ceil", call(ir.CeilFloat, types.Float64, f(-1.5)), flt(-1)},
		{"trunc", call(ir.TruncFloat, types.Float64, f(-1.5)), flt(-1)},
		{"subnormal", call(ir.DivFloat, types.Float64, f(5e-324), f(2)), flt(0)},

		{"dec add", call(ir.AddDec, types.Decimal(4, 2), dec(3, 2, "999"), dec(3, 2, "1")), unscaledValue("1000")},
		{"dec add overflow", call(ir.AddDec, types.Decimal(3, 2), dec(3, 2, "999"), dec(3, 2, "1")), value.Null},
		{"dec mul overflow", call(ir.MulDec, d38(0), dec(38, 0, nines), dec(38, 0, "2")), value.Null},
		{"dec neg", call(ir.NegDec, d38(0), dec(38, 0, nines)), unscaledValue("-" + nines)},
		{"int to dec overflow", call(ir.IntToDec, types.Decimal(3, 2), i(10)), value.Null},
		{"int to dec", call(ir.IntToDec, types.Decimal(3, 2), i(-9)), unscaledValue("-900")},
		{"dec rescale", call(ir.DecRescale, types.Decimal(5, 4), dec(3, 2, "-123")), unscaledValue("-12300")},
		{"dec to int truncates", call(ir.DecToInt, types.Int64, dec(4, 2, "-199")), num(-1)},
		{"dec to int overflow", call(ir.DecToInt, types.Int64, dec(38, 0, "9223372036854775808")), value.Null},
		{"dec to float", call(ir.DecToFloat, types.Float64, dec(3, 2, "-110")), flt(-1.1)},
		{"dec to float, limbs", call(ir.DecToFloat, types.Float64, dec(38, 0, "9007199254740993")), flt(9007199254740992)},
		{"int to float, tie to even", call(ir.IntToFloat, types.Float64, i(9007199254740995)), flt(9007199254740996)},
		{"float to int truncates", call(ir.FloatToInt, types.Int64, f(-1.9)), num(-1)},
		{"float to int min", call(ir.FloatToInt, types.Int64, f(-0x1p63)), num(minInt)},
		{"float to int overflow", call(ir.FloatToInt, types.Int64, f(0x1p63)), value.Null},

		{"-0 equals 0", call(ir.Eq, types.Bool, f(negZero), f(0)), yes},
		{"bytewise", call(ir.Lt, types.Bool, s("Z"), s("a")), yes},
		{"bytewise beyond ASCII", call(ir.Lt, types.Bool, s("é"), s("z")), no},
		{"false < true", call(ir.Lt, types.Bool, b(false), b(true)), yes},
		{"dec compare", call(ir.Lt, types.Bool, dec(38, 0, "-1"), dec(38, 0, "0")), yes},
		{"in", call(ir.In, types.Bool, i(2), i(1), i(2)), yes},
		{"not in", call(ir.In, types.Bool, i(3), i(1), i(2)), no},
		{"null and false", call(ir.And, types.Bool, null(), b(false)), no},
		{"null and true", call(ir.And, types.Bool, null(), b(true)), value.Null},
		{"null or true", call(ir.Or, types.Bool, null(), b(true)), yes},
		{"null or false", call(ir.Or, types.Bool, b(false), null()), value.Null},
		{"not null", call(ir.Not, types.Bool, null()), value.Null},
		{"is null", call(ir.IsNull, types.Bool, null()), yes},
		{"is not null", call(ir.IsNotNull, types.Bool, null()), no},
		{"if null is else", call(ir.If, types.Int64, null(), i(1), i(2)), num(2)},
		{"if true", call(ir.If, types.Int64, b(true), i(1), null()), num(1)},
		{"coalesce", call(ir.Coalesce, types.Int64, null(), i(3), i(4)), num(3)},
		{"least is strict", call(ir.Least, types.Int64, i(1), null()), value.Null},
		{"greatest", call(ir.Greatest, types.Int64, i(1), i(3), i(2)), num(3)},

		{"length in code points", call(ir.Length, types.Int64, s("aé😀")), num(3)},
		{"concat", call(ir.Concat, types.String, s("a"), s("é")), value.OfString("aé")},
		{"starts with", call(ir.StartsWith, types.Bool, s("abc"), s("ab")), yes},
		{"ends with", call(ir.EndsWith, types.Bool, s("abc"), s("ab")), no},
		{"contains empty", call(ir.Contains, types.Bool, s(""), s("")), yes},

		{"hour in a half-hour zone", call(ir.Hour, types.Int64, ts("2025-01-01T18:30:00Z"), s("Asia/Kolkata")), num(0)},
		{"hour in summer", call(ir.Hour, types.Int64, ts("2025-07-01T12:00:00Z"), s("America/New_York")), num(8)},
		{"Sunday is 7", call(ir.Weekday, types.Int64, ts("2025-01-05T00:00:00Z"), s("UTC")), num(7)},
		{"Monday is 1", call(ir.Weekday, types.Int64, ts("2025-01-06T00:00:00Z"), s("UTC")), num(1)},
		{"day", call(ir.Day, types.Int64, ts("2024-02-29T23:00:00Z"), s("UTC")), num(29)},
		{"month", call(ir.Month, types.Int64, ts("2024-02-29T23:30:00Z"), s("Europe/Paris")), num(3)},
		{"year", call(ir.Year, types.Int64, ts("2024-12-31T23:30:00Z"), s("Europe/Paris")), num(2025)},
		{"date before 1970", call(ir.ToDate, types.Date, ts("1969-12-31T00:00:01Z"), s("UTC")), value.OfDate(-1)},

		{"time plus duration", call(ir.AddTimeDur, types.Timestamp, ts("2025-01-01T00:00:00Z"), dur(1)), value.OfTimestamp(at("2025-01-01T00:00:00.000001Z"))},
		{"time past year 9999", call(ir.AddTimeDur, types.Timestamp, ts("9999-12-31T23:59:59.999999Z"), dur(1)), value.Null},
		{"time before year 1", call(ir.SubTimeDur, types.Timestamp, ts("0001-01-01T00:00:00Z"), dur(1)), value.Null},
		{"time minus time", call(ir.SubTime, types.Duration, ts("2025-01-01T00:00:00Z"), ts("2025-01-01T00:00:01Z")), value.OfDuration(-1e6)},
		{"dur overflow", call(ir.AddDur, types.Duration, dur(maxInt), dur(1)), value.Null},
		{"largest magnitude", call(ir.MaxAbsVector, types.Float64, vec(1, -7, 0)), flt(7)},
		{"vector by a number", call(ir.DivVector, types.Vector(2, ""), vec(1, -5e-324), f(2)), value.OfVector([]float64{0.5, 0})},
		{"vector by zero", call(ir.DivVector, types.Vector(1, ""), vec(1), f(0)), value.Null},
		{"vector overflow", call(ir.DivVector, types.Vector(2, ""), vec(1, 1e300), f(1e-300)), value.Null},
		{"length with nulls", call(ir.LengthList, types.Int64, nums(num(1), value.Null)), num(2)},
		{"contains", call(ir.ContainsList, types.Bool, nums(num(1), value.Null), i(1)), yes},
		{"null equals nothing", call(ir.ContainsList, types.Bool, nums(num(1), value.Null), i(2)), no},
		{"length of a map", call(ir.LengthMap, types.Int64, dict(value.Pair{Key: num(1)})), num(1)},
		{"contains a key", call(ir.ContainsKey, types.Bool, dict(value.Pair{Key: num(1)}), i(1)), yes},
		{"contains no key", call(ir.ContainsKey, types.Bool, dict(value.Pair{Key: num(1)}), i(2)), no},
		{"element from the end", call(ir.ElementVector, types.Float64, vec(1, 2), i(-1)), flt(2)},

		{"dur to int", call(ir.DurToInt, types.Int64, dur(7)), num(7)},
	}
	covered := map[ir.Op]bool{ir.SubDur: true, ir.NegDur: true} // as AddDur
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Eval(tt.expr, nil); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
		covered[tt.expr.(*ir.Call).Op] = true
	}
	for _, f := range fn.Catalogue { // whose examples its own test runs
		for _, x := range f.Examples {
			e, _ := compiler.Expression(x.Expr)
			ir.Walk(e, func(e ir.Expr) {
				if c, ok := e.(*ir.Call); ok {
					covered[c.Op] = true
				}
			})
		}
	}
	for op := range strict {
		switch op {
		case ir.SubFloat, ir.AbsFloat, ir.SubDec, ir.AbsDec, ir.Ne, ir.Le, ir.Gt, ir.Ge:
			continue // one line each, of the same helper as a covered one
		}
		if !covered[op] {
			t.Errorf("%s has no example", op)
		}
	}
}

func TestFailuresAreCounted(t *testing.T) {
	overflow := call(ir.AddInt, types.Int64, i(math.MaxInt64), i(1))
	tests := []struct {
		name string
		expr ir.Expr
		want int
	}{
		{"null operand", call(ir.AddInt, types.Int64, null(), i(1)), 0},
		{"overflow", overflow, 1},
		{"null from a failure", call(ir.AddInt, types.Int64, overflow, i(1)), 1},
	}
	for _, tt := range tests {
		failed := 0
		evaluator{failed: &failed}.eval(tt.expr)
		if failed != tt.want {
			t.Errorf("%s: counted %d, want %d", tt.name, failed, tt.want)
		}
	}
}
