package sql

import (
	"database/sql"
	"fmt"
	"strconv"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// arg is an operand: text that DuckDB casts to the type ("" is null).
type arg struct {
	text string
	t    types.Type
}

func ints(texts ...string) []arg   { return args(types.Int64.Null(), texts...) }
func floats(texts ...string) []arg { return args(types.Float64.Null(), texts...) }
func strs(texts ...string) []arg   { return args(types.String.Null(), texts...) }

func args(t types.Type, texts ...string) []arg {
	out := make([]arg, len(texts))
	for i, s := range texts {
		out[i] = arg{s, t}
	}
	return out
}

func decs(p, s int, texts ...string) []arg { return args(types.Decimal(p, s).Null(), texts...) }

const (
	maxInt = "9223372036854775807"
	minInt = "-9223372036854775808"
	huge   = "1.7976931348623157e308"
	tiny   = "5e-324"
	nines  = "99999999999999999999999999999999999999"
)

func TestOps(t *testing.T) {
	boolean, i64, f64 := types.Bool.Null(), types.Int64.Null(), types.Float64.Null()
	dec := func(p, s int) types.Type { return types.Decimal(p, s).Null() }
	at := types.Timestamp.Null()
	when := func(texts ...string) []arg { return args(at, texts...) }
	dur := func(s string) arg { return arg{s, types.Duration.Null()} }
	with := func(a []arg, more ...arg) []arg { return append(a, more...) }
	local := func(ts, zone string) []arg { return with(when(ts), arg{zone, types.String}) }
	bools := func(texts ...string) []arg { return args(boolean, texts...) }

	// Floats are compared by their bits, the rest as DuckDB prints them.
	for _, c := range []struct {
		op   ir.Op
		args []arg
		t    types.Type
		want string // "" is null
	}{
		{ir.AddInt, ints("1", "2"), i64, "3"},
		{ir.AddInt, ints(maxInt, "1"), i64, ""},
		{ir.AddInt, ints("", "1"), i64, ""},
		{ir.SubInt, ints(minInt, "1"), i64, ""},
		{ir.SubInt, ints("-1", maxInt), i64, minInt},
		{ir.MulInt, ints(minInt, minInt), i64, ""},
		{ir.MulInt, ints("3037000499", "3037000499"), i64, "9223372030926249001"},
		{ir.MulInt, ints("-1", minInt), i64, ""},
		{ir.ModInt, ints("-7", "2"), i64, "-1"},
		{ir.ModInt, ints("7", "-2"), i64, "1"},
		{ir.ModInt, ints("7", "0"), i64, ""},
		{ir.ModInt, ints(minInt, "-1"), i64, "0"},
		{ir.NegInt, ints(minInt), i64, ""},
		{ir.NegInt, ints("5"), i64, "-5"},
		{ir.AbsInt, ints(minInt), i64, ""},
		{ir.AbsInt, ints("-5"), i64, "5"},

		{ir.AddFloat, floats("0.1", "0.2"), f64, "0.30000000000000004"},
		{ir.AddFloat, floats(huge, huge), f64, ""},
		{ir.AddFloat, floats("9007199254740992", "1"), f64, "9.007199254740992e+15"},
		{ir.SubFloat, floats(tiny, tiny), f64, "0"},
		{ir.MulFloat, floats(huge, "-2"), f64, ""},
		{ir.MulFloat, floats(tiny, "0.5"), f64, "0"},
		{ir.MulFloat, floats("-1", "0"), f64, "-0"},
		{ir.DivFloat, floats("1", "3"), f64, "0.3333333333333333"},
		{ir.DivFloat, floats("1", "0"), f64, ""},
		{ir.DivFloat, floats("0", "-0.0"), f64, ""},
		{ir.DivFloat, floats(huge, tiny), f64, ""},
		{ir.NegFloat, floats("0"), f64, "-0"},
		{ir.AbsFloat, floats("-0.0"), f64, "0"},
		{ir.SqrtFloat, floats("2"), f64, "1.4142135623730951"},
		{ir.SqrtFloat, floats("-1"), f64, ""},
		{ir.SqrtFloat, floats("-0.0"), f64, "-0"},
		{ir.SqrtFloat, floats(tiny), f64, "2.2227587494850775e-162"},
		{ir.FloorFloat, floats("-0.5"), f64, "-1"},
		{ir.CeilFloat, floats("-0.5"), f64, "-0"},
		{ir.TruncFloat, floats("-1.5"), f64, "-1"},
		{ir.CanonFloat, floats("-0.0"), f64, "0"},
		{ir.CanonFloat, floats("nan"), f64, ""},
		{ir.CanonFloat, floats("-inf"), f64, ""},
		{ir.CanonFloat, floats(tiny), f64, "5e-324"},

		{ir.AddDec, decs(38, 0, nines, "1"), dec(38, 0), ""},
		{ir.AddDec, decs(38, 0, nines, nines), dec(38, 0), ""},
		{ir.AddDec, decs(12, 2, "9999999999.99", "0.01"), dec(13, 2), "10000000000.00"},
		{ir.SubDec, decs(18, 18, "-0.999999999999999999", "0.999999999999999999"), dec(19, 18), "-1.999999999999999998"},
		{ir.SubDec, decs(38, 2, "0.01", "0.02"), dec(38, 2), "-0.01"},
		{ir.MulDec, decs(12, 2, "1.25", "-0.05"), dec(24, 4), "-0.0625"},
		{ir.MulDec, decs(38, 0, "13000000000000000000", "13000000000000000000"), dec(38, 0), ""},
		{ir.MulDec, decs(38, 0, "11000000000000000000", "10000000000000000000"), dec(38, 0), ""},
		{ir.MulDec, decs(18, 9, "999999999.999999999", "-999999999.999999999"), dec(36, 18), "-999999999999999998.000000000000000001"},
		{ir.NegDec, decs(38, 0, nines), dec(38, 0), "-" + nines},
		{ir.AbsDec, decs(9, 2, "-1.50"), dec(9, 2), "1.50"},

		{ir.AddTimeDur, with(when("2024-02-28 23:59:59.999999"), dur("1")), at, "2024-02-29 00:00:00"},
		{ir.AddTimeDur, with(when("9999-12-31 23:59:59.999999"), dur("1")), at, ""},
		{ir.AddTimeDur, with(when("2024-01-01"), dur(maxInt)), at, ""},
		{ir.SubTimeDur, with(when("0001-01-01"), dur("1")), at, ""},
		{ir.SubTimeDur, with(when("1970-01-01"), dur(minInt)), at, ""},
		{ir.SubTime, when("0001-01-01", "9999-12-31 23:59:59.999999"), types.Duration.Null(), "-315537897599999999"},
		{ir.AddDur, []arg{dur(maxInt), dur("1")}, types.Duration.Null(), ""},
		{ir.SubDur, []arg{dur("1"), dur("3")}, types.Duration.Null(), "-2"},
		{ir.NegDur, []arg{dur(minInt)}, types.Duration.Null(), ""},

		{ir.Eq, floats("0", "-0.0"), boolean, "true"},
		{ir.Lt, strs("Z", "a"), boolean, "true"},
		{ir.Gt, strs("é", "z"), boolean, "true"},
		{ir.Le, strs("a", "a\x01"), boolean, "true"},
		{ir.Ge, decs(38, 2, nines[:36], nines[:36]), boolean, "true"},
		{ir.Ne, ints("1", ""), boolean, ""},
		{ir.In, ints("2", "1", "2"), boolean, "true"},
		{ir.In, ints("", "1", "2"), boolean, ""},

		{ir.And, bools("false", ""), boolean, "false"},
		{ir.And, bools("true", ""), boolean, ""},
		{ir.Or, bools("true", ""), boolean, "true"},
		{ir.Or, bools("false", ""), boolean, ""},
		{ir.Not, bools(""), boolean, ""},
		{ir.IsNull, ints(""), types.Bool, "true"},
		{ir.IsNotNull, ints(""), types.Bool, "false"},
		{ir.If, with(bools(""), ints("1", "2")...), i64, "2"},
		{ir.Coalesce, ints("", "", "3"), i64, "3"},
		{ir.Least, ints("1", ""), i64, ""},
		{ir.Least, ints("1", "-1"), i64, "-1"},
		{ir.Greatest, floats("1", "", "5"), f64, ""},
		{ir.Greatest, strs("a", "é", "z"), types.String.Null(), "é"},

		{ir.IntToFloat, ints("9007199254740993"), f64, "9.007199254740992e+15"},
		{ir.IntToFloat, ints("9007199254740995"), f64, "9.007199254740996e+15"},
		{ir.IntToFloat, ints(maxInt), f64, "9.223372036854776e+18"},
		{ir.IntToDec, ints("123"), dec(5, 2), "123.00"},
		{ir.IntToDec, ints("1234"), dec(5, 2), ""},
		{ir.IntToDec, ints(minInt), dec(38, 18), minInt + ".000000000000000000"},
		{ir.DecToFloat, decs(12, 2, "0.10"), f64, "0.1"},
		{ir.DecToFloat, decs(18, 2, "-0.05"), f64, "-0.05"},
		{ir.DecToFloat, decs(18, 9, "999999999.999999999"), f64, "1e+09"},
		{ir.DecToFloat, decs(18, 18, "-0.999999999999999999"), f64, "-1"},
		{ir.DecToFloat, decs(38, 2, "-0.05"), f64, "-0.05"},
		{ir.DecToFloat, decs(38, 0, "9007199254740993"), f64, "9.007199254740992e+15"},
		{ir.DecToFloat, decs(38, 0, "18446744073709551617"), f64, "1.8446744073709552e+19"},
		{ir.DecToFloat, decs(38, 0, "-"+nines), f64, "-1e+38"},
		{ir.DecToFloat, decs(38, 18, "12345678901234567890.123456789012345678"), f64, "1.2345678901234567e+19"},
		{ir.DecRescale, decs(12, 2, "1.25"), dec(38, 18), "1.250000000000000000"},
		{ir.DecRescale, decs(38, 0, nines), dec(38, 2), ""},
		{ir.DecToInt, decs(38, 2, "-1.99"), i64, "-1"},
		{ir.DecToInt, decs(38, 0, "9223372036854775808"), i64, ""},
		{ir.FloatToInt, floats("-1.9"), i64, "-1"},
		{ir.FloatToInt, floats("9223372036854775808"), i64, ""},
		{ir.FloatToInt, floats("-9223372036854775808"), i64, minInt},
		{ir.DurToInt, []arg{dur("7")}, i64, "7"},

		{ir.Length, strs("e\u0301🎉"), i64, "3"},
		{ir.Length, strs(""), i64, ""},
		{ir.Concat, strs("a", "b", "c"), types.String.Null(), "abc"},
		{ir.Concat, strs("a", "", "c"), types.String.Null(), ""},
		{ir.StartsWith, strs("héllo", "hé"), boolean, "true"},
		{ir.EndsWith, strs("héllo", "lo"), boolean, "true"},
		{ir.Contains, strs("a%b", "%"), boolean, "true"},
		{ir.Contains, strs("ab", "_"), boolean, "false"},

		{ir.Hour, local("2024-03-10 06:59:59", "America/New_York"), i64, "1"},
		{ir.Hour, local("2024-03-10 07:00:00", "America/New_York"), i64, "3"},
		{ir.Hour, local("2024-01-01 00:00:00", "UTC"), i64, "0"},
		{ir.Weekday, local("2024-01-07 00:00:00", "UTC"), i64, "7"},
		{ir.Weekday, local("2024-01-07 20:00:00", "Asia/Kolkata"), i64, "1"},
		{ir.Day, local("2024-02-29 20:00:00", "Asia/Tokyo"), i64, "1"},
		{ir.Month, local("2024-02-29 20:00:00", "Asia/Tokyo"), i64, "3"},
		{ir.Year, local("2023-12-31 20:00:00", "Asia/Tokyo"), i64, "2024"},
		{ir.ToDate, local("2023-12-31 20:00:00", "Asia/Tokyo"), types.Date.Null(), "2024-01-01"},
	} {
		t.Run(fmt.Sprintf("%s%v", c.op, c.args), func(t *testing.T) {
			if got := evalOp(t, c.op, c.args, c.t); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

var duckDB = func() *sql.DB {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		panic(err)
	}
	db.SetMaxOpenConns(1) // temporary tables belong to a connection
	return db
}()

// evalOp computes an operation over the columns of a table, so that DuckDB
// cannot fold it.
func evalOp(t *testing.T, op ir.Op, operands []arg, typ types.Type) string {
	t.Helper()
	src := &ir.Source{Name: "operands"}
	l := newLayers(DuckDB)
	call := &ir.Call{Op: op, T: typ}
	load := &sqlast.Select{}
	for i, a := range operands {
		name := fmt.Sprintf("a%d", i)
		if !a.t.Nullable { // a constant
			call.Args = append(call.Args, &ir.Const{Value: value.OfString(a.text), T: a.t})
			continue
		}
		src.Columns = append(src.Columns, &ir.Column{Name: name, Type: a.t})
		call.Args = append(call.Args, &ir.ColumnRef{Source: src, Index: i})
		l.start(name, sqlast.Col(name))
		cell := sqlast.Expr(sqlast.Null)
		if a.text != "" {
			cell = sqlast.Text(a.text)
		}
		load.Columns = append(load.Columns, sqlast.Column{X: sqlast.Cast{X: cell, Type: DuckDB.TypeName(a.t)}, As: name})
	}
	x := &exprs{d: DuckDB, l: l, leaf: func(e ir.Expr) sqlast.Expr {
		return sqlast.Col(src.Columns[e.(*ir.ColumnRef).Index].Name)
	}}
	l.define("result", x.typed(call))
	query := &sqlast.Query{
		With: l.ctes("out", "", &sqlast.Select{From: table("operands")}, func(s string) string { return s }),
		Body: &sqlast.Select{
			Columns: []sqlast.Column{
				{X: sqlast.Cast{X: sqlast.Col("result"), Type: "VARCHAR"}, As: "text"},
				{X: sqlast.Fn("typeof", sqlast.Col("result")), As: "type"},
			},
			From: table("out"),
		},
	}
	text := sqlast.PrintQuery(DuckDB, query)
	create := "CREATE OR REPLACE TEMP TABLE operands AS " + sqlast.PrintQuery(DuckDB, &sqlast.Query{Body: load})
	if _, err := duckDB.Exec(create); err != nil {
		t.Fatalf("%v\n%s", err, create)
	}
	var got sql.NullString
	var gotType string
	if err := duckDB.QueryRow(text).Scan(&got, &gotType); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if want := typeofName(typ); gotType != want {
		t.Errorf("type %s, want %s\n%s", gotType, want, text)
	}
	if !got.Valid {
		return ""
	}
	if typ.Kind == value.Float64 {
		return shortest(t, got.String)
	}
	return got.String
}

// typeofName is a type as typeof() writes it.
func typeofName(t types.Type) string {
	if t.Kind == value.Decimal {
		return fmt.Sprintf("DECIMAL(%d,%d)", t.Precision, t.Scale)
	}
	return DuckDB.TypeName(t)
}

// shortest writes a float so that different bits are different text.
func shortest(t *testing.T, s string) string {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}
