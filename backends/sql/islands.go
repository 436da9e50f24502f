package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/types"
)

// islands count distinct values. The labels that see an event have numbers from lo
// up to hi. Of the ranges of one value, each is cut to where none before it has
// been; then a label sees as many values as there are ranges with its number.
type islands struct {
	*ranges
	*ranged
	slot int
}

const (
	seenValue = "distinct_value"
	reached   = "reached"
	islandAt  = "island_from"
	change    = "change"
)

func (p *islands) ctes(ranked, numbered string) slotColumns {
	s := p.ev.g.Slots[p.slot]
	name := p.ev.g.Name + "_" + s.Name
	b := p.ev.b
	values := b.cte(name+"_values", "Which labels see a value.", p.values(ranked))
	shores := b.cte(name+"_reached", "How far the ranges of the value before it reach.", p.reached(values))
	cut := b.cte(name+"_islands", "What of each range is new.", p.islands(shores))
	changes := b.cte(name+"_changes", "", p.changes(cut))
	summed := b.cte(name+"_change", "How many values come and go with each label.", &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Col(labelNumber)}, {X: sqlast.Fn("sum", sqlast.Col(change)), As: change}},
		From:    table(changes), GroupBy: []sqlast.Expr{sqlast.Col(labelNumber)},
	})
	at := b.cte(name+"_at", "", p.at(numbered, summed))
	return slotColumns{at, []string{s.Name}, p.prims[p.slot]}
}

func (p *islands) values(ranked string) *sqlast.Select {
	s := p.ev.g.Slots[p.slot]
	lo, hi := p.bounds(p.ranged)
	arg := p.ev.input(s.Arg)
	return &sqlast.Select{
		Distinct: true,
		Columns:  []sqlast.Column{{X: arg, As: seenValue}, {X: lo, As: spanFrom}, {X: hi, As: spanTo}},
		From:     table(ranked),
		Where: sqlast.And(sqlast.Bin(sqlast.Col(p.isProbe), "=", sqlast.Int(0)), p.ev.input(s.Filter),
			sqlast.IsNull{X: arg, Not: true}, sqlast.Bin(lo, "<", hi)),
	}
}

func (p *islands) reached(values string) *sqlast.Select {
	over := &sqlast.Over{
		PartitionBy: []sqlast.Expr{sqlast.Col(seenValue)},
		OrderBy:     []sqlast.Order{{X: sqlast.Col(spanFrom)}, {X: sqlast.Col(spanTo)}},
		Frame:       "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING",
	}
	return &sqlast.Select{
		Columns: []sqlast.Column{
			{X: sqlast.Col(spanFrom)}, {X: sqlast.Col(spanTo)},
			{X: sqlast.Call{Func: "max", Args: []sqlast.Expr{sqlast.Col(spanTo)}, Over: over}, As: reached},
		},
		From: table(values),
	}
}

func (p *islands) islands(shores string) *sqlast.Select {
	from := sqlast.Fn("greatest", sqlast.Col(spanFrom), sqlast.Fn("coalesce", sqlast.Col(reached), sqlast.Col(spanFrom)))
	return &sqlast.Select{
		Columns: []sqlast.Column{{X: from, As: islandAt}, {X: sqlast.Col(spanTo)}},
		From:    table(shores),
		Where:   sqlast.Bin(from, "<", sqlast.Col(spanTo)),
	}
}

func (p *islands) changes(cut string) sqlast.Union {
	one := func(column string, by int64) *sqlast.Select {
		return &sqlast.Select{
			Columns: []sqlast.Column{{X: sqlast.Col(column), As: labelNumber}, {X: sqlast.Int(by), As: change}},
			From:    table(cut),
		}
	}
	return sqlast.Union{Selects: []*sqlast.Select{one(islandAt, 1), one(spanTo, -1)}}
}

// at adds the changes up, from label to label.
func (p *islands) at(numbered, summed string) *sqlast.Select {
	over := &sqlast.Over{
		OrderBy: []sqlast.Order{{X: qualified(labelAlias, labelNumber)}},
		Frame:   "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
	}
	count := sqlast.Call{Func: "sum", Args: []sqlast.Expr{qualified("c", change)}, Over: over}
	return &sqlast.Select{
		Columns: []sqlast.Column{
			{X: qualified(labelAlias, p.row)},
			{X: sqlast.Cast{X: count, Type: p.ev.b.d.TypeName(types.Int64)}, As: p.ev.g.Slots[p.slot].Name},
		},
		From: aliased(numbered, labelAlias),
		Joins: []sqlast.Join{{Kind: "LEFT JOIN", Table: aliased(summed, "c"),
			On: sqlast.Bin(qualified("c", labelNumber), "=", qualified(labelAlias, labelNumber))}},
	}
}
