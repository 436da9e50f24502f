package sql

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// duckdbFiles reads CSV and Parquet files and decodes their cells as
// docs/semantics.md says.
type duckdbFiles struct{}

func (duckdbFiles) table(f File, ordered bool) sqlast.Expr {
	if f.Kind == "parquet" {
		return sqlast.Fn("read_parquet", sqlast.Text(f.Path))
	}
	arg := func(name string, x sqlast.Expr) sqlast.Expr { return sqlast.Arg{Name: name, X: x} }
	args := []sqlast.Expr{
		sqlast.Text(f.Path), arg("all_varchar", sqlast.True), arg("header", sqlast.True),
		arg("delim", sqlast.Text(",")), arg("quote", sqlast.Text(`"`)), arg("escape", sqlast.Text(`"`)),
		arg("comment", sqlast.Text("")), arg("skip", sqlast.Int(0)),
	}
	if ordered {
		args = append(args, arg("parallel", sqlast.False))
	}
	return sqlast.Fn("read_csv", args...)
}

func (duckdbFiles) raise(c *ir.Column, raw sqlast.Expr) sqlast.Expr {
	text := sqlast.Fn("coalesce", sqlast.Cast{X: raw, Type: "VARCHAR"}, sqlast.Text(""))
	said := sqlast.Fn("concat", sqlast.Text("column "+c.Name+`: "`), text, sqlast.Text(`" is not of type `+c.Type.String()))
	return sqlast.Fn("error", said)
}

func (duckdbFiles) cell(l *layers, f File, raw sqlast.Expr, c *ir.Column) (v, bad sqlast.Expr) {
	if f.Kind == "parquet" {
		return parquetCell(raw, c)
	}
	return csvCell(l, raw, c)
}

// parquetCell takes a typed column: casts are exact or fail, timestamps are UTC
// whatever their unit.
func parquetCell(raw sqlast.Expr, c *ir.Column) (v, bad sqlast.Expr) {
	if !c.Type.Nullable {
		bad = sqlast.IsNull{X: raw}
	}
	switch {
	case c.Type.Kind == value.Timestamp && c.Epoch == "":
		v = sqlast.Fn("make_timestamp", sqlast.Fn("epoch_us", raw))
	case c.Type.Kind == value.Timestamp:
		v, _ = epochCell(sqlast.Cast{X: raw, Type: "BIGINT"}, c.Epoch)
	case c.Type.Kind == value.Float64:
		v = canonicalFloat(sqlast.Cast{X: raw, Type: "DOUBLE"})
	default:
		v = sqlast.Cast{X: raw, Type: duckdbType(c.Type)}
	}
	return v, bad
}

// csvCell decodes text. Blanks are not trimmed; an empty cell is null, or an
// empty string where nulls are not allowed.
func csvCell(l *layers, raw sqlast.Expr, c *ir.Column) (v, bad sqlast.Expr) {
	empty := sqlast.Or(sqlast.IsNull{X: raw}, sqlast.Bin(raw, "=", sqlast.Text("")))
	switch c.Type.Kind {
	case value.String, value.Bytes:
		text := raw
		if !c.Type.Nullable {
			text = sqlast.Fn("coalesce", raw, sqlast.Text(""))
		} else {
			text = sqlast.Fn("nullif", raw, sqlast.Text(""))
		}
		if c.Type.Kind == value.Bytes {
			text = sqlast.Fn("encode", text)
		}
		return text, nil
	}
	parsed, ok := csvParsed(l, raw, c)
	bad = sqlast.Unary{Op: "NOT", X: ok}
	if c.Type.Nullable {
		bad = sqlast.And(sqlast.Unary{Op: "NOT", X: empty}, bad)
	} else {
		bad = sqlast.Or(empty, bad)
	}
	return sqlast.If(ok, parsed), bad
}

// matches is a whole match of a regular expression, false for null.
func matches(raw sqlast.Expr, pattern string) sqlast.Expr {
	return sqlast.Fn("coalesce", sqlast.Fn("regexp_full_match", raw, sqlast.Text(pattern)), sqlast.False)
}

// csvParsed returns the value of a cell and whether it parses, both meaningful
// where the cell is not empty. The value is not null where it parses, but for
// floats that are not finite.
func csvParsed(l *layers, raw sqlast.Expr, c *ir.Column) (v, ok sqlast.Expr) {
	try := func(t types.Type) sqlast.Expr { return sqlast.Cast{X: raw, Type: duckdbType(t), Try: true} }
	parsed := func(v sqlast.Expr, pattern string) (sqlast.Expr, sqlast.Expr) {
		return v, sqlast.And(matches(raw, pattern), sqlast.IsNull{X: v, Not: true})
	}
	switch c.Type.Kind {
	case value.Bool:
		yes := sqlast.In{X: sqlast.Fn("lower", raw), List: []sqlast.Expr{sqlast.Text("true"), sqlast.Text("t"), sqlast.Text("1")}}
		return yes, matches(raw, "(?i:true|t|1|false|f|0)")
	case value.Int64, value.Duration:
		return parsed(try(types.Int64), `[+-]?[0-9]+`)
	case value.Decimal:
		fraction := `(\.0+)?`
		if c.Type.Scale > 0 {
			fraction = fmt.Sprintf(`(\.[0-9]{1,%d}0*)?`, c.Type.Scale)
		}
		return parsed(try(c.Type.NotNull()), `[+-]?[0-9]+`+fraction)
	case value.Float64:
		n := l.define(hidden(c, "number"), try(types.Float64))
		ok = matches(raw, `[+-]?(([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|(?i:nan|inf|infinity))`)
		if !c.Type.Nullable {
			ok = sqlast.And(ok, sqlast.Fn("isfinite", n))
		}
		return canonicalFloat(n), ok
	case value.Date:
		return parsed(sqlast.Cast{X: raw, Type: "DATE", Try: true}, `(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-[0-9]{2}-[0-9]{2}`)
	default:
		if c.Epoch != "" {
			n := l.define(hidden(c, "number"), sqlast.If(matches(raw, `[+-]?[0-9]+`), try(types.Int64)))
			return epochCell(n, c.Epoch)
		}
		return timestampCell(l, raw, c)
	}
}

// canonicalFloat is x where it is finite, with one zero. x must be cheap to
// write twice.
func canonicalFloat(x sqlast.Expr) sqlast.Expr {
	return sqlast.Case{Whens: []sqlast.When{
		{Cond: sqlast.Bin(x, "=", float(0)), Then: float(0)},
		{Cond: sqlast.Fn("isfinite", x), Then: x},
	}}
}

// epochCell is the instant of an integer since 1970, and whether it is one.
func epochCell(n sqlast.Expr, unit string) (v, ok sqlast.Expr) {
	scale := map[string]int64{"s": 1_000_000, "ms": 1_000, "us": 1}[unit]
	floor := func(us int64) sqlast.Expr { // the instants in range are whole units away from it
		if us < 0 {
			return sqlast.Int(-(-us / scale))
		}
		return sqlast.Int(us / scale)
	}
	ok = sqlast.Fn("coalesce", sqlast.Between{X: n, Lo: floor(minTime), Hi: floor(maxTime)}, sqlast.False)
	us := sqlast.Expr(n)
	if scale != 1 {
		us = sqlast.Bin(n, "*", sqlast.Int(scale))
	}
	return sqlast.If(ok, sqlast.Fn("make_timestamp", us)), ok
}

// hidden names a column for a step of decoding c. Label files bring columns that
// are not known here, so the name is one that they will not have.
func hidden(c *ir.Column, step string) string { return "featc_" + c.Name + "_" + step }

// A timestamp as text: date, then time with seconds and fraction, then offset.
var timestampText = strings.Join([]string{
	`([0-9]{4}-[0-9]{2}-[0-9]{2})`,
	`(?:[T ]((?:[01][0-9]|2[0-3]):[0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]+))?)?`,
	`(Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?)?`,
}, "")

// timestampCell decodes text such as 2025-01-31T10:00:00.5+05:30.
func timestampCell(l *layers, raw sqlast.Expr, c *ir.Column) (v, ok sqlast.Expr) {
	part := func(i int) sqlast.Expr {
		return sqlast.Fn("regexp_extract", raw, sqlast.Text(timestampText), sqlast.Int(int64(i)))
	}
	orZero := func(s sqlast.Expr, zero string) sqlast.Expr {
		return sqlast.Fn("coalesce", sqlast.Fn("nullif", s, sqlast.Text("")), sqlast.Text(zero))
	}
	valid := l.define(hidden(c, "valid"), matches(raw, timestampText))
	clock := sqlast.Fn("concat", part(1), sqlast.Text(" "), orZero(part(2), "00:00"), sqlast.Text(":"), orZero(part(3), "00"))
	seconds := l.define(hidden(c, "seconds"), sqlast.If(valid, sqlast.Cast{X: clock, Type: "TIMESTAMP", Try: true}))
	micros := sqlast.Cast{X: sqlast.Fn("rpad", sqlast.Fn("left", part(4), sqlast.Int(6)), sqlast.Int(6), sqlast.Text("0")), Type: "BIGINT"}
	offset := l.define(hidden(c, "offset"), sqlast.If(valid, part(5)))
	// The wall clock in microseconds; null where the date does not exist.
	wall := l.define(hidden(c, "wall"), sqlast.If(valid, sqlast.Bin(sqlast.Fn("epoch_us", seconds), "+", micros)))

	digits := func(from int) sqlast.Expr {
		s := sqlast.Fn("substr", offset, sqlast.Int(int64(from)), sqlast.Int(2))
		return sqlast.Fn("coalesce", sqlast.Cast{X: s, Type: "BIGINT", Try: true}, sqlast.Int(0))
	}
	minutes := sqlast.Bin(sqlast.Bin(digits(2), "*", sqlast.Int(60)), "+", digits(5))
	sign := sqlast.Case{
		Whens: []sqlast.When{{Cond: sqlast.Fn("starts_with", offset, sqlast.Text("-")), Then: sqlast.Int(-1)}},
		Else:  sqlast.Int(1),
	}
	shifted := sqlast.Bin(wall, "-", sqlast.Bin(sqlast.Bin(sign, "*", minutes), "*", sqlast.Int(60_000_000)))

	us := sqlast.Expr(sqlast.Case{
		Whens: []sqlast.When{{Cond: sqlast.Bin(offset, "<>", sqlast.Text("")), Then: shifted}},
		Else:  zonedMicros(l, wall, c),
	})
	at := l.define(hidden(c, "us"), us)
	ok = sqlast.Fn("coalesce", sqlast.Between{X: at, Lo: sqlast.Int(minTime), Hi: sqlast.Int(maxTime)}, sqlast.False)
	return sqlast.If(ok, sqlast.Fn("make_timestamp", at)), ok
}

// zonedMicros takes a wall clock in the column's zone. Where clocks jump it does
// what Go's time.Date does: the offset is the one at the instant that the offset
// at the reading, taken as UTC, leads to.
func zonedMicros(l *layers, wall sqlast.Expr, c *ir.Column) sqlast.Expr {
	switch c.Zone {
	case "":
		return sqlast.Cast{X: sqlast.Null, Type: "BIGINT"}
	case "UTC":
		return wall
	}
	offsetAt := func(us sqlast.Expr) sqlast.Expr {
		utc := sqlast.Fn("timezone", sqlast.Text("UTC"), sqlast.Fn("make_timestamp", us))
		return sqlast.Bin(sqlast.Fn("epoch_us", sqlast.Fn("timezone", sqlast.Text(c.Zone), utc)), "-", us)
	}
	first := l.define(hidden(c, "guess"), sqlast.Bin(wall, "-", offsetAt(wall)))
	return sqlast.Bin(wall, "-", offsetAt(first))
}
