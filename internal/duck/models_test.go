package duck

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
)

// TestVectorsOfAnotherModelAreRefused reads files in which a column says the model of
// a vector beside it: what is of another model, or of none that is said, is refused in SQL,
// when it is checked and when it runs, and in Go, in every kind of file.
func TestVectorsOfAnotherModelAreRefused(t *testing.T) {
	ctx := context.Background()
	e := newEngine(t, Options{})
	dir := t.TempDir()
	const other, none = `is a vector of model "item v4", not of "item v3"`, `is a vector of no model, not of "item v3"`
	for i, tt := range []struct{ vector, by, says string }{
		{`[1,2]`, `item v3`, ""}, {`[1,2]`, `item v4`, other}, {`[1,2]`, ``, none}, {``, `item v4`, ""},
	} {
		for _, kind := range []string{"csv", "jsonl", "parquet"} {
			path := filepath.Join(dir, fmt.Sprintf("%d.%s", i, kind))
			writeModel(t, e, path, kind, tt.vector, tt.by)
			src := &ir.Source{
				Name: "cells", Batch: &ir.Connector{Kind: kind, Path: path},
				Columns: []*ir.Column{
					{Name: "e", Type: types.Vector(2, "item v3").Null(), ModelIn: "made_by"}, {Name: "made_by", Type: types.String.Null()},
				},
				Time: ir.None, Arrival: ir.None, Sequence: ir.None, Unique: ir.None,
			}
			_, _, read := data.ReadEvents(ctx, src)
			checked := e.check(ctx, path, DuckDB.CheckSource(src, sqlbackend.File{Kind: kind, Path: path}))
			query, err := DuckDB.Events(src, sqlbackend.Options{Path: func(*ir.Connector) string { return path }})
			if err != nil {
				t.Fatal(err)
			}
			_, ran := e.values(ctx, sqlast.PrintQuery(DuckDB, query), []types.Type{src.Columns[0].Type, src.Columns[1].Type})
			for way, err := range map[string]error{"Go": read, "the check": checked, "SQL": ran} {
				switch {
				case tt.says == "" && err != nil:
					t.Errorf("%s, %s of %q, %s: %v", kind, tt.vector, tt.by, way, err)
				case tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "column e")):
					t.Errorf("%s, %s of %q, %s says %v, want column e and %s", kind, tt.vector, tt.by, way, err, tt.says)
				case tt.says != "" && way != "SQL" && !strings.Contains(err.Error(), "row 2"):
					t.Errorf("%s, %s of %q, %s does not say where: %v", kind, tt.vector, tt.by, way, err)
				}
			}
		}
	}
}

// writeModel writes a row that is right and then one with a vector and its model, as
// text; "" is null.
func writeModel(t *testing.T, e *Engine, path, kind, vector, by string) {
	t.Helper()
	null := func(s, quoted string) string {
		if s == "" {
			return "null"
		}
		return quoted
	}
	var text string
	switch kind {
	case "parquet":
		_, err := e.db.ExecContext(context.Background(), fmt.Sprintf(
			"COPY (FROM (VALUES ([0.5, 1]::DOUBLE[], 'item v3'), (%s, %s)) t(e, made_by)) TO '%s' (FORMAT parquet)",
			null(vector, vector), null(by, "'"+by+"'"), path))
		if err != nil {
			t.Fatal(err)
		}
		return
	case "csv":
		text = fmt.Sprintf("e,made_by\n\"[0.5,1]\",item v3\n\"%s\",%s\n", vector, by)
	case "jsonl":
		text = fmt.Sprintf("{\"e\": [0.5,1], \"made_by\": \"item v3\"}\n{\"e\": %s, \"made_by\": %s}\n", null(vector, vector), null(by, `"`+by+`"`))
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
