package data

import (
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

var (
	errNullElement = errors.New("has a null, and its elements are not nullable")
	errLength      = errors.New("is a list of another length than the vector's")
)

// nestedDecoder reads lists, maps and vectors of Arrow arrays whose elements have
// the declared type, or widen to it without a loss.
func nestedDecoder(t arrow.DataType, of types.Type) (func(a arrow.Array, i int) (value.Value, Cause, error), error) {
	elem := types.Float64
	if of.Kind != value.Vector {
		elem = *of.Elem
	}
	mapType, isMap := t.(*arrow.MapType)
	if isMap != (of.Kind == value.Map) {
		return nil, cannotBe(t, of)
	}
	if isMap {
		key, err := elementDecoder(mapType.KeyType(), *of.Key)
		if err != nil {
			return nil, err
		}
		item, err := elementDecoder(mapType.ItemType(), elem)
		return func(a arrow.Array, i int) (value.Value, Cause, error) {
			m := a.(*array.Map)
			lo, hi := m.ValueOffsets(i)
			var pairs []value.Pair
			lost := Kept
			for j := int(lo); j < int(hi); j++ {
				k, cause, err := key(m.Keys(), j)
				if err != nil || cause != Kept {
					return value.Null, cause, err
				}
				v, cause, err := item(m.Items(), j)
				if err != nil {
					return value.Null, Kept, err
				}
				lost = max(lost, cause)
				pairs = append(pairs, value.Pair{Key: k, Value: v})
			}
			if lost != Kept {
				return value.Null, lost, nil
			}
			return value.OfMap(pairs...), Kept, nil
		}, err
	}
	list, ok := t.(arrow.ListLikeType)
	if !ok {
		return nil, cannotBe(t, of)
	}
	read, err := elementDecoder(list.Elem(), elem)
	return func(a arrow.Array, i int) (value.Value, Cause, error) {
		l := a.(array.ListLike)
		lo, hi := l.ValueOffsets(i)
		var elements []value.Value
		lost := Kept
		for j := int(lo); j < int(hi); j++ {
			v, cause, err := read(l.ListValues(), j)
			if err != nil {
				return value.Null, Kept, err
			}
			lost = max(lost, cause)
			elements = append(elements, v)
		}
		switch {
		case of.Kind == value.Vector && len(elements) != int(of.Length):
			return value.Null, Kept, errLength
		case lost != Kept:
			return value.Null, lost, nil
		case of.Kind == value.List:
			return value.OfList(elements...), Kept, nil
		}
		floats := make([]float64, len(elements))
		for j, e := range elements {
			floats[j] = e.Float64()
		}
		return value.OfVector(floats), Kept, nil
	}, err
}

func cannotBe(t arrow.DataType, of types.Type) error {
	if s, ok := t.(*arrow.TimestampType); ok && of.Kind == value.Timestamp {
		what := "without a zone"
		if s.TimeZone != "" {
			what = "not in microseconds"
		}
		return fmt.Errorf("the file has %s in a list or map, which is %s: write timestamps in microseconds, adjusted to UTC", t, what)
	}
	return fmt.Errorf("the file has %s, which cannot be read as %s", t, of.NotNull())
}

// elementDecoder reads what is in lists and maps: null for a cause where elements
// are not nullable makes the whole null, for that cause.
func elementDecoder(t arrow.DataType, of types.Type) (func(a arrow.Array, i int) (value.Value, Cause, error), error) {
	var read func(a arrow.Array, i int) (value.Value, Cause, error)
	switch {
	case of.Kind.IsNested():
		var err error
		if read, err = nestedDecoder(t, of); err != nil {
			return nil, err
		}
	case !widens(t, of):
		return nil, cannotBe(t, of)
	default:
		d, err := newArrayDecoder(t, &ir.Column{Type: of.Null()}, false)
		if err != nil {
			return nil, err
		}
		read = d.read
		if of.Kind == value.String { // an empty string is one
			text := textOf(t)
			read = func(a arrow.Array, i int) (value.Value, Cause, error) {
				if s := text(a, i); s != "" {
					return d.read(a, i)
				}
				return value.OfString(""), Kept, nil
			}
		}
	}
	return func(a arrow.Array, i int) (value.Value, Cause, error) {
		if a.IsNull(i) {
			if !of.Nullable {
				return value.Null, Kept, errNullElement
			}
			return value.Null, Kept, nil
		}
		v, cause, err := read(a, i)
		if of.Nullable {
			cause = Kept
		}
		return v, cause, err
	}, nil
}

// widens reports whether DuckDB casts elements of a type without a loss.
func widens(t arrow.DataType, of types.Type) bool {
	switch of.Kind {
	case value.Int64:
		return arrow.IsInteger(t.ID())
	case value.Float64:
		return t.ID() == arrow.FLOAT64 || t.ID() == arrow.FLOAT32
	case value.String:
		return t.ID() == arrow.STRING
	case value.Bool:
		return t.ID() == arrow.BOOL
	case value.Date:
		return t.ID() == arrow.DATE32
	case value.Timestamp: // of an instant that both read alike
		s, ok := t.(*arrow.TimestampType)
		return ok && s.TimeZone != "" && s.Unit == arrow.Microsecond
	case value.Decimal:
		d, ok := t.(*arrow.Decimal128Type)
		return ok && d.Scale == int32(of.Scale) && d.Precision <= int32(of.Precision)
	}
	return false
}
