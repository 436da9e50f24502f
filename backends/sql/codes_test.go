package sql_test

import (
	"errors"
	"testing"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/lang/diag"
)

// TestCodes compiles the example of each code and demands that code, with a
// place, of whatever is generated.
func TestCodes(t *testing.T) {
	for _, info := range sql.Codes {
		t.Run(string(info.Code), func(t *testing.T) {
			prog, bag := compiler.LoadFiles(map[string][]byte{"p.feat": []byte(info.Example)})
			if err := bag.Err(); err != nil {
				t.Fatal(err)
			}
			p := plan.Build(prog)
			_, train := sql.DuckDB.Train(p, prog.Sets[0], sql.Options{})
			_, backfill := sql.DuckDB.Backfill(p, prog.Views[0], sql.Options{})
			found := false
			for _, err := range []error{train, backfill} {
				var f *diag.Failure
				if !errors.As(err, &f) {
					continue
				}
				for _, d := range f.Diagnostics {
					if d.Code != info.Code {
						t.Errorf("another diagnostic: %v", d)
					}
					found = found || d.Code == info.Code && !d.Span.IsZero()
				}
			}
			if !found {
				t.Errorf("no %s with a place: %v, %v", info.Code, train, backfill)
			}
		})
	}
}
