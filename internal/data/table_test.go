package data

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

func put(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func payments(dir, path string) *ir.Source {
	file := source.NewFile("shop.feat", []byte("source txns {}"))
	return &ir.Source{
		Name: "txns",
		Columns: []*ir.Column{
			{Name: "id", Type: types.String},
			{Name: "amount", Type: types.Decimal(12, 2).Null()},
			{Name: "km", Type: types.Float64.Null()},
			{Name: "at", Type: types.Timestamp},
		},
		Time:  3,
		Batch: &ir.Connector{Kind: Kind(path), Path: path, Dir: dir, Span: source.Span{File: file, Start: 7, End: 11}},
	}
}

func TestReadCSV(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.csv", "\ufeffat,more,amount,id,km\r\n1970-01-01T00:00:01Z,x,1.5,\"a\"\"1\",nan\r\n")
	put(t, dir, "b.csv", "id,amount,km,at\nb,,-0,1970-01-01T00:00:02Z\n")
	got, report, err := ReadEvents(context.Background(), payments(dir, "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	want := [][]value.Value{
		{value.OfString(`a"1`), value.OfDecimal(0, 150), value.Null, value.OfTimestamp(1_000_000)},
		{value.OfString("b"), value.Null, value.OfFloat64(0), value.OfTimestamp(2_000_000)},
	}
	if d := cmp.Diff(want, got.Rows); d != "" {
		t.Error(d)
	}
	wantReport := &Report{
		Files:    []string{filepath.Join(dir, "a.csv"), filepath.Join(dir, "b.csv")},
		Rows:     2,
		Rejected: []Rejected{{"km", NotFinite, 1}},
	}
	if d := cmp.Diff(wantReport, report); d != "" {
		t.Error(d)
	}
}

func TestReadErrors(t *testing.T) {
	const head = "id,amount,km,at\n"
	for name, c := range map[string]struct{ text, path, want string }{
		"cell":      {head + "a,1,,1970-01-01T00:00:00Z\nb,\"ab\nc\",,1970-01-01T00:00:00Z\n", "x.csv", `x.csv: row 2 (line 3), column amount: "ab\nc" is not a decimal(12, 2)`},
		"empty":     {head + "a,1,,\n", "x.csv", "x.csv: row 1 (line 2), column at: is empty, but the column is not nullable"},
		"column":    {"id,amout,km,at\n", "x.csv", "x.csv: there is no column amount (did you mean amout?)"},
		"columns":   {"p,q\n", "x.csv", "x.csv: there is no column id; the file has p, q"},
		"cells":     {head + "a,1\n", "x.csv", "x.csv: row 1 (line 2) has 2 cells, the header has 4"},
		"quote":     {head + "a,\"1\n", "x.csv", "x.csv: row 1: "},
		"twice":     {"id,id\n", "x.csv", "x.csv: the header names column id twice"},
		"no header": {"", "x.csv", "x.csv: the file is empty; its first line must name the columns"},
		"missing":   {head, "y.csv", "shop.feat:1:8: there is no file "},
		"glob":      {head, "z*.csv", "shop.feat:1:8: no file matches "},
		"kind":      {head, "x.orc", "shop.feat:1:8: there is no file"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, "x.csv", c.text)
			_, _, err := ReadEvents(context.Background(), payments(dir, c.path))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// every is a table with a column of each type, with a null and extreme values.
func every() []*Column {
	return []*Column{
		{Name: "b", Type: types.Bool.Null(), Values: []value.Value{value.OfBool(true), value.Null, value.OfBool(false)}},
		{Name: "i", Type: types.Int64.Null(), Values: []value.Value{value.OfInt64(-1 << 63), value.Null, value.OfInt64(1<<63 - 1)}},
		{Name: "f", Type: types.Float64.Null(), Values: []value.Value{value.OfFloat64(5e-324), value.Null, value.OfFloat64(-0.1)}},
		{Name: "d", Type: types.Decimal(38, 4).Null(), Values: []value.Value{value.OfDecimal(-1, 1<<64-5), value.Null, value.OfDecimal(5421010862427522170, 687399551400673279)}},
		{Name: "s", Type: types.String.Null(), Values: []value.Value{value.OfString("a,\"ü\"\n\r\n\r"), value.Null, value.OfString("x")}},
		{Name: "raw", Type: types.Bytes.Null(), Values: []value.Value{value.OfBytes([]byte{0, 0xff, '"', '\n'}), value.Null, value.OfBytes([]byte("YQ=="))}},
		{Name: "t", Type: types.Timestamp, Values: []value.Value{value.OfTimestamp(value.MinTime), value.OfTimestamp(-1), value.OfTimestamp(value.MaxTime)}},
		{Name: "day", Type: types.Date.Null(), Values: []value.Value{value.OfDate(-719162), value.Null, value.OfDate(2932896)}},
		{Name: "dur", Type: types.Duration.Null(), Values: []value.Value{value.OfDuration(-1), value.Null, value.OfDuration(1 << 60)}},
	}
}

func TestWriteThenRead(t *testing.T) {
	for _, ext := range []string{"csv", "jsonl", "parquet"} {
		t.Run(ext, func(t *testing.T) {
			table := every()
			path := filepath.Join(t.TempDir(), "out."+ext)
			if err := WriteTable(path, table); err != nil {
				t.Fatal(err)
			}
			src := &ir.Source{Batch: &ir.Connector{Kind: ext, Path: path}}
			var want [][]value.Value
			for _, c := range table {
				src.Columns = append(src.Columns, &ir.Column{Name: c.Name, Type: c.Type})
			}
			for r := range table[0].Values {
				row := make([]value.Value, len(table))
				for i, c := range table {
					row[i] = c.Values[r]
				}
				want = append(want, row)
			}
			got, _, err := ReadEvents(context.Background(), src)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got.Rows); d != "" {
				t.Error(d)
			}
		})
	}
}

func labelled() *ir.FeatureSet {
	return &ir.FeatureSet{
		Name:     "fraud",
		Entities: []*ir.Entity{{Name: "user", Keys: []*ir.Column{{Name: "user_id", Type: types.Int64}}}},
		Time:     &ir.Column{Name: "at", Type: types.Timestamp},
		Request:  []*ir.Column{{Name: "amount", Type: types.Float64.Null()}},
	}
}

func TestReadLabels(t *testing.T) {
	path := put(t, t.TempDir(), "l.csv", "fraud,user_id,at,amount\nyes,,1970-01-01T00:00:01Z,inf\nno,7,1970-01-01T00:00:00Z,2\n")
	check := func(t *testing.T, path string) {
		got, err := ReadLabels(context.Background(), labelled(), path)
		if err != nil {
			t.Fatal(err)
		}
		want := []engine.Label{
			{At: 1_000_000, Keys: []value.Value{value.Null}, Request: []value.Value{value.Null}},
			{At: 0, Keys: []value.Value{value.OfInt64(7)}, Request: []value.Value{value.OfFloat64(2)}},
		}
		if d := cmp.Diff(want, got.Rows); d != "" {
			t.Error(d)
		}
		out := filepath.Join(t.TempDir(), "o.csv")
		if err := WriteTable(out, got.Columns); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff("fraud,user_id,at,amount\nyes,,1970-01-01T00:00:01Z,\nno,7,1970-01-01T00:00:00Z,2\n", string(text)); d != "" {
			t.Error(d)
		}
	}
	t.Run("csv", func(t *testing.T) { check(t, path) })
	t.Run("parquet", func(t *testing.T) {
		labels, err := ReadLabels(context.Background(), labelled(), path)
		if err != nil {
			t.Fatal(err)
		}
		as := filepath.Join(t.TempDir(), "l.parquet")
		if err := WriteTable(as, labels.Columns); err != nil {
			t.Fatal(err)
		}
		check(t, as)
	})
}

func TestReadLabelsErrors(t *testing.T) {
	for text, want := range map[string]string{
		"user,at,amount\n":                     "there is no column user_id (did you mean user?)",
		"user_id,ts,amount\n":                  "there is no column at",
		"user_id,at,amount\n1,,1\n":            "row 1 (line 2), column at: is empty",
		"user_id,at,amount\n1,yesterday,1\n":   `row 1 (line 2), column at: "yesterday" is not a timestamp`,
		"user_id,at,amount\n1.5,1970-01-01,\n": `column at: "1970-01-01" is not a timestamp with an offset`,
	} {
		path := put(t, t.TempDir(), "l.csv", text)
		if _, err := ReadLabels(context.Background(), labelled(), path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

func TestFailedWriteLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path := put(t, dir, "out.csv", "old")
	failure := errors.New("disk on fire")
	err := WriteFile(path, func(w io.Writer) error {
		if _, err := io.WriteString(w, "half"); err != nil {
			return err
		}
		return failure
	})
	if !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || string(text) != "old" || len(entries) != 1 {
		t.Errorf("left %q (%v) among %d files", text, err, len(entries))
	}
}
