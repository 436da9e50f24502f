package sql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// finisher computes features for labels out of the groups' components.
type finisher struct {
	b        *builder
	ask      labels
	l        *layers
	columns  map[*plan.Group]map[int]slotColumns
	ctes     []string          // with aggregated columns, in order
	alias    map[string]string // of a CTE
	slots    map[plan.SlotRef]sqlast.Expr
	features map[*ir.Feature]sqlast.Expr
	request  map[int]sqlast.Expr
}

// features adds the CTEs that compute features for every label. It returns the
// CTE, with a row per label and its row column, and each feature's column.
func (b *builder) features(features []*ir.Feature, ask labels) (cte string, columns []string) {
	return b.featuresAs("features", "One row per label: the features.", features, ask)
}

// featuresAs is features under a name of its own.
func (b *builder) featuresAs(name, comment string, features []*ir.Feature, ask labels) (cte string, columns []string) {
	f := &finisher{
		b: b, ask: ask, l: newLayers(b.d),
		columns: map[*plan.Group]map[int]slotColumns{}, alias: map[string]string{},
		slots: map[plan.SlotRef]sqlast.Expr{}, features: map[*ir.Feature]sqlast.Expr{}, request: map[int]sqlast.Expr{},
	}
	f.l.start(ask.row, qualified(labelAlias, ask.row))
	f.aggregate(features)
	out := make([]string, len(features))
	for i, feature := range features {
		e := f.feature(feature)
		n, ok := e.(sqlast.Name)
		if !ok {
			n = f.l.define(feature.Name, e)
			f.features[feature] = n
		}
		out[i] = n.Col
	}
	return b.stack(f.l, name, comment, f.first()), out
}

// need is what features read of one group.
type need struct {
	group *plan.Group
	slots []int // ascending
}

// scan lists what features read, directly and through other features, by group
// in order of first use.
func (f *finisher) scan(features []*ir.Feature) []need {
	var out []need
	at := map[*plan.Group]int{}
	seen := map[*ir.Feature]bool{}
	var visit func(feature *ir.Feature)
	visit = func(feature *ir.Feature) {
		if seen[feature] {
			return
		}
		seen[feature] = true
		if feature.Agg == nil {
			ir.Walk(feature.Expr, func(e ir.Expr) {
				if r, ok := e.(*ir.FeatureRef); ok {
					visit(r.Feature)
				}
			})
			return
		}
		for i := range feature.Agg.Components {
			ref := f.b.p.Slot(feature, i)
			j, ok := at[ref.Group]
			if !ok {
				j = len(out)
				at[ref.Group] = j
				out = append(out, need{group: ref.Group})
			}
			if k, found := slices.BinarySearch(out[j].slots, ref.Slot); !found {
				out[j].slots = slices.Insert(out[j].slots, k, ref.Slot)
			}
		}
	}
	for _, feature := range features {
		visit(feature)
	}
	return out
}

// aggregate adds the aggregation of every group that the features read.
func (f *finisher) aggregate(features []*ir.Feature) {
	for _, n := range f.scan(features) {
		if t, ok := f.b.opt.Computed[n.group]; ok {
			f.ctes = append(f.ctes, t)
			f.alias[t] = fmt.Sprintf("g%d", len(f.ctes))
			continue
		}
		f.columns[n.group] = f.b.aggregate(n.group, n.slots, f.ask)
		for _, s := range n.slots {
			cte := f.columns[n.group][s].cte
			if f.alias[cte] == "" {
				f.ctes = append(f.ctes, cte)
				f.alias[cte] = fmt.Sprintf("g%d", len(f.ctes))
			}
		}
	}
}

// first is the lowest layer: labels with the aggregated columns of each group.
func (f *finisher) first() *sqlast.Select {
	q := &sqlast.Select{From: aliased(f.ask.name, labelAlias)}
	for _, cte := range f.ctes {
		alias := f.alias[cte]
		q.Joins = append(q.Joins, sqlast.Join{
			Kind: "LEFT JOIN", Table: aliased(cte, alias),
			On: sqlast.Bin(qualified(alias, f.ask.row), "=", qualified(labelAlias, f.ask.row)),
		})
	}
	return q
}

// slot returns the value of a component for a label.
func (f *finisher) slot(ref plan.SlotRef) sqlast.Expr {
	if e, ok := f.slots[ref]; ok {
		return e
	}
	s, c := ref.Group.Slots[ref.Slot], f.columns[ref.Group][ref.Slot]
	prim := c.prim
	var parts []sqlast.Expr
	_, isCount := prim.(*counted)
	for _, p := range c.parts {
		x := sqlast.Expr(qualified(f.alias[c.cte], p))
		if isCount { // no label is without a count, so no layer is spent on it
			x = prim.result(nil, []sqlast.Expr{x})
		}
		parts = append(parts, f.l.start(p, x))
	}
	out := parts[0]
	if !isCount {
		out = prim.result(f.exprs(nil), parts)
	}
	if _, ok := out.(sqlast.Name); !ok {
		out = f.l.define(s.Name, out)
	}
	f.slots[ref] = out
	return out
}

func (f *finisher) exprs(of *ir.Feature) *exprs {
	var x *exprs
	steps := map[int]sqlast.Expr{}
	x = f.b.exprs(f.l, func(e ir.Expr) sqlast.Expr {
		switch e := e.(type) {
		case *ir.StepRef:
			got, ok := steps[e.Index]
			if !ok {
				got = x.atom(x.typed(of.Agg.Steps[e.Index]))
				steps[e.Index] = got
			}
			return got
		case *ir.CompRef:
			return f.slot(f.b.p.Slot(of, e.Index))
		case *ir.FeatureRef:
			return f.feature(e.Feature)
		case *ir.RequestRef:
			return f.requested(e)
		}
		panic(fmt.Sprintf("sql: %T in a feature", e))
	})
	return x
}

func (f *finisher) requested(e *ir.RequestRef) sqlast.Expr {
	got, ok := f.request[e.Index]
	if !ok {
		name := f.ask.request[e.Index]
		got = f.l.start("request_"+name, qualified(labelAlias, name))
		f.request[e.Index] = got
	}
	return got
}

// feature returns the value of a feature for a label, as a column.
func (f *finisher) feature(feature *ir.Feature) sqlast.Expr {
	if e, ok := f.features[feature]; ok {
		return e
	}
	e := feature.Expr
	if feature.Agg != nil {
		if t, ok := f.b.opt.Computed[f.b.p.Slot(feature, 0).Group]; ok {
			f.features[feature] = f.l.start(feature.Name, qualified(f.alias[t], feature.QName()))
			return f.features[feature]
		}
		e = feature.Agg.Finish
	}
	x := f.exprs(feature)
	out := x.typed(e)
	if feature.Default != nil {
		c := &ir.Const{Value: *feature.Default, T: feature.Type}
		out = sqlast.Fn("coalesce", out, x.typed(c))
	}
	if _, ok := out.(sqlast.Name); !ok {
		out = f.l.define(feature.Name, out)
	}
	f.features[feature] = out
	return out
}

// about is the comment above a feature's column: its doc, and its definition.
func about(f *ir.Feature) string { return comment(f.Doc, definition(f)) }

// definition is a feature as it is declared, for its own window alone.
func definition(f *ir.Feature) string {
	flat := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	var out string
	switch {
	case f.Agg == nil:
		out = flat(f.Expr.Span().Text())
	case f.OfTable():
		out = f.QName()
	default:
		var args []string
		for _, a := range f.Agg.Args {
			args = append(args, flat(a.Span().Text()))
		}
		out = f.Agg.Name + "(" + strings.Join(args, ", ") + ")"
		if f.Agg.Where != nil {
			out += " where " + flat(f.Agg.Where.Span().Text())
		}
		if w := f.Agg.Window.Span.Text(); w != "" {
			out += " over " + flat(w)
		}
	}
	if f.Default != nil {
		out += ", or a default"
	}
	return out
}
