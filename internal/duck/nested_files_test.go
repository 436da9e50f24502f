package duck

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
)

var nestedTexts = []string{
	"", "[]", "{}", "null", "[null]", "[1]", "[1, null,3]", "[1,2]", "[1,2,3]", "[1.5,-0.0]", "[0.1, 1e400]", "[0.1,\"NaN\"]", "[\"inf\",2]",
	"[9223372036854775807]", "[9223372036854775808]", "[\"7\"]", "[\"\"]", "[\"a\\u0020b\",\"\"]", "[\"\\u0000\"]", "[true,false,\"T\"]", "[1", "[1,]", "[NaN]", "x", "7", "\"[1]\"",
	"[[1]]", "[[],[\"a\",null]]", "[[1],null]", "[[0.5],[1e999]]", "{\"a\":1}", "{\"b\":1,\"a\":null}", "{\"a\":1,\"a\":2}", "{\"1\":0.5,\"01\":2}", "{\"x\":\"y\"}",
	"{\"2\":{\"true\":\"2025-01-31\"},\"-1\":{}}", "[\"2025-01-31\"]", "[\"2025-01-31T10:00Z\",\"2025-01-31T10:00:00.1234567+05:30\"]", "[\"2025-01-31T10:00\"]",
	"[1.50,-2]", "[1.505]", "[{\"a\":1}]", "{\"a\":[1,2]}", "{\"a\":[1,null]}", " [1] ", "[12345678901234567890123456.25]", "{\"a\": 1e400}", "{\"é\":3,\"\":4}",
}

func nestedTypes() []types.Type {
	return []types.Type{
		types.List(types.Int64), types.List(types.Int64.Null()), types.List(types.Float64), types.List(types.Float64.Null()),
		types.List(types.String), types.List(types.String.Null()), types.List(types.Bool), types.List(types.Date), types.List(types.Timestamp),
		types.List(types.Decimal(30, 2)), types.List(types.List(types.String.Null())), types.List(types.List(types.Float64).Null()),
		types.List(types.Map(types.String, types.Int64)), types.Map(types.String, types.Int64.Null()), types.Map(types.Int64, types.Float64),
		types.Map(types.String, types.Float64.Null()), types.Map(types.String, types.List(types.Int64.Null())),
		types.List(types.Timestamp.Null()), types.Map(types.Timestamp, types.Timestamp.Null()),
		types.Map(types.Int64, types.Map(types.Bool, types.Date)), types.Vector(2, ""), types.Vector(1, "item_emb v3"),
	}
}

// TestNestedTextsLikeGo reads texts as every nested type, from CSV and from JSON
// lines, in SQL and in Go.
func TestNestedTextsLikeGo(t *testing.T) {
	e := newEngine(t, Options{})
	dir := t.TempDir()
	read, refused := 0, 0
	for i, text := range nestedTexts {
		for _, kind := range []string{"csv", "jsonl"} {
			path := filepath.Join(dir, "t."+kind)
			var out strings.Builder
			if kind == "csv" {
				w := csv.NewWriter(&out)
				_ = w.WriteAll([][]string{{"c", "d"}, {text, "x"}})
			} else {
				out.WriteString(`{"c": ` + text + "}\n")
			}
			if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			for _, of := range nestedTypes() {
				if nestedAlike(t, e, kind, path, text, of.OrNull(kind == "csv" && i%2 == 0)) {
					read++
				} else {
					refused++
				}
			}
		}
	}
	t.Logf("%d cells read alike, %d refused alike", read, refused)
	if read < 150 || refused < 500 {
		t.Error("too few of one of them: does the test still look at what it should?")
	}
}

func nestedAlike(t *testing.T, e *Engine, kind, path, text string, of types.Type) bool {
	t.Helper()
	ctx := context.Background()
	src := &ir.Source{
		Name: "cells", Columns: []*ir.Column{{Name: "c", Type: of}}, Batch: &ir.Connector{Kind: kind, Path: path},
		Time: ir.None, Arrival: ir.None, Sequence: ir.None, Unique: ir.None,
	}
	events, _, goErr := data.ReadEvents(ctx, src)
	file := sqlbackend.File{Kind: kind, Path: path}
	sqlErr := checkTypes(ctx, file, src.Columns)
	if sqlErr == nil {
		sqlErr = e.check(ctx, path, DuckDB.CheckSource(src, file))
	}
	if (goErr == nil) != (sqlErr == nil) {
		t.Errorf("%s %q as %s: Go says %v, SQL says %v", kind, text, of, goErr, sqlErr)
		return false
	}
	if goErr != nil {
		return false
	}
	got, err := e.decode(ctx, src, path)
	if err != nil {
		t.Errorf("%s %q as %s: %v", kind, text, of, err)
		return false
	}
	if diff := cmp.Diff(events.Rows, got); diff != "" {
		t.Errorf("%s %q as %s, Go to SQL: %s", kind, text, of, diff)
	}
	return true
}

// TestNestedParquetLikeGo reads nested columns of Parquet files as every nested
// type, in SQL and in Go.
func TestNestedParquetLikeGo(t *testing.T) {
	e := newEngine(t, Options{})
	path := filepath.Join(t.TempDir(), "t.parquet")
	read, refused := 0, 0
	for _, physical := range []arrow.DataType{
		arrow.ListOf(arrow.PrimitiveTypes.Int64), arrow.ListOf(arrow.PrimitiveTypes.Uint16), arrow.ListOf(arrow.PrimitiveTypes.Float32),
		arrow.ListOf(arrow.PrimitiveTypes.Float64), arrow.FixedSizeListOf(2, arrow.PrimitiveTypes.Float32), arrow.ListOf(arrow.BinaryTypes.String),
		arrow.ListOf(arrow.ListOf(arrow.BinaryTypes.String)), arrow.ListOf(arrow.ListOf(arrow.PrimitiveTypes.Float64)),
		arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int32), arrow.MapOf(arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Float32),
		arrow.ListOf(&arrow.Decimal128Type{Precision: 20, Scale: 2}), arrow.BinaryTypes.String,
		arrow.ListOf(&arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}), arrow.ListOf(&arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "Europe/Paris"}),
		arrow.ListOf(&arrow.TimestampType{Unit: arrow.Microsecond}), arrow.ListOf(&arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "UTC"}),
		arrow.MapOf(&arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}),
	} {
		for _, text := range []string{
			`null`, `[]`, `[1]`, `[1, 2]`, `[1, null]`, `[0.1, -0.0]`, `["a", ""]`, `[["a", null], []]`, `[[0.5], null]`, `[[0.5, 2]]`,
			`[{"key": "b", "value": 1}, {"key": "a", "value": null}]`, `[{"key": 2, "value": 0.1}, {"key": -1, "value": 3}]`, `["1.50", "-2"]`, `"[0.1, 2]"`, `""`,
			`["2025-01-31T10:00:00.123Z", null]`, `["1969-12-31T23:59:59.999Z", "1900-01-01T00:00:00Z"]`, `["12345-01-01T00:00:00Z"]`, `[-62135596800000000, 253402300800000000]`,
			`[{"key": "2025-01-31T10:00:00Z", "value": null}, {"key": "0001-01-01T00:00:00Z", "value": "2024-12-31T00:00:00Z"}]`,
		} {
			fixed := physical.ID() == arrow.FIXED_SIZE_LIST && text != `[1, 2]` && text != `[1, null]` && text != `[0.1, -0.0]`
			if fixed || !writeNestedArrow(t, path, physical, text) {
				continue
			}
			for _, of := range nestedTypes() {
				if nestedAlike(t, e, "parquet", path, physical.String()+" "+text, of.Null()) {
					read++
				} else {
					refused++
				}
			}
		}
	}
	t.Logf("%d cells read alike, %d refused alike", read, refused)
	if read < 100 || refused < 100 {
		t.Error("too few of one of them: does the test still look at what it should?")
	}
}

// writeNestedArrow writes a file with one cell; false where the text is none of the type.
func writeNestedArrow(t *testing.T, path string, of arrow.DataType, text string) bool {
	t.Helper()
	b := array.NewBuilder(memory.DefaultAllocator, of)
	defer b.Release()
	if b.UnmarshalJSON([]byte("["+text+"]")) != nil {
		return false
	}
	cells := b.NewArray()
	defer cells.Release()
	schema := arrow.NewSchema([]arrow.Field{{Name: "c", Type: of, Nullable: true}}, nil)
	record := array.NewRecordBatch(schema, []arrow.Array{cells}, 1)
	defer record.Release()
	table := array.NewTableFromRecords(schema, []arrow.RecordBatch{record})
	defer table.Release()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := pqarrow.WriteTable(table, f, 1, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps()); err != nil {
		t.Fatal(err)
	}
	return true
}
