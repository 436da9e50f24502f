package plan

import (
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
)

// lookups lists the tables that the inputs of a group look up, directly and in
// the lets that they use.
func (b *builder) lookups(g *Group) {
	seen := map[*ir.Let]bool{}
	var visit func(ir.Expr)
	visit = func(e ir.Expr) {
		switch e := e.(type) {
		case *ir.LetRef:
			if !seen[e.Let] {
				seen[e.Let] = true
				ir.Walk(e.Let.Expr, visit)
			}
		case *ir.LookupRef:
			b.lookup(g, e)
			if !slices.Contains(b.plan.Tables, e.Table) {
				b.plan.Tables = append(b.plan.Tables, e.Table)
			}
		}
	}
	for _, in := range g.Inputs {
		ir.Walk(in.Expr, visit)
	}
}

// lookup adds a column that is looked up. Columns of one table by one key are
// found together.
func (b *builder) lookup(g *Group, e *ir.LookupRef) {
	same := func(l *Lookup) bool {
		return l.Table == e.Table && slices.EqualFunc(l.Key, e.Key, func(x, y ir.Expr) bool { return b.text(x) == b.text(y) })
	}
	i := slices.IndexFunc(g.Lookups, same)
	if i < 0 {
		i = len(g.Lookups)
		g.Lookups = append(g.Lookups, &Lookup{Table: e.Table, Key: e.Key})
	}
	l := g.Lookups[i]
	g.looked[e] = l
	if !slices.Contains(l.Columns, e.Index) {
		l.Columns = append(l.Columns, e.Index)
	}
}
