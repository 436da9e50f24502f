package data

import (
	"math/big"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/featc-lang/featc/compiler/types"
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
// bits: floats in the fewest digits, timestamps in RFC 3339 with Z, durations
// in microseconds. Null is empty.
func Text(v value.Value, t types.Type) string {
	switch v.Kind {
	case value.Bool:
		return strconv.FormatBool(v.Bool())
	case value.Int64, value.Duration:
		return strconv.FormatInt(v.I, 10)
	case value.Float64:
		return strconv.FormatFloat(v.Float64(), 'g', -1, 64)
	case value.Decimal:
		return decimalText(unscaled(v), int(t.Scale))
	case value.String, value.Bytes:
		return v.S
	case value.Timestamp:
		return time.UnixMicro(v.I).UTC().Format("2006-01-02T15:04:05.999999Z")
	case value.Date:
		return time.Unix(v.I*86400, 0).UTC().Format(time.DateOnly)
	}
	return ""
}

// unscaled is the integer of a decimal.
func unscaled(v value.Value) *big.Int {
	hi, lo := v.Decimal()
	n := new(big.Int).Lsh(big.NewInt(hi), 64)
	return n.Add(n, new(big.Int).SetUint64(lo))
}
