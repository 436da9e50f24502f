package duck

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/runtime/value"
)

// cells are texts that decoders are known to disagree on.
var cells = []string{
	"", " ", "0", "-0", "+0", "1", "+1", "-1", " 1", "1 ", "01", "1_000", "1,000", "0x10", "1e3", "1E+3", "1e", "e1", ".5", "5.", ".", "-.5", "+.5e-1",
	"9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "00000000000000000000000000000000000000000000001",
	"0.1", "0.10", "0.125", "1.005", "1.0000000000000000000000000000000000000000000000000", "-0.00", "12345678901.00", "9999999999.99", "9999999999.995", "10000000000",
	"99999999999999999999999999999999999999", "100000000000000000000000000000000000000", "-99999999999999999999.999999999999999999",
	"nan", "NaN", "-NAN", "+nan", "inf", "-Inf", "+INFINITY", "infin", "1e400", "-1e400", "1e-400", "-1e-400", "5e-324", "2.4703282292062327e-324", "1.7976931348623159e308", "9007199254740993", "0.30000000000000004", "123456789012345678901234567890123456789012345678901234567890",
	"true", "TRUE", "True", "t", "T", "f", "F", "false", "yes", "no", "TrUe", "truee", "falſe", "İnf",
	"2024-02-29", "2023-02-29", "2024-2-9", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2024-13-01", "2024-00-01", "2024-01-00", "2024-01-32", "2024-04-31", "24-01-01", "2024-01-01 ",
	"2024-02-29 10:11", "2024-02-29T10:11", "2024-02-29t10:11", "2024-02-29  10:11", "2024-02-29 10:11:12", "2024-02-29 10:11:12.", "2024-02-29 10:11:12.1", "2024-02-29 10:11:12.1234567", "2024-02-29 10:11:12.99999999999999999999", "1960-02-29 10:11:12.9999999",
	"2024-02-29 24:00:00", "2024-02-29 23:60:00", "2024-02-29 23:59:60", "2024-02-29 1:00", "2024-02-29T10", "2024-02-29 10:11:12 Z", "2024-02-29T10:11Z", "2024-02-29T10:11:12Z", "2024-02-29T10:11:12.123456789Z", "2024-02-29T10:11:12z",
	"2024-02-29T10:11:12+05:30", "2024-02-29T10:11:12-05", "2024-02-29T10:11+0530", "2024-02-29T10:11+05:30", "2024-02-29T10:11:12+24:00", "2024-02-29T10:11:12+23:59", "2024-02-29T10:11:12-05:60", "2024-02-29T10:11:12-05:", "2024-02-29Z", "2024-02-29+05:30",
	"0001-01-01T00:00:00+00:01", "0001-01-01T00:00:00-00:01", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59-00:01", "2023-02-29T10:11:12Z", "0000-12-31T23:59:59-01:00",
	"2024-03-10 01:59:59", "2024-03-10 02:00:00", "2024-03-10 02:30:00.5", "2024-03-10 03:00:00", "2024-11-03 00:59:59", "2024-11-03 01:00:00", "2024-11-03 01:30:00", "2024-11-03 02:00:00", "1883-11-18 12:01:00", "1883-11-18 12:03:58", "2024-10-06 02:15:00", "2024-04-07 01:45:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59",
	"1700000000", "1700000000000", "-62135596800", "-62135596801", "253402300799", "253402300800", "253402300799999", "253402300800000", "-62135596800000000", "-62135596800000001",
	"héllo", "🎉", "a,b", `say "hi"`, "two\nlines", "x\ty",
}

// columnsToDecode are columns of every type and way of being written.
func columnsToDecode() []*ir.Column {
	stamp := func(zone, epoch string) *ir.Column {
		return &ir.Column{Type: types.Timestamp, Zone: zone, Epoch: epoch}
	}
	list := []*ir.Column{
		{Type: types.Bool}, {Type: types.Int64}, {Type: types.Float64}, {Type: types.String}, {Type: types.Bytes}, {Type: types.Date}, {Type: types.Duration},
		{Type: types.Decimal(12, 2)}, {Type: types.Decimal(18, 18)}, {Type: types.Decimal(38, 0)}, {Type: types.Decimal(38, 18)}, {Type: types.Decimal(1, 0)},
		stamp("", ""), stamp("UTC", ""), stamp("America/New_York", ""), stamp("Asia/Kolkata", ""), stamp("Australia/Lord_Howe", ""), stamp("Europe/London", ""),
		stamp("", "s"), stamp("", "ms"), stamp("", "us"),
	}
	var out []*ir.Column
	for i, c := range list {
		c.Name = fmt.Sprintf("c%d", i)
		null := *c
		null.Type, null.Name = c.Type.Null(), c.Name+"_null"
		out = append(out, c, &null)
	}
	return out
}

// TestDecodeLikeGo decodes every cell as every type in SQL and in Go.
func TestDecodeLikeGo(t *testing.T) {
	e := newEngine(t, Options{})
	ctx := context.Background()
	for _, c := range columnsToDecode() {
		t.Run(fmt.Sprintf("%s %s%s", c.Type, c.Zone, c.Epoch), func(t *testing.T) {
			src := &ir.Source{Name: "cells", Columns: []*ir.Column{c}, Batch: &ir.Connector{Kind: "csv"}}
			var good []string
			var wantBad []string
			var want [][]value.Value
			for _, text := range cells {
				v, _, err := data.Decode(text, c)
				if err != nil {
					wantBad = append(wantBad, text)
					continue
				}
				good = append(good, text)
				want = append(want, []value.Value{v})
			}
			all := DuckDB.CheckSource(src, sqlbackend.File{Kind: "csv", Path: writeCSV(t, c.Name, cells)}).First
			all.Body.(*sqlast.Select).Limit = 0 // every bad cell, not the first alone
			rows, err := e.values(ctx, sqlast.PrintQuery(DuckDB, all), []types.Type{types.Int64, types.String, types.String.Null(), types.String.Null()})
			if err != nil {
				t.Fatal(err)
			}
			var bad []string
			for _, r := range rows {
				bad = append(bad, r[2].S)
			}
			if diff := cmp.Diff(wantBad, bad); diff != "" {
				t.Errorf("cells that do not parse, Go to SQL: %s", diff)
			}
			got, err := e.decode(ctx, src, writeCSV(t, c.Name, good))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q, Go to SQL: %s", good, diff)
			}
			if len(wantBad) == 0 {
				return
			}
			_, err = e.decode(ctx, src, writeCSV(t, c.Name, wantBad))
			if err == nil || !strings.Contains(err.Error(), "column "+c.Name) {
				t.Errorf("the query over bad cells gave the error %v, want one that names the column", err)
			}
		})
	}
}

// decode reads the only column of a source from a file.
func (e *Engine) decode(ctx context.Context, src *ir.Source, path string) ([][]value.Value, error) {
	query, err := DuckDB.Events(src, sqlbackend.Options{Path: func(*ir.Connector) string { return path }})
	if err != nil {
		return nil, err
	}
	return e.values(ctx, sqlast.PrintQuery(DuckDB, query), []types.Type{src.Columns[0].Type})
}

func writeCSV(t *testing.T, header string, rows []string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cells.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := csv.NewWriter(f)
	for _, r := range append([]string{header}, rows...) {
		// A second column keeps an empty cell from being an empty line.
		if err := w.Write([]string{r, "x"}); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func newEngine(t *testing.T, opt Options) *Engine {
	t.Helper()
	e, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}
