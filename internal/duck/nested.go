package duck

import (
	"database/sql/driver"
	"fmt"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// nestedToDuck is a list, map or vector as the driver takes it.
func nestedToDuck(v value.Value, t types.Type) driver.Value {
	out := []any{}
	switch v.Kind {
	case value.Map:
		var m duckdb.OrderedMap
		for k, e := range v.Pairs {
			m.Set(toDuck(k, *t.Key), toDuck(e, *t.Elem))
		}
		return m
	case value.Vector:
		for _, f := range v.Floats() {
			out = append(out, f)
		}
	default:
		for e := range v.Elements {
			out = append(out, toDuck(e, *t.Elem))
		}
	}
	return out
}

// nestedFromDuck is a cell of a result as a list, map or vector.
func nestedFromDuck(cell any, t types.Type) (value.Value, error) {
	if m, ok := cell.(duckdb.OrderedMap); ok && t.Kind == value.Map {
		keys, elements := m.Keys(), m.Values()
		pairs := make([]value.Pair, len(keys))
		for i := range keys {
			var err error
			if pairs[i].Key, err = fromDuck(keys[i], *t.Key); err != nil {
				return value.Null, err
			}
			if pairs[i].Value, err = fromDuck(elements[i], *t.Elem); err != nil {
				return value.Null, err
			}
		}
		return value.OfMap(pairs...), nil
	}
	list, ok := cell.([]any)
	if !ok || t.Kind == value.Map {
		return value.Null, fmt.Errorf("duckdb returned %T for %s", cell, t)
	}
	of := types.Float64
	if t.Kind == value.List {
		of = *t.Elem
	}
	elements := make([]value.Value, len(list))
	for i, e := range list {
		var err error
		if elements[i], err = fromDuck(e, of); err != nil {
			return value.Null, err
		}
	}
	if t.Kind == value.List {
		return value.OfList(elements...), nil
	}
	floats := make([]float64, len(elements))
	for i, e := range elements {
		floats[i] = e.Float64()
	}
	return value.OfVector(floats), nil
}
