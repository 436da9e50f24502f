package agg_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/agg"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/docpage"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/runtime/value"
)

// TestExamples runs the examples of the catalogue on the reference interpreter.
func TestExamples(t *testing.T) {
	for _, a := range agg.Catalogue {
		if a.Doc == "" || a.Empty == "" || a.Algebra == 0 || a.State == "" || a.SQL == "" || a.Cost == "" ||
			!slices.Contains(agg.Sections, a.Section) || len(a.Signatures) == 0 || len(a.Examples) == 0 {
			t.Errorf("%s is not described in full", a.Name)
		}
		if agg.Lookup(a.Name) != a || a.Alias != "" && agg.Lookup(a.Alias) != a {
			t.Errorf("%s is not found by its names", a.Name)
		}
		for _, s := range a.Signatures {
			if !strings.HasPrefix(s, a.Name+"(") {
				t.Errorf("%s has the signature %s", a.Name, s)
			}
		}
		for _, x := range append(a.Examples, agg.Example{Call: a.Examples[0].Call, Type: a.Examples[0].Type, Want: a.Empty}) {
			p, bag := compiler.LoadFiles(map[string][]byte{"example.feat": []byte(x.Program())})
			if p == nil {
				t.Errorf("%s: %v\n%s", x.Call, bag.Sorted(), x.Program())
				continue
			}
			run(t, p, x)
		}
	}
}

func run(t *testing.T, p *ir.Program, x agg.Example) {
	t.Helper()
	events, read := &engine.Events{Source: p.Sources[0]}, p.Tests[0].Reads[0]
	for _, e := range p.Tests[0].Events {
		events.Rows = e.Rows
	}
	out, err := reference.Engine{}.Run(context.Background(), &engine.Input{
		Program: p, Set: read.Set, Events: []*engine.Events{events},
		Labels: []engine.Label{{At: read.At, Keys: read.Keys}},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := out.Rows[0][0]
	check := reference.Eval(read.Checks[0], func(ir.Expr) value.Value { return got })
	if !check.Bool() {
		t.Errorf("%s of %v (%s) is %v, want %s", x.Call, x.Values, x.Type, got, x.Want)
	}
}

// TestComponents demands that an aggregation is of the weakest class among its
// components.
func TestComponents(t *testing.T) {
	for _, a := range agg.Catalogue {
		p, bag := compiler.LoadFiles(map[string][]byte{"example.feat": []byte(a.Examples[0].Program())})
		if p == nil {
			t.Fatal(bag.Sorted())
		}
		weakest := ir.Algebra(0)
		for _, c := range p.Views[0].Features[0].Agg.Components {
			weakest = max(weakest, c.Kind.Algebra())
		}
		if weakest != a.Algebra {
			t.Errorf("%s is said to be of class %s, and its components are %s", a.Name, a.Algebra, weakest)
		}
	}
}

// TestDocsAreCurrent checks docs/aggregations.md, which is written from the catalogue.
func TestDocsAreCurrent(t *testing.T) { docpage.Check(t, "aggregations.md", agg.Markdown()) }
