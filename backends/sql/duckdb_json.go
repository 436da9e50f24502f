package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// jsonLines starts the fields of the objects that the lines of a file are. A line
// that is none stops the statement where stop says so; else bad tells.
func jsonLines(l *layers, file string, columns []*ir.Column, stop bool) (raws []rawCell, bad sqlast.Expr) {
	line := l.start("featc_line", sqlast.Cast{X: qualified(file, "json"), Type: "VARCHAR"})
	doc := jsonDocument(l, line)
	isObject := sqlast.Bin(sqlast.Fn("json_type", doc), "=", sqlast.Text("OBJECT"))
	var fields sqlast.Expr
	if stop {
		message := sqlast.Fn("concat", sqlast.Text("a line is not a JSON object: "), line)
		fields = orElse(sqlast.When{Cond: isObject, Then: quotedNumbers(doc)}, sqlast.Fn("error", message))
	} else {
		fields = sqlast.If(isObject, quotedNumbers(doc))
	}
	fields = l.define("featc_fields", fields)
	for _, c := range columns {
		path := sqlast.Text(`$."` + c.Name + `"`)
		kind := l.define(hidden(c, "kind"), sqlast.Fn("json_type", fields, path))
		nested := sqlast.In{X: kind, List: []sqlast.Expr{sqlast.Text("ARRAY"), sqlast.Text("OBJECT")}}
		text := l.define(hidden(c, "json"), sqlast.Fn("json_extract_string", fields, path))
		raws = append(raws, rawCell{text: text, json: sqlast.Fn("json_extract", fields, path), nested: nested})
	}
	return raws, sqlast.IsNull{X: fields}
}

// base64Pattern is what from_base64 takes without stopping the statement, less what
// it passes over: bits behind the last byte that are not zero.
const base64Pattern = `([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?`

// jsonCell decodes the text of a field as in CSV, and that of bytes as base64. An
// array or an object is no value.
func jsonCell(l *layers, raw rawCell, c *ir.Column) cell {
	if c.Type.Kind.IsNested() {
		doc := l.define(hidden(c, "value"), raw.json)
		return nestedCell(l, sqlast.Bin(sqlast.Fn("json_type", doc), "<>", sqlast.Text("NULL")), doc, c)
	}
	text := l.define(hidden(c, "text"), sqlast.If(sqlast.Unary{Op: "NOT", X: raw.nested}, raw.text))
	out := csvCell(l, text, c)
	if c.Type.Kind == value.Bytes {
		out.parsed = sqlast.If(matches(text, base64Pattern), sqlast.Fn("from_base64", text))
	}
	out.blank = nil // unlike a CSV file, JSON can tell null from empty text
	out.present = sqlast.Or(raw.nested, sqlast.Bin(text, "<>", sqlast.Text("")))
	return out
}
