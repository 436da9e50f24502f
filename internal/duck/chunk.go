package duck

import (
	"fmt"
	"math"
	"unsafe"

	bindings "github.com/duckdb/duckdb-go-bindings"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/columns"
	"github.com/featc-lang/featc/runtime/value"
)

func kindsOf(of []types.Type) []value.Kind {
	out := make([]value.Kind, len(of))
	for i, t := range of {
		out[i] = t.Kind
	}
	return out
}

// readChunk copies a chunk into a batch. The memory of a chunk is laid out as
// DuckDB's C interface documents for its vectors.
func readChunk(chunk bindings.DataChunk, of []types.Type, b *columns.Batch) error {
	b.Reset()
	b.Rows = int(bindings.DataChunkGetSize(chunk))
	for i, t := range of {
		vector := bindings.DataChunkGetVector(chunk, bindings.IdxT(i))
		if err := checkVector(vector, t); err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
		if b.Rows > 0 {
			readVector(vector, t, &b.Columns[i], b.Rows)
		}
	}
	b.Seal()
	return nil
}

// typeID is the type that DuckDB has a type as.
func typeID(k value.Kind) bindings.Type {
	switch k {
	case value.Bool:
		return bindings.TypeBoolean
	case value.Float64:
		return bindings.TypeDouble
	case value.Decimal:
		return bindings.TypeDecimal
	case value.String:
		return bindings.TypeVarchar
	case value.Bytes:
		return bindings.TypeBlob
	case value.Timestamp:
		return bindings.TypeTimestamp
	case value.Date:
		return bindings.TypeDate
	case value.List, value.Vector:
		return bindings.TypeList
	case value.Map:
		return bindings.TypeMap
	default:
		return bindings.TypeBigInt
	}
}

// checkVector refuses a vector of another type: the query must have given the
// right one.
func checkVector(v bindings.Vector, t types.Type) error {
	logical := bindings.VectorGetColumnType(v)
	defer bindings.DestroyLogicalType(&logical)
	got, want := bindings.GetTypeId(logical), typeID(t.Kind)
	ok := got == want
	if ok && got == bindings.TypeDecimal {
		ok = bindings.DecimalWidth(logical) == t.Precision && bindings.DecimalScale(logical) == t.Scale
	}
	if !ok {
		return fmt.Errorf("duckdb returned type %d for %s", got, t)
	}
	return nil
}

func readVector(v bindings.Vector, t types.Type, c *columns.Column, rows int) {
	if t.Kind.IsNested() {
		readNested(v, t, c, rows)
		return
	}
	data := bindings.VectorGetData(v)
	readValidity(v, c, rows)
	switch t.Kind {
	case value.Bool:
		c.Words = widen(c.Words, view[uint8](data, rows))
	case value.Date:
		c.Words = widen(c.Words, view[int32](data, rows))
	case value.String, value.Bytes:
		for i, s := range view[stringT](data, rows) {
			if c.Valid[i] {
				c.Text = append(c.Text, s.bytes()...)
			}
			c.Ends = append(c.Ends, len(c.Text))
		}
	case value.Decimal:
		readDecimals(data, t, c, rows)
	case value.Float64: // one zero: -0 + 0 is 0
		for _, f := range view[float64](data, rows) {
			c.Words = append(c.Words, int64(math.Float64bits(f+0)))
		}
	default:
		c.Words = append(c.Words, view[int64](data, rows)...)
	}
}

func readValidity(v bindings.Vector, c *columns.Column, rows int) {
	mask := bindings.VectorGetValidity(v)
	if mask == nil {
		for range rows {
			c.Valid = append(c.Valid, true)
		}
		return
	}
	words := view[uint64](mask, (rows+63)/64)
	for i := range rows {
		c.Valid = append(c.Valid, words[i/64]>>(i%64)&1 == 1)
	}
}

// hugeint is a 128-bit integer in a vector.
type hugeint struct {
	low  uint64
	high int64
}

// readDecimals reads unscaled integers, of a width that goes by the precision.
func readDecimals(data unsafe.Pointer, t types.Type, c *columns.Column, rows int) {
	switch {
	case t.Precision <= 4:
		c.Words = widen(c.Words, view[int16](data, rows))
	case t.Precision <= 9:
		c.Words = widen(c.Words, view[int32](data, rows))
	case t.Precision <= 18:
		c.Words = append(c.Words, view[int64](data, rows)...)
	default:
		for _, h := range view[hugeint](data, rows) {
			c.Words = append(c.Words, int64(h.low))
			c.Highs = append(c.Highs, h.high)
		}
		return
	}
	for _, w := range c.Words {
		c.Highs = append(c.Highs, w>>63)
	}
}

// stringT is a string in a vector: up to twelve bytes are in it, more lie where
// its last eight point.
type stringT struct {
	length uint32
	inline [12]byte
}

func (s *stringT) bytes() []byte {
	if s.length <= uint32(len(s.inline)) {
		return s.inline[:s.length]
	}
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&s.inline[4])), s.length)
}

// view is n values of a vector.
func view[T any](data unsafe.Pointer, n int) []T { return unsafe.Slice((*T)(data), n) }

func widen[T uint8 | int16 | int32](out []int64, in []T) []int64 {
	for _, v := range in {
		out = append(out, int64(v))
	}
	return out
}
