package sql

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/runtime/value"
)

// duckdbFiles reads CSV, Parquet and JSON lines files and decodes their cells as
// docs/semantics.md says.
type duckdbFiles struct{}

func (duckdbFiles) table(f File, ordered bool) sqlast.Expr {
	switch f.Kind {
	case "parquet":
		args := []sqlast.Expr{sqlast.Text(f.Path)}
		if f.Partition != "" {
			args = append(args, sqlast.Arg{Name: "hive_partitioning", X: sqlast.True})
		}
		return sqlast.Fn("read_parquet", args...)
	case "jsonl":
		return sqlast.Fn("read_ndjson_objects", sqlast.Text(f.Path))
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

func (duckdbFiles) raise(c *ir.Column, raw rawCell) sqlast.Expr {
	text, want := raw.text, "a valid "+c.Type.NotNull().String()
	switch {
	case c.Type.Kind.IsNested():
		text = sqlast.Cast{X: text, Type: "VARCHAR"}
	case c.Type.Kind == value.Bytes && raw.json != nil:
		want = "bytes in base64 with padding"
	}
	return duckdbFiles{}.stop(sqlast.Fn("concat", sqlast.Text("column "+c.Name+`: "`), text, sqlast.Text(`" is not `+want)))
}

func (duckdbFiles) stop(message sqlast.Expr) sqlast.Expr { return sqlast.Fn("error", message) }

func (duckdbFiles) start(l *layers, f File, file string, columns []*ir.Column, stop bool) (raws []rawCell, bad sqlast.Expr) {
	if f.Kind == "jsonl" {
		return jsonLines(l, file, columns, stop)
	}
	for _, c := range columns {
		raws = append(raws, rawCell{text: l.start(c.Name, qualified(file, c.Name))})
	}
	return raws, nil
}

func (duckdbFiles) cell(l *layers, f File, raw rawCell, c *ir.Column) cell {
	switch f.Kind {
	case "parquet":
		return parquetCell(l, raw.text, c)
	case "jsonl":
		return jsonCell(l, raw, c)
	}
	return csvCell(l, raw.text, c)
}

// parquetCell takes a column of any type that the file may have for it. What is
// written in digits or as text is decoded from its text, as in CSV, so that
// nothing is rounded on the way; what has the column's own type, or one that loses
// nothing, is taken as it is.
func parquetCell(l *layers, raw sqlast.Expr, c *ir.Column) cell {
	if c.Type.Kind.IsNested() {
		return parquetNested(l, raw, c)
	}
	out := csvCell(l, l.define(hidden(c, "text"), sqlast.Cast{X: raw, Type: "VARCHAR"}), c)
	if !c.Type.Nullable {
		out.blank = nil // unlike a CSV file, a Parquet file can tell null from empty text
	}
	switch c.Type.Kind {
	case value.Float64:
		return out.cast(raw, "DOUBLE", "DOUBLE", "FLOAT")
	case value.Int64, value.Duration:
		return out.cast(raw, "BIGINT", "BIGINT", "INTEGER")
	case value.Bytes: // empty ones are null as an empty text is, where nulls are allowed
		empty := out.present
		out = out.cast(raw, "BLOB", "BLOB")
		out.present = empty
	case value.Bool:
		return out.cast(raw, "BOOLEAN", "BOOLEAN")
	case value.Decimal:
		own := duckdbType(c.Type)
		return out.cast(raw, own, strings.ReplaceAll(own, " ", ""))
	case value.Timestamp:
		return parquetTime(l, raw, c, out)
	}
	return out
}

// parquetTime takes timestamps with a zone, and numbers where the column says
// what they count, past their text. The microseconds of such a timestamp are its
// UTC; the function timezone would look the zone up for every row.
func parquetTime(l *layers, raw sqlast.Expr, c *ir.Column, out cell) cell {
	if c.Epoch != "" {
		number := l.define(hidden(c, "integer"), sqlast.Cast{X: raw, Type: "BIGINT", Try: true})
		return out.typed(raw, epochTime(number, c.Epoch), "BIGINT", "INTEGER")
	}
	zoned := sqlast.Cast{X: raw, Type: "TIMESTAMPTZ", Try: true}
	return out.typed(raw, sqlast.Fn("make_timestamp", sqlast.Fn("epoch_us", zoned)), "TIMESTAMP WITH TIME ZONE")
}

// cast has columns of some types of a file cast, past their text.
func (x cell) cast(raw sqlast.Expr, to string, from ...string) cell {
	return x.typed(raw, sqlast.Cast{X: raw, Type: to, Try: true}, from...)
}

// typed has columns of some types of a file decoded in a way of their own. typeof
// is known before the query runs, so that one branch is left of each of these.
func (x cell) typed(raw, parsed sqlast.Expr, from ...string) cell {
	in := sqlast.In{X: sqlast.Fn("typeof", raw)}
	for _, t := range from {
		in.List = append(in.List, sqlast.Text(t))
	}
	x.present = orElse(sqlast.When{Cond: in, Then: sqlast.IsNull{X: raw, Not: true}}, x.present)
	x.parsed = orElse(sqlast.When{Cond: in, Then: parsed}, x.parsed)
	return x
}

// Patterns of whole cells.
const (
	intPattern   = `[+-]?\d+`
	floatPattern = `[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|(?i:nan|inf|infinity))`
	datePattern  = `(000[1-9]|00[1-9]\d|0[1-9]\d{2}|[1-9]\d{3})-\d{2}-\d{2}`
	timePattern  = `[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?`
	zonePattern  = `(Z|[+-]([01]\d|2[0-3])(:[0-5]\d)?)`
)

func matches(raw sqlast.Expr, pattern string) sqlast.Expr {
	return sqlast.Fn("regexp_full_match", raw, sqlast.Text(pattern))
}

// csvCell decodes text. Blanks are not trimmed.
func csvCell(l *layers, raw sqlast.Expr, c *ir.Column) cell {
	out := cell{present: sqlast.Bin(raw, "<>", sqlast.Text(""))}
	if c.Type.Kind.IsNested() {
		return nestedCell(l, out.present, l.atom(quotedNumbers(jsonDocument(l, raw))), c)
	}
	try := func(t types.Type, pattern string) sqlast.Expr {
		return sqlast.If(matches(raw, pattern), sqlast.Cast{X: raw, Type: duckdbType(t), Try: true})
	}
	switch c.Type.Kind {
	case value.String:
		out.parsed, out.blank = raw, sqlast.Text("")
	case value.Bytes:
		out.parsed, out.blank = sqlast.Fn("encode", raw), sqlast.Fn("encode", sqlast.Text(""))
	case value.Bool:
		yes := sqlast.Fn("regexp_full_match", raw, sqlast.Text("(?i:true|t|1)"))
		// Not (?i:false): under it, the long s of "falſe" is an s.
		out.parsed = sqlast.If(matches(raw, "(?i:true|t|1|f|0)|[fF][aA][lL][sS][eE]"), yes)
	case value.Int64, value.Duration:
		out.parsed = try(types.Int64, intPattern)
	case value.Decimal:
		fraction := `(\.0+)?`
		if c.Type.Scale > 0 {
			fraction = fmt.Sprintf(`(\.\d{1,%d}0*)?`, c.Type.Scale)
		}
		out.parsed = try(c.Type, intPattern+fraction)
	case value.Float64:
		out.parsed = try(types.Float64, floatPattern)
		out.final, out.nulls = canonicalFloat, true
	case value.Date:
		out.parsed = try(types.Date, datePattern)
	default:
		if c.Epoch != "" {
			out.parsed = epochTime(l.define(hidden(c, "number"), try(types.Int64, intPattern)), c.Epoch)
			break
		}
		out.parsed, out.final = timestampCell(l, raw, c), inYears
	}
	return out
}

// hidden names a column for a step of decoding c. Label files bring columns that
// are not known here, so the name is one that they will not have.
func hidden(c *ir.Column, step string) string { return "featc_" + c.Name + "_" + step }

// canonicalFloat is x where it is finite, with one zero.
func canonicalFloat(x sqlast.Expr) sqlast.Expr {
	return sqlast.Case{Whens: []sqlast.When{
		{Cond: sqlast.Bin(x, "=", float(0)), Then: float(0)},
		{Cond: sqlast.Fn("isfinite", x), Then: x},
	}}
}

// inYears is x in the years 1 to 9999.
func inYears(x sqlast.Expr) sqlast.Expr {
	stamp := func(s string) sqlast.Expr { return sqlast.Typed{Type: "TIMESTAMP", Value: s} }
	return sqlast.If(sqlast.Between{X: x, Lo: stamp("0001-01-01 00:00:00"), Hi: stamp("9999-12-31 23:59:59.999999")}, x)
}

// epochTime is the instant of an integer since 1970, null out of range.
func epochTime(n sqlast.Expr, unit string) sqlast.Expr {
	scale := map[string]int64{"s": 1_000_000, "ms": 1_000, "us": 1}[unit]
	// Both ends of the range are whole seconds, but for the last one's fraction.
	within := sqlast.Between{X: n, Lo: sqlast.Int(value.MinTime / scale), Hi: sqlast.Int(value.MaxTime / scale)}
	us := n
	if scale != 1 {
		us = sqlast.Bin(n, "*", sqlast.Int(scale))
	}
	return sqlast.If(within, sqlast.Fn("make_timestamp", us))
}

// timestampCell decodes text such as 2025-01-31T10:00:00.5+05:30, null where it
// does not parse.
func timestampCell(l *layers, raw sqlast.Expr, c *ir.Column) sqlast.Expr {
	zoned := zonedTime(raw)
	if c.Zone == "" {
		return l.define(hidden(c, "utc"), sqlast.Case{Whens: []sqlast.When{zoned}})
	}
	wall := l.define(hidden(c, "wall"), sqlast.If(
		matches(raw, datePattern+"("+timePattern+")?"), sqlast.Cast{X: raw, Type: "TIMESTAMP", Try: true}))
	return l.define(hidden(c, "utc"), sqlast.Case{Whens: []sqlast.When{zoned}, Else: inZone(wall, c)})
}

// zonedTime decodes text with an offset.
func zonedTime(raw sqlast.Expr) sqlast.When {
	// DuckDB wants seconds before an offset.
	full := sqlast.Fn("regexp_replace", raw, sqlast.Text(`^(.{16})(Z|[+-].*)$`), sqlast.Text(`\1:00\2`))
	utc := sqlast.Fn("timezone", sqlast.Text("UTC"), sqlast.Cast{X: full, Type: "TIMESTAMPTZ", Try: true})
	return sqlast.When{Cond: matches(raw, datePattern+timePattern+zonePattern), Then: utc}
}

// inZone is the UTC of a wall clock reading in the column's zone, by the table that
// the Go side has, too.
func inZone(wall sqlast.Expr, c *ir.Column) sqlast.Expr {
	if c.Zone == "UTC" {
		return wall
	}
	return sqlast.Bin(wall, "-", sqlast.Fn("to_seconds", ahead(wall, zone.Readings(c.Zone))))
}
