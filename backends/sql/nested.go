package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// nestedConstant writes a list, map or vector.
func (d *Dialect) nestedConstant(v value.Value, t types.Type) sqlast.Expr {
	list := func(elements []sqlast.Expr, of types.Type) sqlast.Expr {
		return sqlast.Cast{X: sqlast.Fn("list_value", elements...), Type: d.TypeName(types.List(of))}
	}
	var keys, elements []sqlast.Expr
	switch v.Kind {
	case value.Map:
		for k, e := range v.Pairs {
			keys, elements = append(keys, d.constant(k, *t.Key)), append(elements, d.constant(e, *t.Elem))
		}
		return sqlast.Fn("map", list(keys, *t.Key), list(elements, *t.Elem))
	case value.Vector:
		for _, f := range v.Floats() {
			elements = append(elements, float(f))
		}
		return list(elements, types.Float64)
	}
	for e := range v.Elements {
		elements = append(elements, d.constant(e, *t.Elem))
	}
	return list(elements, *t.Elem)
}
