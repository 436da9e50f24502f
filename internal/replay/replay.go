// Package replay computes feature sets with the generated operators over history
// that DuckDB sorts: by key, so that operators need the state of one key at a time
// and DuckDB the memory, which it is told the limit of.
package replay

import (
	"context"
	"fmt"
	"slices"

	"github.com/featc-lang/featc/backends/gostream"
	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/streamengine"
	"github.com/featc-lang/featc/runtime/columns"
)

// Work is a feature set to compute.
type Work struct {
	DB      *duck.Native
	Plan    *plan.Plan
	Set     *ir.FeatureSet
	Options sql.Options                     // where events and labels are; the labels are a table
	Labels  int64                           // how many there are
	Step    func(what string)               // is told what is being done
	Percent func(what string, done float64) // is told how much of it is done, from 0 to 1
}

// Supports reports whether the operators of a set can be replayed group by group.
func Supports(p *plan.Plan, set *ir.FeatureSet) bool {
	return !slices.ContainsFunc(groups(p, set), func(g *plan.Group) bool { return !gostream.Replayable(g) })
}

// groups lists the groups of the plan that a set reads.
func groups(p *plan.Plan, set *ir.FeatureSet) []*plan.Group {
	var out []*plan.Group
	for _, g := range p.Groups {
		if slices.ContainsFunc(set.Views(), func(v *ir.View) bool { return slices.Contains(g.Views, v) }) {
			out = append(out, g)
		}
	}
	return out
}

// Compute has the operators of each group compute its features for every label,
// into tables that sql.Options.Computed can name.
func (w *Work) Compute(ctx context.Context, r *streamengine.Replayer) (map[*plan.Group]string, error) {
	out := map[*plan.Group]string{}
	for i, g := range groups(w.Plan, w.Set) {
		table := fmt.Sprintf("computed_%d", i+1)
		if err := w.group(ctx, r, g, table); err != nil {
			return nil, err
		}
		out[g] = table
	}
	return out, nil
}

func (w *Work) group(ctx context.Context, r *streamengine.Replayer, g *plan.Group, table string) error {
	into := []*ir.Column{{Name: sql.RowColumn(w.Set, w.Options.Labels), Type: types.Int64}}
	for _, f := range gostream.ReplayFeatures(g) {
		into = append(into, &ir.Column{Name: f.QName(), Type: f.Type})
	}
	if err := w.DB.CreateTable(ctx, table, into); err != nil {
		return err
	}
	h, err := newHistory(w, g)
	if err != nil {
		return err
	}
	defer h.close()
	beside, err := w.DB.Beside() // a connection cannot write while its query is read
	if err != nil {
		return err
	}
	defer beside.Close()
	to, err := beside.NewAppender(table, into)
	if err != nil {
		return err
	}
	what := "sorting " + g.Name
	w.Step(what)
	watched := w.DB.Watch(func(percent float64) { w.Percent(what, percent/100) })
	done := int64(0)
	_, err = r.Run(ctx, g,
		func(send streamengine.Send) error { return h.stream(ctx, send) },
		func(b *columns.Batch) error {
			if done == 0 {
				watched()
				watched = func() {}
			}
			done += int64(b.Rows)
			w.Percent("replaying "+g.Name, float64(done)/float64(w.Labels))
			return to.Append(b)
		})
	watched()
	if closed := to.Close(); err == nil {
		err = closed
	}
	return err
}
