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
			g.lookup(e)
			if !slices.Contains(b.plan.Tables, e.Table) {
				b.plan.Tables = append(b.plan.Tables, e.Table)
			}
		}
	}
	for _, in := range g.Inputs {
		ir.Walk(in.Expr, visit)
	}
}

// lookup adds a column that is looked up.
func (g *Group) lookup(e *ir.LookupRef) {
	i := slices.IndexFunc(g.Lookups, func(l *Lookup) bool { return l.Table == e.Table })
	if i < 0 { // the key follows from the names of columns
		i = len(g.Lookups)
		g.Lookups = append(g.Lookups, &Lookup{Table: e.Table, Key: e.Key})
	}
	if l := g.Lookups[i]; !slices.Contains(l.Columns, e.Index) {
		l.Columns = append(l.Columns, e.Index)
	}
}
