package duck

import (
	"database/sql/driver"
	"fmt"

	bindings "github.com/duckdb/duckdb-go-bindings"
	"github.com/duckdb/duckdb-go/v2"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/columns"
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

// logicalType is what DuckDB has a type as; destroy it after use.
func logicalType(t types.Type) bindings.LogicalType {
	of := func(t types.Type, f func(bindings.LogicalType) bindings.LogicalType) bindings.LogicalType {
		child := logicalType(t)
		defer bindings.DestroyLogicalType(&child)
		return f(child)
	}
	switch t.Kind {
	case value.Decimal:
		return bindings.CreateDecimalType(t.Precision, t.Scale)
	case value.List, value.Vector:
		return of(elementType(t), bindings.CreateListType)
	case value.Map:
		return of(*t.Key, func(key bindings.LogicalType) bindings.LogicalType {
			return of(*t.Elem, func(elem bindings.LogicalType) bindings.LogicalType { return bindings.CreateMapType(key, elem) })
		})
	}
	return bindings.CreateLogicalType(typeID(t.Kind))
}

// elementType is the type of what is in a list or a vector.
func elementType(t types.Type) types.Type {
	if t.Kind == value.Vector {
		return types.Float64
	}
	return *t.Elem
}

// listEntry is where the elements of a list are in the child of its vector.
type listEntry struct{ offset, length uint64 }

// readNested reads a vector of lists or maps: those are lists of structs. What is
// in them is read as a column of its own first.
func readNested(v bindings.Vector, t types.Type, c *columns.Column, rows int) {
	readValidity(v, c, rows)
	child, size := bindings.ListVectorGetChild(v), int(bindings.ListVectorGetSize(v))
	read := func(v bindings.Vector, t types.Type) *columns.Column {
		b := columns.New(t.Kind)
		if size > 0 {
			readVector(v, t, &b.Columns[0], size)
		}
		b.Seal()
		return &b.Columns[0]
	}
	var keys, elements *columns.Column
	if t.Kind == value.Map {
		keys = read(bindings.StructVectorGetChild(child, 0), *t.Key)
		elements = read(bindings.StructVectorGetChild(child, 1), *t.Elem)
	} else {
		elements = read(child, elementType(t))
	}
	for i, e := range view[listEntry](bindings.VectorGetData(v), rows) {
		if c.Valid[i] {
			c.Text = append(c.Text, nestedOf(t, keys, elements, int(e.offset), int(e.offset+e.length)).S...)
		}
		c.Ends = append(c.Ends, len(c.Text))
	}
}

// nestedOf makes a list, map or vector of the elements lo up to hi.
func nestedOf(t types.Type, keys, elements *columns.Column, lo, hi int) value.Value {
	switch t.Kind {
	case value.Map:
		pairs := make([]value.Pair, 0, hi-lo)
		for i := lo; i < hi; i++ {
			pairs = append(pairs, value.Pair{Key: keys.Value(i), Value: elements.Value(i)})
		}
		return value.OfMap(pairs...)
	case value.Vector:
		floats := make([]float64, 0, hi-lo)
		for i := lo; i < hi; i++ {
			floats = append(floats, elements.Float64(i))
		}
		return value.OfVector(floats)
	}
	list := make([]value.Value, 0, hi-lo)
	for i := lo; i < hi; i++ {
		list = append(list, elements.Value(i))
	}
	return value.OfList(list...)
}

// writeNested is the opposite of readNested, for the rows lo up to hi.
func writeNested(v bindings.Vector, t types.Type, c *columns.Column, lo, hi int) {
	var of []types.Type
	if t.Kind == value.Map {
		of = []types.Type{*t.Key, *t.Elem}
	} else {
		of = []types.Type{elementType(t)}
	}
	b := columns.New(kindsOf(of)...)
	entries := view[listEntry](bindings.VectorGetData(v), hi-lo)
	bindings.VectorEnsureValidityWritable(v)
	mask := view[uint64](bindings.VectorGetValidity(v), (hi-lo+63)/64)
	for i := range entries {
		entries[i].offset = uint64(b.Rows)
		cell := c.Value(lo + i)
		if cell.IsNull() {
			mask[i/64] &^= 1 << (i % 64)
		}
		b.Rows += appendNested(b, cell)
		entries[i].length = uint64(b.Rows) - entries[i].offset
	}
	b.Seal()
	bindings.ListVectorReserve(v, bindings.IdxT(b.Rows))
	bindings.ListVectorSetSize(v, bindings.IdxT(b.Rows))
	child := bindings.ListVectorGetChild(v)
	if b.Rows == 0 {
		return
	}
	if t.Kind != value.Map {
		writeVector(child, of[0], &b.Columns[0], 0, b.Rows)
		return
	}
	for i := range of {
		writeVector(bindings.StructVectorGetChild(child, bindings.IdxT(i)), of[i], &b.Columns[i], 0, b.Rows)
	}
}

// appendNested appends what is in a value, and returns how much that is.
func appendNested(b *columns.Batch, v value.Value) (n int) {
	switch v.Kind {
	case value.Map:
		for k, e := range v.Pairs {
			b.Columns[0].AppendValue(k)
			b.Columns[1].AppendValue(e)
			n++
		}
	case value.Vector:
		for _, f := range v.Floats() {
			b.Columns[0].AppendFloat64(f)
			n++
		}
	case value.List:
		for e := range v.Elements {
			b.Columns[0].AppendValue(e)
			n++
		}
	}
	return n
}
