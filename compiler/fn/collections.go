package fn

import (
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/value"
)

// collectionArg demands a list, a map or a vector, of the kinds. A string is the list or
// map that it is as JSON.
func collectionArg(args []typing.Operand, i int, wanted string, kinds ...value.Kind) (ir.Expr, *typing.Error) {
	t := args[i].Type()
	if l := args[i].Literal; l != nil && l.Kind == typing.Text && jsontext.Valid(l.Text) {
		t = typeOf(jsontext.Document(l.Text))
	}
	if !slices.Contains(kinds, t.Kind) {
		return nil, typing.Unexpected(i, wanted, args[i].Type(), "")
	}
	return to(args, i, t, wanted)
}

// isNested reports whether an operand is a list, map or vector by itself.
func isNested(o typing.Operand) bool { return o.Expr != nil && o.Expr.Type().Kind.IsNested() }

// typeOf is the type that a JSON document has where nothing else says so: a list, a map
// from strings, a string, a bool, an int64 or a float64; with nulls, of what is nullable.
// It is invalid where its values have no type in common.
func typeOf(v jsontext.Value) types.Type {
	switch {
	case v.IsNested() && v[0] == '{':
		var values []jsontext.Value
		for _, e := range v.Fields {
			values = append(values, e)
		}
		if of := commonType(values); of.Kind != value.Invalid {
			return types.Map(types.String, of)
		}
		return types.Type{}
	case v.IsNested():
		if of := commonType(slices.Collect(v.Elements)); of.Kind != value.Invalid {
			return types.List(of)
		}
		return types.Type{}
	case v.IsScalar() && v[0] == '"':
		return types.String
	case v == "true" || v == "false":
		return types.Bool
	case v.IsScalar() && strings.ContainsAny(string(v), ".eE"):
		return types.Float64
	case v.IsScalar():
		return types.Int64
	}
	return types.Type{}
}

// commonType is the type of values beside each other, int64 where there is none.
func commonType(values []jsontext.Value) types.Type {
	var of types.Type
	null := false
	for _, v := range values {
		if v.IsNull() {
			null = true
			continue
		}
		t := typeOf(v)
		if of.Kind != value.Invalid {
			if t, _ = types.Common(of, t); t.Kind == value.Invalid {
				return t
			}
		}
		of = t
	}
	if of.Kind == value.Invalid {
		of = types.Int64
	}
	return of.OrNull(null)
}

// withCollections has a function of strings take lists and maps, too.
func withCollections(f *Function, resolve func([]typing.Operand) (ir.Expr, *typing.Error), signatures ...string) *Function {
	ofText := f.Resolve
	f.Signatures = append(f.Signatures, signatures...)
	f.Resolve = func(args []typing.Operand) (ir.Expr, *typing.Error) {
		if isNested(args[0]) {
			return resolve(args)
		}
		return ofText(args)
	}
	return f
}

// lengthOf is the length of a list or a map.
func lengthOf(args []typing.Operand) (ir.Expr, *typing.Error) {
	x, err := collectionArg(args, 0, "a string, a list or a map", value.List, value.Map)
	if err != nil {
		return nil, err
	}
	op := ir.LengthList
	if x.Type().Kind == value.Map {
		op = ir.LengthMap
	}
	return typing.Strict(op, types.Int64, x), nil
}

// containsOf reports whether a list has an element, or a map a key.
func containsOf(args []typing.Operand) (ir.Expr, *typing.Error) {
	x, err := collectionArg(args, 0, "a string, a list or a map", value.List, value.Map)
	if err != nil {
		return nil, err
	}
	op, of := ir.ContainsList, x.Type().Elem
	if x.Type().Kind == value.Map {
		op, of = ir.ContainsKey, x.Type().Key
	}
	e, err := to(args, 1, of.NotNull(), of.NotNull().String())
	if err != nil {
		return nil, err
	}
	return typing.Strict(op, types.Bool, x, e), nil
}
