package check

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

// nestedType reads list(T) and map(K, V).
func (c *checker) nestedType(t *ast.TypeExpr) (types.Type, bool) {
	want := map[string]int{"list": 1, "map": 2}[t.Name.Name]
	if len(t.Elems) != want {
		c.bag.Add(badNested(t.Span, t.Name.Name))
		return types.Type{}, false
	}
	elems := make([]types.Type, want)
	for i := range t.Elems {
		e := &t.Elems[i]
		col := &ir.Column{}
		if !c.columnType(col, e) {
			return types.Type{}, false
		}
		switch {
		case col.ModelIn != "":
			c.bag.Add(badTypeArg(e.Span, "a vector in a "+t.Name.Name+" has no column beside it that says its model", "leave model_in out"))
			return types.Type{}, false
		case col.Zone != "" || col.Epoch != "":
			c.bag.Add(badTypeArg(e.Span, "in a "+t.Name.Name+" a timestamp has an offset of its own", "write timestamp without parameters"))
			return types.Type{}, false
		case col.Type.Kind == value.Bytes:
			c.bag.Add(badTypeArg(e.Span, "a "+t.Name.Name+" cannot hold bytes", "JSON has text alone: write string"))
			return types.Type{}, false
		}
		elems[i] = col.Type
	}
	if want == 1 {
		return types.List(elems[0]), true
	}
	key := elems[0]
	switch {
	case key.Nullable:
		c.bag.Add(badTypeArg(t.Elems[0].Span, "a key of a map is never null", "leave the ? out"))
	case !slices.Contains(types.KeyKinds, key.Kind):
		c.bag.Add(badTypeArg(t.Elems[0].Span, "a key of a map cannot be of type "+key.String(), "keys are int64, string, bool, date or timestamp"))
	default:
		return types.Map(key, elems[1]), true
	}
	return types.Type{}, false
}

// vectorType reads vector(64) and vector(64, model: "item_emb v3").
//
// A column says with model_in which other one has the model of its vector.
func (c *checker) vectorType(col *ir.Column, t *ast.TypeExpr) (types.Type, bool) {
	length, model := 0, ""
	for i, a := range t.Args {
		switch {
		case i == 0:
			length, _ = smallInt(a, types.MaxLength)
		case i == 1 && a.Name.Name == "model":
			s, ok := a.Value.(*ast.StringLit)
			if !ok || s.Value == "" {
				c.bag.Add(badTypeArg(a.Value.Range(), "a model is a string that is not empty", `write vector(64, model: "item_emb v3")`))
				return types.Type{}, false
			}
			model = s.Value
		case i == 2 && a.Name.Name == "model_in" && model != "":
			id, ok := a.Value.(*ast.Name)
			if !ok {
				c.bag.Add(badTypeArg(a.Value.Range(), "model_in names a column", `write vector(64, model: "item_emb v3", model_in: emb_model)`))
				return types.Type{}, false
			}
			col.ModelIn = id.Name
		default:
			c.bag.Add(badTypeArg(a.Span, "a vector's parameters are its length, its model, and the column that says its model", `write vector(64), vector(64, model: "item_emb v3") or vector(64, model: "item_emb v3", model_in: emb_model)`))
			return types.Type{}, false
		}
	}
	if length < 1 {
		c.bag.Add(badTypeArg(t.Span, fmt.Sprintf("a vector has 1 to %d elements", types.MaxLength), "write vector(64)"))
		return types.Type{}, false
	}
	return types.Vector(length, model), true
}

func badNested(span source.Span, name string) *diag.Diagnostic {
	if name == "list" {
		return badTypeArg(span, "a list has one parameter: the type of its elements", "write list(int64) or, with nulls among them, list(int64?)")
	}
	return badTypeArg(span, "a map has two parameters: the types of its keys and of its values", "write map(string, float64)")
}
