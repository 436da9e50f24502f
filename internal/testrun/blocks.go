package testrun

import (
	"context"
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/runtime/value"
)

// Blocks runs the `test` blocks of a project on the engines. The error is of an
// engine that could not run; a check that does not hold is in the results.
func Blocks(ctx context.Context, p *project.Project, engines []engine.Engine) ([]*Result, error) {
	var out []*Result
	for _, t := range p.Program.Tests {
		r := &Result{Name: t.Name, Where: t.Span.String()}
		out = append(out, r)
		events := map[*ir.Source]*engine.Events{}
		for _, e := range t.Events {
			if events[e.Source] == nil {
				events[e.Source] = &engine.Events{Source: e.Source}
			}
			events[e.Source].Rows = append(events[e.Source].Rows, e.Rows...)
		}
		for _, read := range t.Reads {
			if err := r.read(ctx, p, engines, events, read); err != nil {
				return out, fmt.Errorf("%s: %w", read.Span, err)
			}
		}
	}
	return out, nil
}

// read computes what a read checks, and evaluates its checks per engine.
func (r *Result) read(ctx context.Context, p *project.Project, engines []engine.Engine, events map[*ir.Source]*engine.Events, read *ir.TestRead) error {
	labels := []engine.Label{{At: read.At, Keys: read.Keys, Request: read.Request}}
	for _, e := range engines {
		out, err := run(ctx, p, e, read.Set, events, labels)
		if err != nil {
			return err
		}
		values := map[*ir.Feature]value.Value{}
		for i, f := range read.Set.Features {
			values[f.Feature] = out.Rows[0][i]
		}
		for _, check := range read.Checks {
			r.Checks++
			got := reference.Eval(check, func(leaf ir.Expr) value.Value {
				ref, ok := leaf.(*ir.FeatureRef)
				if !ok {
					panic(fmt.Sprintf("testrun: %T in a check", leaf))
				}
				return values[ref.Feature]
			})
			if got.IsNull() || !got.Bool() {
				r.failf("%s: %s does not hold on %s: %s", check.Span(), check.Span().Text(), e.Name(), mentioned(check, values))
			}
		}
	}
	return nil
}

// mentioned lists the values of the features in a check.
func mentioned(check ir.Expr, values map[*ir.Feature]value.Value) string {
	var out []string
	seen := map[*ir.Feature]bool{}
	ir.Walk(check, func(e ir.Expr) {
		if ref, ok := e.(*ir.FeatureRef); ok && !seen[ref.Feature] {
			seen[ref.Feature] = true
			out = append(out, fmt.Sprintf("%s is %s", ref.Feature.QName(), show(values[ref.Feature], ref.Feature)))
		}
	})
	return strings.Join(out, ", ")
}

// show writes a value for people: text in quotes, null by name.
func show(v value.Value, f *ir.Feature) string {
	switch v.Kind {
	case value.Invalid:
		return "null"
	case value.String, value.Bytes:
		return fmt.Sprintf("%q", v.S)
	}
	return data.Text(v, f.Type)
}
