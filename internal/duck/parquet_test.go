package duck

import (
	"context"
	"flag"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/data"
)

var files = flag.Int("parquet", 4, "how many Parquet files of each type to read in SQL and in Go")

// physicalTypes are the types that a column of a Parquet file may have, as Arrow
// names them.
var physicalTypes = []arrow.DataType{
	arrow.FixedWidthTypes.Boolean,
	arrow.PrimitiveTypes.Int8, arrow.PrimitiveTypes.Int16, arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Int64,
	arrow.PrimitiveTypes.Uint8, arrow.PrimitiveTypes.Uint16, arrow.PrimitiveTypes.Uint32, arrow.PrimitiveTypes.Uint64,
	arrow.PrimitiveTypes.Float32, arrow.PrimitiveTypes.Float64,
	&arrow.Decimal128Type{Precision: 9, Scale: 2}, &arrow.Decimal128Type{Precision: 18, Scale: 0}, &arrow.Decimal128Type{Precision: 38, Scale: 18},
	arrow.BinaryTypes.String, arrow.BinaryTypes.LargeString, arrow.BinaryTypes.Binary,
	&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String},
	arrow.FixedWidthTypes.Date32,
	&arrow.TimestampType{Unit: arrow.Millisecond}, &arrow.TimestampType{Unit: arrow.Microsecond}, &arrow.TimestampType{Unit: arrow.Nanosecond},
	&arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"}, &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"},
	&arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "UTC"}, &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "Asia/Kolkata"},
}

// TestParquetLikeGo reads columns of every physical type as every declared type,
// in SQL and in Go: both take the type or neither does, and then every value is
// the same, or both refuse the cell.
func TestParquetLikeGo(t *testing.T) {
	e := newEngine(t, Options{})
	rng := rand.New(rand.NewPCG(1, 2))
	read, refused := 0, 0
	for _, physical := range physicalTypes {
		t.Run(physical.String(), func(t *testing.T) {
			for i := range *files {
				path := writeArrow(t, physical, rng, i)
				for _, c := range columnsToDecode() {
					column := *c
					column.Name = "c"
					if sameCells(t, e, path, &column) {
						read++
					} else {
						refused++
					}
				}
			}
		})
	}
	t.Logf("%d cells or columns read alike, %d refused alike", read, refused)
	if read < 20**files || refused < 20**files {
		t.Error("too few of one of them: does the test still look at what it should?")
	}
}

// sameCells compares what Go and SQL make of a file's only column, and reports
// whether they read it.
func sameCells(t *testing.T, e *Engine, path string, c *ir.Column) bool {
	t.Helper()
	ctx := context.Background()
	src := &ir.Source{
		Name: "cells", Columns: []*ir.Column{c}, Batch: &ir.Connector{Kind: "parquet", Path: path},
		Time: ir.None, Arrival: ir.None, Sequence: ir.None, Unique: ir.None,
	}
	events, _, goErr := data.ReadEvents(ctx, src)
	file := sqlbackend.File{Kind: "parquet", Path: path}
	sqlErr := checkTypes(ctx, file, src.Columns)
	if sqlErr == nil {
		sqlErr = e.check(ctx, path, DuckDB.CheckSource(src, file))
	}
	if (goErr == nil) != (sqlErr == nil) {
		t.Errorf("%s as %s zone %q epoch %q: Go says %v, SQL says %v", shown[path], c.Type, c.Zone, c.Epoch, goErr, sqlErr)
		return false
	}
	if goErr != nil {
		return false
	}
	got, err := e.decode(ctx, src, path)
	if err != nil {
		t.Errorf("%s as %s zone %q epoch %q: %v", shown[path], c.Type, c.Zone, c.Epoch, err)
		return false
	}
	if diff := cmp.Diff(events.Rows, got); diff != "" {
		t.Errorf("%s as %s zone %q epoch %q, Go to SQL: %s", shown[path], c.Type, c.Zone, c.Epoch, diff)
	}
	return true
}

// shown is what is in each file.
var shown = map[string]string{}

// writeArrow writes a file with one column of a type and one row: a random value,
// or, as file 1, a null, as file 2 what is empty or zero.
func writeArrow(t *testing.T, physical arrow.DataType, rng *rand.Rand, i int) string {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "c", Type: physical, Nullable: true}}, nil)
	b := array.NewBuilder(memory.DefaultAllocator, physical)
	defer b.Release()
	switch i {
	case 1:
		b.AppendNull()
	case 2:
		b.AppendEmptyValue()
	default:
		appendRandom(t, b, rng)
	}
	column := b.NewArray()
	defer column.Release()
	record := array.NewRecordBatch(schema, []arrow.Array{column}, int64(column.Len()))
	defer record.Release()
	path := filepath.Join(t.TempDir(), fmt.Sprintf("%v.parquet", i))
	shown[path] = fmt.Sprintf("%s %v", physical, column)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // the writer below has closed it where all is well
	// Nanoseconds need the second version of the format.
	w, err := pqarrow.NewFileWriter(schema, f, parquet.NewWriterProperties(parquet.WithVersion(parquet.V2_LATEST)), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(record); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// randomText is a cell that a text column may have.
func randomText(rng *rand.Rand) string { return cells[rng.IntN(len(cells))] }

// randomInt is an integer of any size, often at an edge.
func randomInt(rng *rand.Rand) int64 {
	edges := []int64{0, 1, -1, 7, 1 << 53, 1<<53 + 1, math.MaxInt64, math.MinInt64, 1_700_000_000, 1_700_000_000_000, -1_500, -1}
	if rng.IntN(3) == 0 {
		return edges[rng.IntN(len(edges))]
	}
	return int64(rng.Uint64()) >> rng.IntN(64)
}

// randomTime is a count of a unit in the years 1 to 9999, or past them.
func randomTime(rng *rand.Rand, unit arrow.TimeUnit) int64 {
	perSecond := int64(1e3)
	switch unit {
	case arrow.Microsecond:
		perSecond = 1e6
	case arrow.Nanosecond:
		perSecond = 1e9
	}
	// An hour of clock changes in New York, London and on Lord Howe; or anything
	// from 1890 to 2080, as far as nanoseconds reach.
	changes := []int64{1710054000, 1710052200, 1730595600, 1711848600, 1729994400, 1728140400, 1712415600}
	seconds := rng.Int64N(6_000_000_000) - 2_500_000_000
	if rng.IntN(2) == 0 {
		seconds = changes[rng.IntN(len(changes))] + rng.Int64N(7200)
	}
	return seconds*perSecond + rng.Int64N(perSecond)
}

func appendRandom(t *testing.T, b array.Builder, rng *rand.Rand) {
	n := randomInt(rng)
	switch b := b.(type) {
	case *array.BooleanBuilder:
		b.Append(n&1 == 0)
	case *array.Int8Builder:
		b.Append(int8(n))
	case *array.Int16Builder:
		b.Append(int16(n))
	case *array.Int32Builder:
		b.Append(int32(n))
	case *array.Int64Builder:
		b.Append(n)
	case *array.Uint8Builder:
		b.Append(uint8(n))
	case *array.Uint16Builder:
		b.Append(uint16(n))
	case *array.Uint32Builder:
		b.Append(uint32(n))
	case *array.Uint64Builder:
		b.Append(uint64(n))
	case *array.Float32Builder:
		b.Append(math.Float32frombits(uint32(rng.Uint64())))
	case *array.Float64Builder:
		b.Append(math.Float64frombits(rng.Uint64()))
	case *array.Decimal128Builder:
		p := b.Type().(*arrow.Decimal128Type).Precision
		limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(p)), nil)
		x := new(big.Int).Lsh(big.NewInt(n), uint(rng.IntN(64)))
		b.Append(decimal128.FromBigInt(x.Rem(x, limit)))
	case *array.StringBuilder:
		b.Append(randomText(rng))
	case *array.LargeStringBuilder:
		b.Append(randomText(rng))
	case *array.BinaryBuilder:
		b.Append([]byte(randomText(rng)))
	case *array.BinaryDictionaryBuilder:
		if err := b.AppendString(randomText(rng)); err != nil {
			t.Fatal(err)
		}
	case *array.Date32Builder:
		b.Append(arrow.Date32(rng.IntN(80_000) - 40_000))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(randomTime(rng, b.Type().(*arrow.TimestampType).Unit)))
	default:
		t.Fatalf("no values for %T", b)
	}
}
