package duck

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/runtime/columns"
	"github.com/featc-lang/featc/runtime/value"
)

// nestedColumns are columns of every way to nest, and some rows of them.
func nestedColumns() (of []*ir.Column, rows [][]value.Value) {
	column := func(name string, t types.Type) { of = append(of, &ir.Column{Name: name, Type: t.Null()}) }
	column("l", types.List(types.Int64.Null()))
	column("d", types.List(types.Decimal(30, 2)))
	column("s", types.List(types.List(types.String.Null())))
	column("m", types.Map(types.String, types.Date.Null()))
	column("n", types.Map(types.Int64, types.Map(types.Bool, types.Timestamp)))
	column("v", types.Vector(2, "item_emb v3"))
	long := value.OfString("a string that is longer than twelve bytes")
	inner := value.OfMap(value.Pair{Key: value.OfBool(true), Value: value.OfTimestamp(5)})
	full := []value.Value{
		value.OfList(value.OfInt64(1), value.Null, value.OfInt64(-3)),
		value.OfList(value.OfDecimal(-1, 5), value.OfDecimal(1, 2)),
		value.OfList(value.OfList(long, value.Null, value.OfString("")), value.OfList()),
		value.OfMap(value.Pair{Key: long, Value: value.Null}, value.Pair{Key: value.OfString(""), Value: value.OfDate(-3)}),
		value.OfMap(value.Pair{Key: value.OfInt64(-1), Value: inner}, value.Pair{Key: value.OfInt64(7), Value: value.OfMap()}),
		value.OfVector([]float64{0.1, -1e300}),
	}
	empty := []value.Value{value.OfList(), value.OfList(), value.OfList(), value.OfMap(), value.OfMap(), value.OfVector([]float64{0, 1})}
	for i := range 3000 { // more than DuckDB has in a vector
		rows = append(rows, [][]value.Value{full, empty, make([]value.Value, len(of))}[i%7%3])
	}
	return of, rows
}

// TestNestedNative appends what is nested to a table of DuckDB, streams it back,
// and reads it from a Parquet file that featc has written.
func TestNestedNative(t *testing.T) {
	ctx := context.Background()
	of, want := nestedColumns()
	db, err := OpenNative(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all []types.Type
	written := make([]*data.Column, len(of))
	for i, c := range of {
		all = append(all, c.Type)
		written[i] = &data.Column{Name: c.Name, Type: c.Type}
		for _, row := range want {
			written[i].Values = append(written[i].Values, row[i])
		}
	}
	batch := columns.New(kindsOf(all)...)
	for _, row := range want {
		for i, v := range row {
			batch.Columns[i].AppendValue(v)
		}
	}
	batch.Rows = len(want)
	batch.Seal()
	if err := db.CreateTable(ctx, "t", of); err != nil {
		t.Fatal(err)
	}
	a, err := db.NewAppender("t", of)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Append(batch); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "t.parquet")
	if err := data.WriteTable(path, written); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{"t", fmt.Sprintf("read_parquet('%s')", path)} {
		var got [][]value.Value
		err = db.Stream(ctx, "SELECT * FROM "+from, all, func(b *columns.Batch) error {
			for r := range b.Rows {
				row := make([]value.Value, len(of))
				for i := range of {
					row[i] = b.Columns[i].Value(r)
				}
				got = append(got, row)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("from %s: %.2000s", from, diff)
		}
	}
}
