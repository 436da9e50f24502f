package sql

import (
	"fmt"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// Generic is standard SQL: what every dialect starts from, and what the files of
// a dialect are shown as a difference from. No engine runs it as it is.
var Generic = &Dialect{
	Name: "generic",
	capabilities: [capabilities]Decision{
		TryCasts: No, WideIntegers: Yes, FilterClause: Yes, ArgExtremes: Yes, Zones: Yes,
		ReadCSV: No, ReadParquet: No, ReadJSONLines: No, Variables: No, RaiseError: No, StarExcept: No,
		BytewiseOrder: Yes, Series: No, SemiJoins: No, MicroTimes: No,
	},
	reserved: words(standardReserved),
	typeName: standardType,
	wide:     "DECIMAL(38, 0)",
	unscaled: func(s sqlast.Expr, t types.Type) sqlast.Expr {
		return sqlast.Cast{X: sqlast.Bin(s, "*", power(10, int(t.Scale))), Type: "DECIMAL(38, 0)"}
	},
	ops: map[ir.Op]render{
		ir.AddDec: standardDecimal("+"), ir.SubDec: standardDecimal("-"), ir.MulDec: standardDecimal("*"),
		// Standard SQL has nothing that adds up in a given order.
		ir.DotVector: function("dot_product"), ir.SquaresBetween: function("squared_distance"),
		ir.DecToFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
			return sqlast.Cast{X: a[0], Type: x.d.TypeName(types.Float64)}
		},
		ir.AddTimeDur: standardShift("+"), ir.SubTimeDur: standardShift("-"),
		ir.SubTime: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
			return sqlast.Fn("timestampdiff", sqlast.Word("MICROSECOND"), a[1], a[0])
		},
		ir.Length: func(_ *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
			if c.Args[0].Type().Kind == value.Bytes {
				return sqlast.Fn("octet_length", a[0])
			}
			return sqlast.Fn("char_length", a[0])
		},
		ir.StartsWith: function("starts_with"), ir.EndsWith: function("ends_with"), ir.Contains: function("contains"),
		ir.Hour: standardCalendar("HOUR"), ir.Weekday: standardCalendar("ISODOW"), ir.Day: standardCalendar("DAY"),
		ir.Month: standardCalendar("MONTH"), ir.Year: standardCalendar("YEAR"),
		ir.Minute: standardCalendar("MINUTE"), ir.Second: standardCalendar("SECOND"), ir.DayOfYear: standardCalendar("DOY"),
		ir.Quarter: standardCalendar("QUARTER"), ir.ISOWeek: standardCalendar("WEEK"), ir.ISOYear: standardCalendar("ISOYEAR"),
		ir.ToDate: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
			return sqlast.Cast{X: standardLocal(a), Type: "DATE"}
		},
	},
}

// The reserved words of SQL:2016 that a feature or a column may be called.
const standardReserved = `
all and any array as asymmetric at between both by case cast check collate column constraint create cross
current cursor date day default delete desc distinct drop else end escape except exists false fetch filter
for foreign from full function grant group having hour in inner insert intersect interval into is join
lateral leading left like limit match minute month natural not null offset on only or order outer over
partition position precision primary range rank references result returns revoke right row rows second
select set similar some start sum symmetric table then time timestamp to trailing true union unique unknown
update user using value values when where window with within without year`

func standardType(t types.Type) string {
	switch t.Kind {
	case value.Bool:
		return "BOOLEAN"
	case value.Int64, value.Duration:
		return "BIGINT"
	case value.Float64:
		return "DOUBLE PRECISION"
	case value.Decimal:
		return fmt.Sprintf("DECIMAL(%d, %d)", t.Precision, t.Scale)
	case value.Bytes:
		return "VARBINARY"
	case value.Timestamp:
		return "TIMESTAMP"
	case value.Date:
		return "DATE"
	case value.List:
		return standardType(*t.Elem) + " ARRAY"
	case value.Map:
		return "MAP(" + standardType(*t.Key) + ", " + standardType(*t.Elem) + ")"
	case value.Vector:
		return "DOUBLE PRECISION ARRAY"
	default:
		return "VARCHAR"
	}
}

func standardDecimal(op string) render {
	return func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return x.fit(sqlast.Bin(a[0], op, a[1]), c.T)
	}
}

func standardShift(op string) render {
	return func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.Bin(a[0], op, sqlast.Bin(a[1], "*", sqlast.Interval{N: 1, Unit: "MICROSECOND"}))
	}
}

func standardCalendar(field string) render {
	return func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.Extract{Field: field, X: standardLocal(a)}
	}
}

func standardLocal(a []sqlast.Expr) sqlast.Expr {
	return sqlast.AtZone{X: sqlast.AtZone{X: a[0], Zone: sqlast.Text("UTC")}, Zone: a[len(a)-1]}
}
