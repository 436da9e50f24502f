package duck

import (
	"context"
	"fmt"
	"strings"
	"unsafe"

	bindings "github.com/duckdb/duckdb-go-bindings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/columns"
	"github.com/featc-lang/featc/runtime/value"
)

// Appender adds rows to a table. Close it after use.
type Appender struct {
	of      []types.Type
	logical []bindings.LogicalType
	chunk   bindings.DataChunk
	to      bindings.Appender
}

// CreateTable makes an empty table.
func (n *Native) CreateTable(ctx context.Context, name string, of []*ir.Column) error {
	defs := make([]string, len(of))
	for i, c := range of {
		defs[i] = DuckDB.Ident(c.Name) + " " + DuckDB.TypeName(c.Type)
	}
	return n.Exec(ctx, fmt.Sprintf("CREATE TABLE %s (%s)", DuckDB.Ident(name), strings.Join(defs, ", ")))
}

// NewAppender returns an appender to a table with the columns.
func (n *Native) NewAppender(table string, of []*ir.Column) (*Appender, error) {
	a := &Appender{}
	if bindings.AppenderCreate(n.conn, "main", table, &a.to) != bindings.StateSuccess {
		err := a.failure()
		bindings.AppenderDestroy(&a.to)
		return nil, err
	}
	for _, c := range of {
		a.of = append(a.of, c.Type)
		a.logical = append(a.logical, logicalType(c.Type))
	}
	a.chunk = bindings.CreateDataChunk(a.logical)
	return a, nil
}

// Append adds the rows of a batch, which must be sealed.
func (a *Appender) Append(b *columns.Batch) error {
	most := int(bindings.VectorSize())
	for lo := 0; lo < b.Rows; lo += most {
		hi := min(lo+most, b.Rows)
		bindings.DataChunkReset(a.chunk)
		for i := range a.of {
			writeVector(bindings.DataChunkGetVector(a.chunk, bindings.IdxT(i)), a.of[i], &b.Columns[i], lo, hi)
		}
		bindings.DataChunkSetSize(a.chunk, bindings.IdxT(hi-lo))
		if bindings.AppendDataChunk(a.to, a.chunk) != bindings.StateSuccess {
			return a.failure()
		}
	}
	return nil
}

// Close writes what was appended and frees the appender.
func (a *Appender) Close() error {
	var err error
	if bindings.AppenderFlush(a.to) != bindings.StateSuccess {
		err = a.failure()
	}
	bindings.DestroyDataChunk(&a.chunk)
	for i := range a.logical {
		bindings.DestroyLogicalType(&a.logical[i])
	}
	bindings.AppenderDestroy(&a.to)
	return err
}

func (a *Appender) failure() error { return ofText(bindings.AppenderError(a.to)) }

func writeVector(v bindings.Vector, t types.Type, c *columns.Column, lo, hi int) {
	if t.Kind.IsNested() {
		writeNested(v, t, c, lo, hi)
		return
	}
	rows := hi - lo
	data := bindings.VectorGetData(v)
	var mask unsafe.Pointer
	for i := range rows {
		if c.Valid[lo+i] {
			continue
		}
		if mask == nil {
			bindings.VectorEnsureValidityWritable(v)
			mask = bindings.VectorGetValidity(v)
		}
		view[uint64](mask, (rows+63)/64)[i/64] &^= 1 << (i % 64)
	}
	switch t.Kind {
	case value.Bool:
		narrow(view[uint8](data, rows), c.Words[lo:hi])
	case value.Date:
		narrow(view[int32](data, rows), c.Words[lo:hi])
	case value.String, value.Bytes:
		for i := range rows {
			if c.Valid[lo+i] {
				bindings.VectorAssignStringElementLen(v, bindings.IdxT(i), []byte(c.Bytes(lo+i)))
			}
		}
	case value.Decimal:
		writeDecimals(data, t, c, lo, hi)
	default:
		copy(view[int64](data, rows), c.Words[lo:hi])
	}
}

func writeDecimals(data unsafe.Pointer, t types.Type, c *columns.Column, lo, hi int) {
	rows := hi - lo
	switch {
	case t.Precision <= 4:
		narrow(view[int16](data, rows), c.Words[lo:hi])
	case t.Precision <= 9:
		narrow(view[int32](data, rows), c.Words[lo:hi])
	case t.Precision <= 18:
		copy(view[int64](data, rows), c.Words[lo:hi])
	default:
		out := view[hugeint](data, rows)
		for i := range rows {
			out[i] = hugeint{uint64(c.Words[lo+i]), c.Highs[lo+i]}
		}
	}
}

func narrow[T uint8 | int16 | int32](out []T, in []int64) {
	for i, v := range in {
		out[i] = T(v)
	}
}
