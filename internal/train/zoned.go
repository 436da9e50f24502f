package train

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// hasTimes reports whether values of a type are timestamps, or have some in them.
func hasTimes(t types.Type) bool {
	return t.Kind == value.Timestamp || t.Elem != nil && hasTimes(*t.Elem) || t.Key != nil && hasTimes(*t.Key)
}

// inUTC has the timestamps of a value say that they are UTC, as a Parquet file of
// featc has them, those in lists and maps, too.
func inUTC(x sqlast.Expr, t types.Type, param string) sqlast.Expr {
	each := func(list sqlast.Expr, of types.Type) sqlast.Expr {
		if !hasTimes(of) {
			return list
		}
		return sqlast.Fn("list_transform", list, sqlast.Lambda{Params: []string{param}, X: inUTC(sqlast.Col(param), of, param+"e")})
	}
	switch t.Kind {
	case value.Timestamp:
		return sqlast.Fn("timezone", sqlast.Text("UTC"), x)
	case value.List:
		return each(x, *t.Elem)
	case value.Map:
		made := sqlast.Fn("map", each(sqlast.Fn("map_keys", x), *t.Key), each(sqlast.Fn("map_values", x), *t.Elem))
		return sqlast.If(sqlast.IsNull{X: x, Not: true}, made)
	}
	return x
}
