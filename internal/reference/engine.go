package reference

import (
	"context"
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// Engine is the reference interpreter as an engine.Engine.
type Engine struct{}

var _ engine.Engine = Engine{}

// Name returns "reference".
func (Engine) Name() string { return "reference" }

// Run computes the set for every label. It fails only where the input does not
// fit the program (a row or label of the wrong width) or ctx is done.
func (Engine) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	out, _, err := Run(ctx, in)
	return out, err
}

// Run is Engine.Run, and counts what was rejected on the way.
func Run(ctx context.Context, in *engine.Input) (*engine.Output, *Report, error) {
	r, err := newRun(in)
	if err != nil {
		return nil, nil, err
	}
	out := &engine.Output{Rows: make([][]value.Value, len(in.Labels))}
	for i := range out.Rows {
		out.Rows[i] = make([]value.Value, len(in.Set.Features))
	}
	for j, sf := range in.Set.Features {
		column, err := r.column(ctx, sf.Feature)
		if err != nil {
			return nil, nil, err
		}
		for i := range out.Rows {
			out.Rows[i][j] = column[i]
		}
	}
	return out, r.report, nil
}

// run is the state of one execution.
type run struct {
	in      *engine.Input
	events  map[*ir.Source][][]value.Value
	admits  map[string]admitted
	tables  map[*ir.Source]map[string][]*event
	columns map[*ir.Feature][]value.Value // per label
	sorted  map[*ir.Feature]map[string][]*row
	report  *Report
}

func newRun(in *engine.Input) (*run, error) {
	r := &run{
		in:      in,
		events:  map[*ir.Source][][]value.Value{},
		admits:  map[string]admitted{},
		tables:  map[*ir.Source]map[string][]*event{},
		columns: map[*ir.Feature][]value.Value{},
		sorted:  map[*ir.Feature]map[string][]*row{},
		report:  newReport(),
	}
	for _, e := range in.Events {
		for i, row := range e.Rows {
			if len(row) != len(e.Source.Columns) {
				return nil, fmt.Errorf("source %s: event %d has %d values, want %d", e.Source.Name, i, len(row), len(e.Source.Columns))
			}
		}
		r.events[e.Source] = append(r.events[e.Source], e.Rows...)
	}
	keys := len(in.Set.KeyColumns())
	for i, l := range in.Labels {
		if len(l.Keys) != keys || len(l.Request) != len(in.Set.Request) {
			return nil, fmt.Errorf("label %d has %d keys and %d request values, want %d and %d",
				i, len(l.Keys), len(l.Request), keys, len(in.Set.Request))
		}
	}
	return r, nil
}

// column returns the feature's value for every label.
func (r *run) column(ctx context.Context, f *ir.Feature) ([]value.Value, error) {
	if c, ok := r.columns[f]; ok {
		return c, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var c []value.Value
	var err error
	if f.Agg != nil {
		c, err = r.aggregated(ctx, f)
	} else {
		c, err = r.derived(ctx, f)
	}
	if err != nil {
		return nil, err
	}
	if f.Default != nil {
		for i := range c {
			if c[i].IsNull() {
				c[i] = *f.Default
			}
		}
	}
	r.columns[f] = c
	return c, nil
}

// derived evaluates an expression over the final values of other features.
func (r *run) derived(ctx context.Context, f *ir.Feature) ([]value.Value, error) {
	inputs := map[*ir.Feature][]value.Value{}
	var err error
	ir.Walk(f.Expr, func(e ir.Expr) {
		ref, ok := e.(*ir.FeatureRef)
		if !ok || err != nil {
			return
		}
		inputs[ref.Feature], err = r.column(ctx, ref.Feature)
	})
	if err != nil {
		return nil, err
	}
	out := make([]value.Value, len(r.in.Labels))
	for i, label := range r.in.Labels {
		out[i] = Eval(f.Expr, func(leaf ir.Expr) value.Value {
			switch leaf := leaf.(type) {
			case *ir.FeatureRef:
				return inputs[leaf.Feature][i]
			case *ir.RequestRef:
				return label.Request[leaf.Index]
			}
			panic(fmt.Sprintf("reference: %T in a derived feature", leaf))
		})
	}
	return out, nil
}

// aggregated reduces the events in the feature's window at every label.
func (r *run) aggregated(ctx context.Context, f *ir.Feature) ([]value.Value, error) {
	keys := r.in.Set.KeyIndex(f.View.Entity)
	out := make([]value.Value, len(r.in.Labels))
	for i, label := range r.in.Labels {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		out[i] = finish(f.Agg, r.seen(f, label, keys))
	}
	return out, nil
}

// seen returns the rows that a feature sees at a label, whose key is in the
// columns keys.
func (r *run) seen(f *ir.Feature, label engine.Label, keys []int) []*row {
	key, ok := entityKey(label.Keys, keys)
	if !ok {
		return nil
	}
	return window(r.rows(f)[key], f.Agg.Window, label.At)
}

// finish reduces the components over the rows of a window and combines them.
func finish(agg *ir.Aggregation, rows []*row) value.Value {
	parts := make([]value.Value, len(agg.Components))
	for i, c := range agg.Components {
		parts[i] = reduce(c, i, rows)
	}
	var steps []value.Value
	leaf := func(leaf ir.Expr) value.Value {
		switch ref := leaf.(type) {
		case *ir.CompRef:
			return parts[ref.Index]
		case *ir.StepRef:
			return steps[ref.Index]
		}
		panic(fmt.Sprintf("reference: %T in a finishing expression", leaf))
	}
	for _, s := range agg.Steps {
		steps = append(steps, Eval(s, leaf))
	}
	return Eval(agg.Finish, leaf)
}
