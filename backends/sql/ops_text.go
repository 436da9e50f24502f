package sql

import (
	"math"
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

const (
	lowerLetters = sqlast.Text("abcdefghijklmnopqrstuvwxyz")
	upperLetters = sqlast.Text("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
)

// textOps are the operations on strings, and those between strings and other types.
var textOps = map[ir.Op]render{
	ir.LowerASCII: translated(upperLetters, lowerLetters),
	ir.UpperASCII: translated(lowerLetters, upperLetters),
	ir.Trim:       trimmed("trim"), ir.TrimLeft: trimmed("ltrim"), ir.TrimRight: trimmed("rtrim"),
	ir.Substr: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		start, n := x.atom(a[1]), x.atom(a[2])
		valid := sqlast.And(sqlast.Bin(start, ">=", sqlast.Int(1)), sqlast.Bin(n, ">=", sqlast.Int(0)))
		return sqlast.If(valid, sqlast.Fn("substring", a[0], within32(start), within32(n)))
	},
	ir.Right: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		n := x.atom(a[1])
		return sqlast.If(sqlast.Bin(n, ">=", sqlast.Int(0)), sqlast.Fn("right", a[0], within32(n)))
	},
	ir.Replace: function("replace"),
	ir.SplitPart: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.Fn("list_extract", sqlast.Fn("string_split", a[0], a[1]), a[2])
	},
	ir.Position: function("instr"),
	ir.PadLeft:  function("lpad"), ir.PadRight: function("rpad"),
	ir.Hash64: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		h := x.atom(x.hash(a[0]))
		signed := sqlast.Case{
			Whens: []sqlast.When{{Cond: sqlast.Bin(h, ">", sqlast.Int(math.MaxInt64)), Then: sqlast.Bin(h, "-", power(2, 64))}},
			Else:  h,
		}
		return x.int64(signed)
	},
	ir.HashBucket: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return x.int64(x.mod(x.hash(a[0]), a[1]))
	},

	ir.RegexpMatch: function("regexp_matches"),
	ir.RegexpExtract: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		s := x.atom(a[0])
		return sqlast.If(sqlast.Fn("regexp_matches", s, a[1]), sqlast.Fn("regexp_extract", s, a[1], a[2]))
	},
	ir.RegexpReplace: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		to := strings.ReplaceAll(c.Args[2].(*ir.Const).Value.S, `\`, `\\`)
		return sqlast.Fn("regexp_replace", a[0], a[1], x.d.text(to), sqlast.Text("g"))
	},

	ir.IntToText: asText, ir.BoolToText: asText, ir.DateToText: asText, ir.TimeToText: asText,
	ir.DecToText: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		// With room before the point, there is a digit before the point.
		roomy := types.Decimal(types.MaxPrecision, int(c.Args[0].Type().Scale))
		return asText(x, c, []sqlast.Expr{sqlast.Cast{X: a[0], Type: x.d.TypeName(roomy)}})
	},
	ir.ParseInt: tried, ir.ParseFloat: tried, ir.ParseDec: tried, ir.ParseBool: tried, ir.ParseDate: tried, ir.ParseTime: tried,
}

// hash is the first half of the MD5 of a string, as a wide integer.
func (x *exprs) hash(s sqlast.Expr) sqlast.Expr {
	digits := sqlast.Fn("substring", sqlast.Fn("md5", s), sqlast.Int(1), sqlast.Int(16))
	return x.wide(sqlast.Cast{X: sqlast.Bin(sqlast.Text("0x"), "||", digits), Type: "UBIGINT"})
}

// within32 cuts a length to what engines take as one; no string is longer.
func within32(n sqlast.Expr) sqlast.Expr { return sqlast.Fn("least", n, sqlast.Int(math.MaxInt32)) }

func translated(from, to sqlast.Expr) render {
	return func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr { return sqlast.Fn("translate", a[0], from, to) }
}

// trimmed takes off ASCII blanks.
func trimmed(name string) render {
	return func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		blanks := []sqlast.Expr{sqlast.Text(" ")}
		for c := int64('\t'); c <= '\r'; c++ {
			blanks = append(blanks, sqlast.Fn(x.d.function("chr"), sqlast.Int(c)))
		}
		return sqlast.Fn(name, a[0], sqlast.Fn("concat", blanks...))
	}
}

func asText(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
	return sqlast.Cast{X: a[0], Type: x.d.TypeName(types.String)}
}

// tried casts text, to null where that fails.
func tried(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
	if x.d.Can(TryCasts) {
		return x.tryCast(a[0], c.T)
	}
	return sqlast.Cast{X: a[0], Type: x.d.TypeName(c.T)}
}

// duckdbConcat says of what type the text is. DuckDB 1.5.6 takes || for an untyped
// null, an integer in its results, where an operand is null whatever the rows.
func duckdbConcat(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
	out := chain("||")(x, c, a)
	for _, operand := range a {
		switch operand.(type) {
		case sqlast.Name, sqlast.Text:
		default:
			return sqlast.Cast{X: out, Type: x.d.TypeName(types.String)}
		}
	}
	return out
}
