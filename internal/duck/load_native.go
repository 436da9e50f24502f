package duck

import (
	"context"
	"errors"
	"math"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/columns"
	"github.com/featc-lang/featc/runtime/value"
)

// Load makes a table of rows, which have a value per column.
func (n *Native) Load(ctx context.Context, table string, of []*ir.Column, rows [][]value.Value) error {
	if err := n.CreateTable(ctx, table, of); err != nil {
		return err
	}
	return n.Insert(table, of, rows)
}

// Insert adds rows to a table with the columns.
func (n *Native) Insert(table string, of []*ir.Column, rows [][]value.Value) error {
	to, err := n.NewAppender(table, of)
	if err != nil {
		return err
	}
	b := columns.New(kindsOf(typesOf(of))...)
	for _, row := range rows {
		for i := range of {
			b.Columns[i].AppendValue(finite(row[i]))
		}
	}
	b.Rows = len(rows)
	b.Seal()
	return errors.Join(to.Append(b), to.Close())
}

// finite is v, or null where it is a float that is not finite; zero has one bit
// pattern.
func finite(v value.Value) value.Value {
	if v.Kind != value.Float64 {
		return v
	}
	f := v.Float64()
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return value.Null
	}
	return value.OfFloat64(f + 0)
}

func typesOf(of []*ir.Column) []types.Type {
	out := make([]types.Type, len(of))
	for i, c := range of {
		out[i] = c.Type
	}
	return out
}
