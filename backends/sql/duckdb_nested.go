package sql

import (
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// Lists, maps and vectors are read from JSON as package runtime/text reads them.

// nestedCell decodes a document whose numbers are in quotes.
func nestedCell(l *layers, present, doc sqlast.Expr, c *ir.Column) cell {
	parsed := l.define(hidden(c, "nested"), parseNested(doc, c.Type, "e"))
	return cell{present: present, parsed: parsed, final: finiteNested(c.Type), nulls: true}
}

// parquetNested takes a column of the declared type, or of one whose elements
// widen to it, as it is; a column of text is JSON.
func parquetNested(l *layers, raw sqlast.Expr, c *ir.Column) cell {
	isText := sqlast.Bin(sqlast.Fn("typeof", raw), "=", sqlast.Text("VARCHAR"))
	text := l.define(hidden(c, "text"), sqlast.If(isText, sqlast.Cast{X: raw, Type: "VARCHAR"}))
	fromText := nestedCell(l, sqlast.Bin(text, "<>", sqlast.Text("")), l.atom(quotedNumbers(jsonDocument(l, text))), c)
	own := l.define(hidden(c, "own"), ownNested(raw, c.Type))
	parsed := sqlast.Case{Whens: []sqlast.When{{Cond: isText, Then: fromText.parsed}}, Else: wholeNested(own, c.Type)}
	return cell{
		present: orElse(sqlast.When{Cond: isText, Then: fromText.present}, sqlast.IsNull{X: raw, Not: true}),
		parsed:  l.define(hidden(c, "either"), parsed), final: fromText.final, nulls: true,
	}
}

// ownNested is a column that has the type of c, or one that widens to it. Timestamps in it
// have a zone, so that they are instants whatever the zone of the session is.
func ownNested(raw sqlast.Expr, t types.Type) sqlast.Expr {
	name := duckdbType(t)
	zoned := strings.ReplaceAll(name, "TIMESTAMP", "TIMESTAMPTZ")
	own := sqlast.Cast{X: raw, Type: zoned, Try: true}
	if zoned == name {
		return own
	}
	return sqlast.If(sqlast.Fn("contains", sqlast.Fn("typeof", raw), sqlast.Text("WITH TIME ZONE")), own)
}

// element is the type of what is in a list, map or vector.
func element(t types.Type) types.Type {
	if t.Kind == value.Vector {
		return types.Float64
	}
	return *t.Elem
}

func lambda(x sqlast.Expr, params ...string) sqlast.Expr { return sqlast.Lambda{Params: params, X: x} }

// none is true where no element of a list is as bad says of the parameter.
func none(list sqlast.Expr, param string, bad sqlast.Expr) sqlast.Expr {
	return sqlast.Bin(sqlast.Fn("len", sqlast.Fn("list_filter", list, lambda(bad, param))), "=", sqlast.Int(0))
}

// parseNested is a document as a value, null where it is none. Its lambdas have
// param and longer names for parameters.
func parseNested(doc sqlast.Expr, t types.Type, param string) sqlast.Expr {
	kind := sqlast.Fn("json_type", doc)
	x := sqlast.Col(param)
	of := element(t)
	elem := parseElement(x, of, param)
	bad := sqlast.Expr(sqlast.IsNull{X: elem})
	if of.Nullable {
		bad = sqlast.And(sqlast.Bin(sqlast.Fn("json_type", x), "<>", sqlast.Text("NULL")), bad)
	}
	if t.Kind != value.Map {
		list := sqlast.Fn("json_extract", doc, sqlast.Text("$[*]"))
		valid := sqlast.And(sqlast.Bin(kind, "=", sqlast.Text("ARRAY")), none(list, param, bad))
		if t.Kind == value.Vector {
			valid = sqlast.And(valid, sqlast.Bin(sqlast.Fn("len", list), "=", sqlast.Int(int64(t.Length))))
		}
		return sqlast.If(valid, sqlast.Fn("list_transform", list, lambda(elem, param)))
	}
	list := sqlast.Fn("json_extract", doc, sqlast.Text("$.*"))
	keys := sqlast.Fn("list_transform", sqlast.Fn("json_keys", doc), lambda(parseText(x, *t.Key), param))
	values := sqlast.Fn("list_transform", list, lambda(elem, param))
	valid := sqlast.And(sqlast.Bin(kind, "=", sqlast.Text("OBJECT")), none(list, param, bad), none(keys, param, sqlast.IsNull{X: x}))
	return sqlast.If(valid, sortedMap(keys, values, param))
}

// sortedMap is a map, ascending by key; of a key that is there twice, the first.
func sortedMap(keys, values sqlast.Expr, param string) sqlast.Expr {
	at := param + "_at"
	first := sqlast.Bin(sqlast.Fn("list_position", keys, sqlast.Fn("struct_extract", sqlast.Col(param), sqlast.Int(1))), "=", sqlast.Col(at))
	pairs := sqlast.Fn("list_filter", sqlast.Fn("list_zip", keys, values), lambda(first, param, at))
	return sqlast.Fn("map_from_entries", sqlast.Fn("list_sort", pairs))
}

func parseElement(x sqlast.Expr, t types.Type, param string) sqlast.Expr {
	if t.Kind.IsNested() {
		return parseNested(x, t, param+"e")
	}
	nested := sqlast.In{X: sqlast.Fn("json_type", x), List: []sqlast.Expr{sqlast.Text("ARRAY"), sqlast.Text("OBJECT")}}
	return sqlast.If(sqlast.Unary{Op: "NOT", X: nested}, parseText(sqlast.Fn("json_extract_string", x, sqlast.Text("$")), t))
}

// parseText reads the text of an element as a cell of CSV is read.
func parseText(text sqlast.Expr, t types.Type) sqlast.Expr {
	if t.Kind == value.Timestamp {
		return inYears(sqlast.Case{Whens: []sqlast.When{zonedTime(text)}})
	}
	return csvCell(nil, text, &ir.Column{Type: t}).parsed
}

// finiteNested makes floats finite, with one zero: an element that is not is null,
// and where elements are not, the whole is. It is nil where there are no floats.
func finiteNested(t types.Type) func(sqlast.Expr) sqlast.Expr {
	if !hasFloats(t) {
		return nil
	}
	return func(x sqlast.Expr) sqlast.Expr { return finite(x, t, "f") }
}

func hasFloats(t types.Type) bool {
	return t.Kind == value.Float64 || t.Kind == value.Vector || t.Elem != nil && hasFloats(*t.Elem)
}

func finite(x sqlast.Expr, t types.Type, param string) sqlast.Expr {
	switch {
	case !hasFloats(t):
		return x
	case t.Kind == value.Float64:
		return canonicalFloat(x)
	}
	list := x
	if t.Kind == value.Map {
		list = sqlast.Fn("map_values", x)
	}
	elem := finite(sqlast.Col(param), element(t), param+"f")
	out := sqlast.Fn("list_transform", list, lambda(elem, param))
	if t.Kind == value.Map {
		out = sqlast.Fn("map", sqlast.Fn("map_keys", x), out)
	}
	if element(t).Nullable {
		return out
	}
	return sqlast.If(none(list, param, sqlast.IsNull{X: elem}), out)
}

// wholeNested is x where no element is null that may not be, and a vector has its
// length; maps get their order.
func wholeNested(x sqlast.Expr, t types.Type) sqlast.Expr { return whole(x, t, "w") }

func whole(x sqlast.Expr, t types.Type, param string) sqlast.Expr {
	if t.Kind == value.Timestamp {
		return inYears(sqlast.Fn("make_timestamp", sqlast.Fn("epoch_us", x)))
	}
	if !t.Kind.IsNested() {
		return x
	}
	list := x
	if t.Kind == value.Map {
		list = sqlast.Fn("map_values", x)
	}
	elem := whole(sqlast.Col(param), element(t), param+"w")
	bad := sqlast.Expr(sqlast.IsNull{X: elem})
	if element(t).Nullable {
		bad = sqlast.And(sqlast.IsNull{X: sqlast.Col(param), Not: true}, bad)
	}
	valid := none(list, param, bad)
	if t.Kind == value.Vector {
		valid = sqlast.And(valid, sqlast.Bin(sqlast.Fn("len", x), "=", sqlast.Int(int64(t.Length))))
	}
	out := sqlast.Fn("list_transform", list, lambda(elem, param))
	if t.Kind == value.Map {
		keys := sqlast.Fn("map_keys", x)
		if t.Key.Kind == value.Timestamp {
			keys = sqlast.Fn("list_transform", keys, lambda(whole(sqlast.Col(param), *t.Key, param+"w"), param))
			valid = sqlast.And(valid, none(keys, param, sqlast.IsNull{X: sqlast.Col(param)}))
		}
		out = sortedMap(keys, out, param)
	}
	return sqlast.If(valid, out)
}

// duckdbAdded adds terms of two vectors from the first on. DuckDB's own functions
// say nothing of their order.
func duckdbAdded(term func(a, b sqlast.Expr) sqlast.Expr) render {
	return func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		pairs := sqlast.Fn("list_zip", x.typedAs(a[0], c.Args[0]), x.typedAs(a[1], c.Args[1]))
		side := func(i int64) sqlast.Expr { return sqlast.Fn("struct_extract", sqlast.Col("p"), sqlast.Int(i)) }
		terms := sqlast.Fn("list_transform", pairs, lambda(term(side(1), side(2)), "p"))
		sum := sqlast.Fn("list_reduce", terms, lambda(sqlast.Bin(sqlast.Col("s"), "+", sqlast.Col("t")), "s", "t"), float(0))
		known := sqlast.And(sqlast.IsNull{X: x.atom(a[0]), Not: true}, sqlast.IsNull{X: x.atom(a[1]), Not: true})
		return x.finite(sqlast.If(known, sum))
	}
}
