package sql

import (
	"math/big"
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// DuckDB is the dialect of DuckDB 1.4 and later.
var DuckDB = &Dialect{
	Name: "duckdb",
	capabilities: [capabilities]Decision{
		TryCasts: Yes, WideIntegers: Yes, FilterClause: Yes, ArgExtremes: Yes, Zones: Yes,
		ReadCSV: Yes, ReadParquet: Yes, ReadJSONLines: Yes, Variables: Yes, RaiseError: Yes, StarExcept: Yes,
		BytewiseOrder: Yes, Series: Yes, SemiJoins: Yes, MicroTimes: Yes,
	},
	reserved:  words(duckdbReserved),
	tryCast:   "TRY_CAST",
	except:    "EXCLUDE",
	typeName:  duckdbType,
	div:       "//",
	mod:       "%",
	wide:      "HUGEINT",
	unscaled:  duckdbUnscaled,
	functions: map[string]string{"isfinite": "isfinite", "from_hex": "unhex"},
	files:     duckdbFiles{},
	ops: map[ir.Op]render{
		// TRY turns an overflow of DECIMAL arithmetic into null.
		ir.AddDec: tryDecimal("+"), ir.SubDec: tryDecimal("-"), ir.MulDec: duckdbMulDec,
		ir.DecToFloat: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
			return duckdbDecToFloat(x, a[0], c.Args[0].Type())
		},
		ir.AddTimeDur: duckdbShift("+"), ir.SubTimeDur: duckdbShift("-"),
		ir.SubTime: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
			return sqlast.Bin(sqlast.Fn("epoch_us", a[0]), "-", sqlast.Fn("epoch_us", a[1]))
		},
		ir.Length: func(_ *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
			if c.Args[0].Type().Kind == value.Bytes {
				return sqlast.Fn("octet_length", a[0])
			}
			return sqlast.Fn("length", a[0])
		},
		ir.Concat:     duckdbConcat,
		ir.StartsWith: function("starts_with"), ir.EndsWith: function("ends_with"), ir.Contains: function("contains"),
		ir.Hour: duckdbCalendar("hour"), ir.Weekday: duckdbCalendar("isodow"), ir.Day: duckdbCalendar("day"),
		ir.Month: duckdbCalendar("month"), ir.Year: duckdbCalendar("year"),
		ir.Minute: duckdbCalendar("minute"), ir.Second: duckdbCalendar("second"), ir.DayOfYear: duckdbCalendar("dayofyear"),
		ir.Quarter: duckdbCalendar("quarter"), ir.ISOWeek: duckdbCalendar("week"), ir.ISOYear: duckdbCalendar("isoyear"),
		ir.TimeToText: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
			return sqlast.Fn("strftime", a[0], sqlast.Text("%Y-%m-%dT%H:%M:%S.%fZ"))
		},
		ir.ParseInt: duckdbParse, ir.ParseFloat: duckdbParse, ir.ParseDec: duckdbParse, ir.ParseBool: duckdbParse, ir.ParseDate: duckdbParse, ir.ParseTime: duckdbParse,
		ir.DotVector: duckdbAdded(func(a, b sqlast.Expr) sqlast.Expr { return sqlast.Bin(a, "*", b) }),
		ir.SquaresBetween: duckdbAdded(func(a, b sqlast.Expr) sqlast.Expr {
			d := sqlast.Bin(a, "-", b)
			return sqlast.Bin(d, "*", d)
		}),
		ir.JSONText: duckdbJSONText, ir.JSONLength: duckdbJSONLength, ir.JSONHas: duckdbJSONHas,
		ir.ToDate: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
			return sqlast.Cast{X: duckdbLocal(x, c, a), Type: "DATE"}
		},
	},
}

// Names that DuckDB does not take as a column everywhere: duckdb_keywords()
// without the unreserved ones.
const duckdbReserved = `
all analyse analyze and any array as asc asymmetric both case cast check collate column constraint
create default deferrable desc describe distinct do else end except false fetch for foreign from
group having in initially intersect into lambda lateral leading limit not null offset on only or
order pivot pivot_longer pivot_wider placing primary qualify references returning select show some
summarize symmetric table then to trailing true union unique unpivot using variadic when where
window with anti asof at authorization binary by collation columns concurrently cross freeze full
generated glob ilike inner is isnull join left like map natural notnull outer overlaps positional
right semi similar struct tablesample try_cast unpack verbose between bigint bit boolean char
character coalesce dec decimal exists extract float grouping grouping_id inout int integer interval
national nchar none nullif numeric out overlay position precision real row setof smallint substring
time timestamp treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists xmlforest
xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

func duckdbType(t types.Type) string {
	switch t.Kind {
	case value.Float64:
		return "DOUBLE"
	case value.Bytes:
		return "BLOB"
	case value.List:
		return duckdbType(*t.Elem) + "[]"
	case value.Map:
		return "MAP(" + duckdbType(*t.Key) + ", " + duckdbType(*t.Elem) + ")"
	case value.Vector:
		return "DOUBLE[]"
	}
	return standardType(t)
}

// tryDecimal adds or subtracts in the type of the result: DuckDB would rather
// overflow than leave the 18 digits of its operands.
func tryDecimal(op string) render {
	return func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		sum := sqlast.Bin(x.decimalAs(c, a, 0, c.T), op, x.decimalAs(c, a, 1, c.T))
		return sqlast.Fn("TRY", sqlast.Cast{X: sum, Type: x.d.TypeName(c.T)})
	}
}

// duckdbMulDec multiplies with all 38 digits where the result may need more than
// 18, for the same reason.
func duckdbMulDec(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
	first := a[0]
	if t := c.Args[0].Type(); c.T.Precision > 18 {
		first = x.decimalAs(c, a, 0, types.Decimal(types.MaxPrecision, int(t.Scale)))
	}
	return sqlast.Fn("TRY", sqlast.Cast{X: sqlast.Bin(first, "*", a[1]), Type: x.d.TypeName(c.T)})
}

// decimalAs is operand i as a wider decimal.
func (x *exprs) decimalAs(c *ir.Call, a []sqlast.Expr, i int, t types.Type) sqlast.Expr {
	if c.Args[i].Type().Same(t.OrNull(c.Args[i].Type().Nullable)) {
		return a[i]
	}
	return sqlast.Cast{X: a[i], Type: x.d.TypeName(t)}
}

// duckdbUnscaled is the integer of a decimal, as a HUGEINT, or as a BIGINT
// where the precision allows.
func duckdbUnscaled(s sqlast.Expr, t types.Type) sqlast.Expr {
	switch {
	case t.Precision <= 18 && t.Scale == 0:
		return sqlast.Cast{X: s, Type: "BIGINT"}
	case t.Precision+t.Scale <= 18:
		return sqlast.Cast{X: sqlast.Bin(s, "*", power(10, int(t.Scale))), Type: "BIGINT"}
	case t.Scale == 0:
		return sqlast.Cast{X: s, Type: "HUGEINT"}
	}
	// There may be no room left to multiply. The text has all of the scale's digits.
	digits := sqlast.Fn("replace", sqlast.Cast{X: s, Type: "VARCHAR"}, sqlast.Text("."), sqlast.Text(""))
	if t.Precision <= 18 {
		return sqlast.Cast{X: digits, Type: "BIGINT"}
	}
	return sqlast.Cast{X: digits, Type: "HUGEINT"}
}

// duckdbDecToFloat is ir.DecToFloat. DuckDB rounds a HUGEINT twice on its way to
// a double, so wide ones go by limbs.
func duckdbDecToFloat(x *exprs, s sqlast.Expr, t types.Type) sqlast.Expr {
	double := func(e sqlast.Expr) sqlast.Expr { return sqlast.Cast{X: e, Type: "DOUBLE"} }
	limb := func(e sqlast.Expr) sqlast.Expr { return double(sqlast.Cast{X: e, Type: "BIGINT"}) }
	var whole sqlast.Expr
	if t.Precision <= 18 {
		whole = double(duckdbUnscaled(s, t))
	} else {
		q := x.atom(duckdbUnscaled(s, t))
		base, shift := power(2, 43), float(1<<43)
		high := sqlast.Bin(limb(x.div(q, power(2, 86))), "*", shift)
		middle := limb(x.mod(x.div(q, base), base))
		low := limb(x.mod(q, base))
		whole = sqlast.Bin(sqlast.Bin(sqlast.Bin(high, "+", middle), "*", shift), "+", low)
	}
	if t.Scale == 0 {
		return whole
	}
	f, _ := new(big.Float).SetString(string(power(10, int(t.Scale))))
	exact, _ := f.Float64()
	return sqlast.Bin(whole, "/", float(exact))
}

// duckdbShift moves a timestamp by microseconds, to null beyond the years 1 to
// 9999.
func duckdbShift(op string) render {
	return func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		us := x.atom(sqlast.Bin(x.wide(sqlast.Fn("epoch_us", a[0])), op, x.wide(a[1])))
		within := sqlast.Between{X: us, Lo: sqlast.Int(value.MinTime), Hi: sqlast.Int(value.MaxTime)}
		return sqlast.If(within, sqlast.Fn("make_timestamp", sqlast.Cast{X: us, Type: "BIGINT"}))
	}
}

func duckdbCalendar(part string) render {
	return func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr { return sqlast.Fn(part, duckdbLocal(x, c, a)) }
}

// duckdbParse reads text as a cell of a file is read.
func duckdbParse(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
	text := csvCell(x.l, x.atom(a[0]), &ir.Column{Type: c.T})
	if text.final == nil {
		return text.parsed
	}
	return text.final(x.atom(text.parsed))
}
