package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/types"
)

// deltas compute counts and sums of one window: an event is added at the first label
// that sees it and taken away at the first that does no more, and what labels see is
// added up from label to label. Entities need not be told apart: after the last label
// of one nothing is left.
type deltas struct {
	*ranges
	*ranged
}

func (p *deltas) ctes(ranked, numbered, suffix string, out map[int]slotColumns) {
	b, name := p.ev.b, p.ev.g.Name
	sums := b.cte(name+"_added"+suffix, "What the labels from lo up to, not including, hi see together.", p.together(ranked))
	changes := b.cte(name+"_changes"+suffix, "It is added at lo and taken away at hi.", p.changes(sums))
	change := b.cte(name+"_change"+suffix, "", p.change(changes))
	running := b.cte(name+"_running"+suffix, "What each label sees.", p.running(numbered, change))
	at := b.cte(name+"_at_deltas"+suffix, "", p.parts(running))
	for _, s := range p.summed {
		out[s.index] = slotColumns{at, s.parts, p.prims[s.index]}
	}
}

// used are the sums of this window's slots, each once.
func (p *deltas) used() []summed {
	var out []summed
	have := map[int]bool{-1: true}
	for _, s := range p.summed {
		for _, list := range [][]int{s.counts, s.sums} {
			for _, i := range list {
				if !have[i] {
					have[i] = true
					out = append(out, p.sums.list[i])
				}
			}
		}
	}
	return out
}

func (p *deltas) together(ranked string) *sqlast.Select {
	lo, hi := p.bounds(p.ranged)
	q := &sqlast.Select{
		Columns: []sqlast.Column{{X: lo, As: spanFrom}, {X: hi, As: spanTo}},
		From:    table(ranked),
		Where:   sqlast.And(sqlast.Bin(sqlast.Col(p.isProbe), "=", sqlast.Int(0)), sqlast.Bin(lo, "<", hi)),
		GroupBy: []sqlast.Expr{lo, hi},
	}
	for _, s := range p.used() {
		x := sqlast.Expr(aggregate("count", sqlast.Star{}, s.cond))
		if s.x != nil {
			x = sqlast.Fn("coalesce", aggregate("sum", s.x, s.cond), sqlast.Int(0))
		}
		q.Columns = append(q.Columns, sqlast.Column{X: x, As: s.name})
	}
	return q
}

func (p *deltas) changes(sums string) sqlast.Union {
	add := &sqlast.Select{Columns: []sqlast.Column{{X: sqlast.Col(spanFrom), As: labelNumber}}, From: table(sums)}
	take := &sqlast.Select{Columns: []sqlast.Column{{X: sqlast.Col(spanTo), As: labelNumber}}, From: table(sums)}
	for _, s := range p.used() {
		x := sqlast.Col(s.name)
		add.Columns = append(add.Columns, sqlast.Column{X: x})
		take.Columns = append(take.Columns, sqlast.Column{X: sqlast.Unary{Op: "-", X: x}, As: s.name})
	}
	return sqlast.Union{Selects: []*sqlast.Select{add, take}}
}

func (p *deltas) change(changes string) *sqlast.Select {
	q := &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Col(labelNumber)}}, From: table(changes), GroupBy: []sqlast.Expr{sqlast.Col(labelNumber)},
	}
	for _, s := range p.used() {
		q.Columns = append(q.Columns, sqlast.Column{X: sqlast.Fn("sum", sqlast.Col(s.name)), As: s.name})
	}
	return q
}

func (p *deltas) running(numbered, change string) *sqlast.Select {
	const soFar = "so_far"
	q := &sqlast.Select{
		Columns: []sqlast.Column{{X: qualified(labelAlias, p.row)}},
		From:    aliased(numbered, labelAlias),
		Joins: []sqlast.Join{{Kind: "LEFT JOIN", Table: aliased(change, "c"),
			On: sqlast.Bin(qualified("c", labelNumber), "=", qualified(labelAlias, labelNumber))}},
		Windows: []sqlast.NamedOver{{Name: soFar, Over: sqlast.Over{
			OrderBy: []sqlast.Order{{X: qualified(labelAlias, labelNumber)}},
			Frame:   "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
		}}},
	}
	for _, s := range p.used() {
		x := sqlast.Call{Func: "sum", Args: []sqlast.Expr{qualified("c", s.name)}, Over: &sqlast.Over{Name: soFar}}
		q.Columns = append(q.Columns, sqlast.Column{X: x, As: s.name})
	}
	return q
}

// parts are the slots' parts, null where nothing went into them.
func (p *deltas) parts(running string) *sqlast.Select {
	q := &sqlast.Select{Columns: []sqlast.Column{{X: sqlast.Col(p.row)}}, From: table(running)}
	for _, s := range p.summed {
		for i, sum := range s.sums {
			x := sqlast.Expr(sqlast.Col(p.sums.list[sum].name))
			if s.counts[i] >= 0 {
				x = sqlast.If(sqlast.Bin(sqlast.Col(p.sums.list[s.counts[i]].name), ">", sqlast.Int(0)), x)
			} else {
				x = sqlast.Cast{X: x, Type: p.ev.b.d.TypeName(types.Int64)}
			}
			q.Columns = append(q.Columns, sqlast.Column{X: x, As: s.parts[i]})
		}
	}
	return q
}
