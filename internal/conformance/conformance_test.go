package conformance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler/fn"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/evaltest"
)

// program has a feature per expression of a group: the calls of the table, and
// the examples of the catalogue, whose values the reference is tested for.
func program(t *testing.T, g fn.Group) (*ir.Program, []string) {
	var text strings.Builder
	text.WriteString("package conformance\n" + gridSource + "view v for row from grid {\n")
	var exprs []string
	for _, f := range g.Functions {
		if len(calls[f.Name]) == 0 {
			t.Errorf("there are no calls of %s to test", f.Name)
		}
		exprs = append(exprs, calls[f.Name]...)
		for _, x := range f.Examples {
			exprs = append(exprs, x.Expr)
		}
	}
	for i, e := range exprs {
		fmt.Fprintf(&text, "  f%d = last(%s)\n", i, e)
	}
	text.WriteString("}\nfeatureset s for row { include v.* }\n")
	p, err := evaltest.Compile("conformance", text.String())
	if err != nil {
		t.Fatalf("%s: %v", g.Title, err)
	}
	return p, exprs
}

// TestEveryFunctionOnEveryEngine compares SQL and generated Go with the
// reference. That snapshots keep what functions gave is the fuzzer's to test.
func TestEveryFunctionOnEveryEngine(t *testing.T) {
	var programs []*ir.Program
	var exprs [][]string
	for _, g := range fn.Groups {
		p, es := program(t, g)
		programs, exprs = append(programs, p), append(exprs, es)
	}
	onEngines(t, programs, func(i int) *engine.Input { return input(programs[i]) }, live, func(name string, in *engine.Input, i int, want, got *engine.Output) {
		compare(t, name, in, exprs[i], want, got)
	})
}

// compare reports the first difference of every expression.
func compare(t *testing.T, name string, in *engine.Input, exprs []string, want, got *engine.Output) {
	for c, expr := range exprs {
		typ := in.Set.Features[c].Feature.Type
		different := 0
		for r := range want.Rows {
			w, g := want.Rows[r][c], got.Rows[r][c]
			if w == g {
				continue
			}
			if different++; different == 1 {
				t.Errorf("%s: %s is %s (%x), want %s (%x), where %s", name, expr, evaltest.Cell(g, typ), g.I,
					evaltest.Cell(w, typ), w.I, row(in, r))
			}
		}
		if different > 1 {
			t.Errorf("%s: %s differs in %d rows", name, expr, different)
		}
	}
}

func row(in *engine.Input, r int) string {
	var out []string
	for i, c := range in.Events[0].Source.Columns {
		out = append(out, c.Name+" = "+evaltest.Cell(in.Events[0].Rows[r][i], c.Type))
	}
	return strings.Join(out[1:len(out)-1], ", ")
}
