package sql

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/plan"
)

// keyDeltas makes the relation of labels and keys of an each. What an event adds to
// its key is added at label lo and taken away at label hi; from change to change of
// a key the labels have it alike, and these ranges are split into blocks, of which
// each label is in one per size. So a row of the relation costs one of an equality
// join, however many events it stands for.
type keyDeltas struct {
	*ranges
	*ranged
	slot int
}

// ctes reduces the keys of every label. Slots that put the same events together
// alike share the relation of labels and keys.
func (p *keyDeltas) ctes(ranked, numbered string) slotColumns {
	s := p.ev.g.Slots[p.slot]
	name, same := p.ev.g.Name+"_"+s.Name, fmt.Sprint(s.Key, s.Arg, s.By, s.Filter, s.Window)
	e := p.prims[p.slot].(*each)
	if p.keyRelations[same] == "" {
		p.keyRelations[same] = p.relation(e, name, ranked, numbered)
	}
	return e.reduce(p.ev.b, name, p.keyRelations[same], p.row)
}

func (p *keyDeltas) relation(e *each, name, ranked, numbered string) string {
	b := p.ev.b
	columns := append(e.groups(), countColumn)
	keys := len(columns) - 1
	added := e.addends()
	for _, a := range added {
		columns = append(columns, sumColumn+a.suffix)
	}
	seen := b.cte(name+"_values", "Which labels see what an event adds to its key.", p.values(e, ranked))
	changes := b.cte(name+"_changes", "What comes and goes with each label.", p.changes(seen, columns, keys))
	held := b.cte(name+"_held", "What the labels from lo up to, not including, hi have of each key.", p.held(changes, columns, keys))
	spread := &spread{ranges: p.ranges, ranged: &ranged{merged: []int{p.slot}}, partials: map[int][]string{p.slot: columns}}
	there := b.cte(name+"_spans", "", &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Star{}}}, From: table(held), Where: sqlast.Bin(sqlast.Col(countColumn), ">", sqlast.Int(0))})
	split := b.cte(name+"_split", "", spread.split(there, b.levels()))
	blocks := b.cte(name+"_blocks", "", spread.blocks(split))
	sizes := b.cte(name+"_sizes", "", &sqlast.Select{
		Distinct: true, Columns: []sqlast.Column{{X: sqlast.Col(blockSize)}}, From: table(blocks)})
	within := b.cte(name+"_within", "The blocks that each label is in.", spread.within(numbered, sizes))
	return b.cte(name+"_keys", "Every label with the different keys that it sees.", p.keys(within, blocks, columns))
}

func (p *keyDeltas) values(e *each, ranked string) *sqlast.Select {
	lo, hi := p.bounds(p.ranged)
	q := &sqlast.Select{
		Columns: append(e.grouped(), sqlast.Column{X: lo, As: spanFrom}, sqlast.Column{X: hi, As: spanTo}),
		From:    table(ranked),
		Where: sqlast.And(sqlast.Bin(sqlast.Col(p.isProbe), "=", sqlast.Int(0)),
			e.condition(p.ev, nil), sqlast.Bin(lo, "<", hi)),
	}
	for _, a := range e.addends() {
		q.Columns = append(q.Columns, sqlast.Column{X: a.x, As: sumColumn + a.suffix})
	}
	return q
}

// changes is over columns of which the first so many are what tells keys apart.
func (p *keyDeltas) changes(seen string, columns []string, keys int) *sqlast.Select {
	one := func(at string, sign int64) *sqlast.Select {
		q := &sqlast.Select{
			Columns: append(cols(columns[:keys]), sqlast.Column{X: sqlast.Col(at), As: labelNumber}, sqlast.Column{X: sqlast.Int(sign), As: countColumn}),
			From:    table(seen),
		}
		for _, c := range columns[keys+1:] {
			x := sqlast.Expr(sqlast.Col(c))
			if sign < 0 {
				x = sqlast.Unary{Op: "-", X: x}
			}
			q.Columns = append(q.Columns, sqlast.Column{X: x, As: c})
		}
		return q
	}
	both := p.ev.b.cte(p.ev.g.Name+"_"+p.ev.g.Slots[p.slot].Name+"_ends", "", sqlast.Union{Selects: []*sqlast.Select{one(spanFrom, 1), one(spanTo, -1)}})
	q := &sqlast.Select{
		Columns: cols(append(slices.Clone(columns[:keys]), labelNumber)),
		From:    table(both),
	}
	for _, c := range q.Columns {
		q.GroupBy = append(q.GroupBy, c.X)
	}
	for _, c := range columns[keys:] {
		q.Columns = append(q.Columns, sqlast.Column{X: sqlast.Fn("sum", sqlast.Col(c)), As: c})
	}
	return q
}

func (p *keyDeltas) held(changes string, columns []string, keys int) *sqlast.Select {
	byKey := sqlast.Over{OrderBy: []sqlast.Order{{X: sqlast.Col(labelNumber)}}}
	for _, c := range columns[:keys] {
		byKey.PartitionBy = append(byKey.PartitionBy, sqlast.Col(c))
	}
	soFar := byKey
	soFar.Frame = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
	next := sqlast.Call{Func: "lead", Args: []sqlast.Expr{sqlast.Col(labelNumber)}, Over: &byKey}
	q := &sqlast.Select{
		Columns: append(cols(columns[:keys]), sqlast.Column{X: sqlast.Col(labelNumber), As: spanFrom}, sqlast.Column{X: next, As: spanTo}),
		From:    table(changes),
	}
	for _, c := range columns[keys:] {
		q.Columns = append(q.Columns, sqlast.Column{
			X: sqlast.Call{Func: "sum", Args: []sqlast.Expr{sqlast.Col(c)}, Over: &soFar}, As: c})
	}
	return q
}

func (p *keyDeltas) keys(within, blocks string, columns []string) *sqlast.Select {
	same := func(column string) sqlast.Expr {
		return sqlast.Bin(qualified("b", column), "=", qualified(labelAlias, column))
	}
	q := &sqlast.Select{
		Columns: []sqlast.Column{{X: qualified(labelAlias, p.row)}},
		From:    aliased(within, labelAlias),
		Joins: []sqlast.Join{{
			Kind: "JOIN", Table: aliased(blocks, "b"), On: sqlast.And(same(blockSize), same(blockNumber)),
		}},
	}
	for _, c := range columns {
		x := sqlast.Expr(qualified("b", c))
		if c == countColumn {
			x = p.ev.x.int64(x)
		}
		q.Columns = append(q.Columns, sqlast.Column{X: x, As: c})
	}
	return q
}

// cols are columns as they are called.
func cols(names []string) []sqlast.Column {
	var out []sqlast.Column
	for _, n := range names {
		out = append(out, sqlast.Column{X: sqlast.Col(n)})
	}
	return out
}

// addends are what an event adds to the sums of its key.
func (p *each) addends() []addend {
	if p.slot.Arg == plan.None {
		return nil
	}
	return p.sum.(invertible).addends()
}
