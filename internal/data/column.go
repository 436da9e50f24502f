package data

import (
	"github.com/apache/arrow-go/v18/arrow"

	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// Column is a column of a table in memory. Its cells are Values, or, where it
// passes through from a Parquet file, Arrow.
type Column struct {
	Name   string
	Type   types.Type
	Values []value.Value
	Arrow  *arrow.Chunked
	field  int // while labels are read: which field gives the values
}

// Nulls returns how many cells of the column are null.
func (c *Column) Nulls() int {
	if c.Arrow != nil {
		return c.Arrow.NullN()
	}
	n := 0
	for _, v := range c.Values {
		if v.IsNull() {
			n++
		}
	}
	return n
}

// Text writes a value of a type the way that Decode reads it back to the same
// bits; see text.Append. Null is empty.
func Text(v value.Value, t types.Type) string {
	switch v.Kind {
	case value.String, value.Bytes:
		return v.S
	}
	return string(text.Append(nil, v, cell.Of(t)))
}
