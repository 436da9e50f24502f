package sql

import (
	"regexp"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
)

// jsonOps are the operations on JSON in standard SQL, or near it: it has no length
// of arrays.
var jsonOps = map[ir.Op]render{
	ir.JSONText: standardJSON("json_value"), ir.JSONLength: standardJSON("json_length"), ir.JSONHas: standardJSON("json_exists"),
}

func standardJSON(name string) render {
	return func(_ *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr { return sqlast.Fn(name, a[0], jsonPath(c)) }
}

// DuckDB's functions take more than JSON, and give numbers in digits of their own:
// what they are asked about is made such that neither shows.

func duckdbJSONText(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
	return jsonText(x.l, jsonDocument(x.l, x.typedAs(a[0], c.Args[0])), jsonPath(c))
}

func duckdbJSONLength(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
	doc, path := jsonDocument(x.l, x.typedAs(a[0], c.Args[0])), jsonPath(c)
	isArray := sqlast.Bin(sqlast.Fn("json_type", doc, path), "=", sqlast.Text("ARRAY"))
	return sqlast.If(isArray, x.int64(sqlast.Fn("json_array_length", doc, path)))
}

func duckdbJSONHas(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
	doc := jsonDocument(x.l, x.typedAs(a[0], c.Args[0]))
	there := sqlast.IsNull{X: sqlast.Fn("json_type", doc, jsonPath(c)), Not: true}
	return sqlast.If(sqlast.IsNull{X: doc, Not: true}, there)
}

const (
	jsonString = `"(?:\\.|[^"\\])*"`
	jsonNumber = `-?[0-9][-+.0-9eE]*`
	// What DuckDB takes and JSON has not: a comma before the end, NaN, Infinity.
	notJSON = `,\s*[\]}]|(?i:nan|inf)`
)

// jsonDocument is a text where it is JSON, else null.
func jsonDocument(l *layers, s sqlast.Expr) sqlast.Expr {
	s = l.atom(s)
	outside := sqlast.Fn("regexp_replace", s, sqlast.Text(jsonString), sqlast.Text("0"), sqlast.Text("g"))
	lenient := sqlast.Fn("regexp_matches", outside, sqlast.Text(notJSON))
	return l.atom(sqlast.If(sqlast.And(sqlast.Fn("json_valid", s), sqlast.Unary{Op: "NOT", X: lenient}), s))
}

// jsonText is the string, number, true or false at a path of a document.
func jsonText(l *layers, doc sqlast.Expr, path sqlast.Text) sqlast.Expr {
	other := sqlast.In{X: sqlast.Fn("json_type", doc, path), List: []sqlast.Expr{sqlast.Text("ARRAY"), sqlast.Text("OBJECT"), sqlast.Text("NULL")}}
	return sqlast.If(sqlast.Unary{Op: "NOT", X: other}, sqlast.Fn("json_extract_string", l.atom(quotedNumbers(doc)), path))
}

// quotedNumbers is a document with its numbers as strings, which keeps their
// digits. A mark that is in no document follows every string and is on both sides
// of every number; doubled, it goes, and single, it becomes a quote.
func quotedNumbers(doc sqlast.Expr) sqlast.Expr {
	mark := sqlast.Fn("chr", sqlast.Int(1))
	marked := sqlast.Fn("regexp_replace", doc, sqlast.Text("("+jsonString+")|("+jsonNumber+")"),
		sqlast.Fn("concat", sqlast.Text(`\1`), mark, sqlast.Text(`\2`), mark), sqlast.Text("g"))
	strings := sqlast.Fn("replace", marked, sqlast.Fn("concat", mark, mark), sqlast.Text(""))
	return sqlast.Fn("replace", strings, mark, sqlast.Text(`"`))
}

var jsonStep = regexp.MustCompile(`\[[0-9]+\]|[^.\[\]]+`)

// jsonPath is the path of a call as DuckDB writes it: $."key"[0].
func jsonPath(c *ir.Call) sqlast.Text {
	out := "$"
	for _, step := range jsonStep.FindAllString(c.Args[1].(*ir.Const).Value.S, -1) {
		if step[0] != '[' {
			step = `."` + step + `"`
		}
		out += step
	}
	return sqlast.Text(out)
}
