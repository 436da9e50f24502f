package sql

import (
	"fmt"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// each puts the events that a label sees together by key, in a relation with a row
// per label and key, and reduces that per label.
type each struct {
	slot       *plan.Slot
	key        sqlast.Expr
	best       sqlast.Expr // what the best is kept of per key; nil for none
	sum, outer primitive   // sum is nil where nothing is summed per key
}

// Columns of the relation of labels and keys.
const (
	keyColumn   = "each_key"
	countColumn = "each_count"
	sumColumn   = "each_sum"
	bestColumn  = "each_best"
)

func (p *each) prepare(ev *events) {
	p.key = ev.input(p.slot.Key)
	if p.slot.Arg != plan.None {
		p.sum = choose(&plan.Slot{Kind: ir.CompSum, Arg: p.slot.Arg, Type: ir.Component{Kind: ir.CompSum, Arg: ev.g.Inputs[p.slot.Arg].Expr}.Type()}, ev.g)
		p.sum.prepare(ev)
	}
	if p.slot.By != plan.None {
		p.best = ev.input(p.slot.By)
	}
}

// aggregates are what the relation of labels and keys has of a key beside its count.
func (p *each) aggregates(in sqlast.Expr) []sqlast.Column {
	if p.sum == nil {
		return nil
	}
	return p.sum.aggregates(in)
}

func (p *each) result(x *exprs, parts []sqlast.Expr) sqlast.Expr { return p.outer.result(x, parts) }

// condition is true of the events that count, of those for which in is true.
func (p *each) condition(ev *events, in sqlast.Expr) sqlast.Expr {
	out := sqlast.And(in, ev.input(p.slot.Filter), sqlast.IsNull{X: p.key, Not: true})
	if p.slot.Arg != plan.None {
		out = sqlast.And(out, sqlast.IsNull{X: ev.input(p.slot.Arg), Not: true})
	}
	if p.best != nil {
		out = sqlast.And(out, sqlast.IsNull{X: p.best, Not: true})
	}
	return out
}

func (p *each) reads() []sqlast.Column {
	return append(p.grouped(), p.aggregates(nil)...)
}

// grouped are the columns of events by which they are put together: where the best is
// kept of something, that comes and goes as keys do.
func (p *each) grouped() []sqlast.Column {
	out := []sqlast.Column{{X: p.key, As: keyColumn}}
	if p.best != nil {
		out = append(out, sqlast.Column{X: p.best, As: bestColumn})
	}
	return out
}

// groups are the names of these columns.
func (p *each) groups() []string {
	if p.best != nil {
		return []string{keyColumn, bestColumn}
	}
	return []string{keyColumn}
}

// ctes reduces the keys of every label. Slots that put the same events together
// alike share the relation of labels and keys.
func (p *each) ctes(j *joins, name, joined, eventRow string, cond sqlast.Expr) slotColumns {
	same := fmt.Sprint(joined, p.slot.Key, p.slot.Arg, p.slot.By, p.slot.Filter, p.slot.Window)
	if j.keys[same] == "" {
		j.keys[same] = j.ev.b.cte(name+"_keys", "Every label with the different keys that it sees.", p.keysOf(joined, eventRow, j.row, cond))
	}
	return p.reduce(j.ev.b, name, j.keys[same], j.row)
}

// keysOf is the relation of labels and keys over events of which each is seen by
// the label in its row column.
func (p *each) keysOf(events, eventRow, row string, cond sqlast.Expr) *sqlast.Select {
	q := &sqlast.Select{
		Columns: append([]sqlast.Column{{X: sqlast.Col(eventRow), As: row}}, p.grouped()...),
		From:    table(events), Where: cond, GroupBy: []sqlast.Expr{sqlast.Col(eventRow)},
	}
	for _, c := range p.grouped() {
		q.GroupBy = append(q.GroupBy, c.X)
	}
	q.Columns = append(q.Columns, sqlast.Column{X: aggregate("count", sqlast.Star{}), As: countColumn})
	for _, c := range p.aggregates(nil) {
		q.Columns = append(q.Columns, sqlast.Column{X: c.X, As: sumColumn + c.As})
	}
	return q
}

// reduce reduces the relation of labels and keys, per label.
func (p *each) reduce(b *builder, name, keys, row string) slotColumns {
	e := p.slot.Each
	if p.best != nil {
		keys = b.cte(name+"_best", "The "+e.Best()+" of each key.", p.bestOf(keys, row))
	}
	l := newLayers(b.d)
	at := l.start(row, sqlast.Col(row))
	parts := map[ir.EachPart]sqlast.Expr{
		ir.EachKey: l.start(keyColumn, sqlast.Col(keyColumn)), ir.EachCount: l.start(countColumn, sqlast.Col(countColumn)),
	}
	var sums []sqlast.Expr
	for _, c := range p.aggregates(nil) {
		sums = append(sums, l.start(sumColumn+c.As, sqlast.Col(sumColumn+c.As)))
	}
	if p.best != nil {
		parts[ir.EachBest] = l.start(bestColumn, sqlast.Col(bestColumn))
	}
	byKey := &sqlast.Over{PartitionBy: []sqlast.Expr{at}, OrderBy: []sqlast.Order{{X: parts[ir.EachKey], Desc: e.Desc}}}
	over := &events{b: b, g: &plan.Group{}, l: l, inputs: map[int]sqlast.Expr{}, limbColumns: map[string][2]sqlast.Expr{}}
	over.x = b.exprs(l, func(leaf ir.Expr) sqlast.Expr {
		part := leaf.(*ir.EachRef).Part
		if parts[part] == nil {
			switch part {
			case ir.EachSum:
				parts[part] = l.atom(p.sum.result(over.x, sums))
			case ir.EachFirst:
				parts[part] = l.define("each_first", sqlast.Call{Func: "first_value", Args: []sqlast.Expr{parts[ir.EachKey]}, Over: byKey})
			case ir.EachNext:
				parts[part] = l.define("each_next", sqlast.Call{Func: "lead", Args: []sqlast.Expr{parts[ir.EachKey]}, Over: byKey})
			default:
				panic(fmt.Sprintf("sql: part %v of a key", part))
			}
		}
		return parts[part]
	})
	slot := &plan.Slot{Name: p.slot.Name, Kind: e.Outer.Kind, N: e.Outer.N, Arg: plan.None, By: plan.None, Type: e.Outer.Type()}
	input := func(x ir.Expr) int {
		if x == nil {
			return plan.None
		}
		over.g.Inputs = append(over.g.Inputs, &plan.Input{Name: fmt.Sprintf("each_value_%d", len(over.g.Inputs)+1), Expr: x})
		return len(over.g.Inputs) - 1
	}
	slot.Arg, slot.By = input(e.Outer.Arg), input(e.Outer.By)
	var capped sqlast.Expr
	if e.Cap > 0 {
		number := l.define("each_number", sqlast.Call{Func: "row_number", Over: byKey})
		capped = sqlast.Bin(number, "<=", sqlast.Int(int64(e.Cap)))
	}
	switch e.Outer.Kind {
	case ir.CompFrequent:
		p.outer = &frequent{n: e.Outer.N, count: parts[ir.EachCount], x: parts[ir.EachBest], keys: byKey, in: capped}
	case ir.CompRank:
		p.outer = &ranked{parts: parts, part: e.Rank, over: byKey}
	case ir.CompTally:
		p.outer = &tally{n: e.Outer.N, key: parts[ir.EachKey], count: parts[ir.EachCount]}
	case ir.CompList, ir.CompMap:
		p.outer = &listed{slot: slot, key: parts[ir.EachKey], count: parts[ir.EachCount], keys: byKey}
	default:
		p.outer = choose(slot, over.g)
	}
	p.outer.prepare(over)
	stacked := b.stack(l, name+"_each", "", &sqlast.Select{From: table(keys)})
	q := &sqlast.Select{Columns: []sqlast.Column{{X: sqlast.Col(row)}}, From: table(stacked), GroupBy: []sqlast.Expr{sqlast.Col(row)}}
	var out []string
	names := scope{}
	names.name(row)
	for _, c := range p.outer.aggregates(capped) {
		c.As = names.name(p.slot.Name + c.As)
		q.Columns = append(q.Columns, c)
		out = append(out, c.As)
	}
	return slotColumns{b.cte(name+"_at", "", q), out, p}
}

// bestOf puts together what is of one key and differs in what the best is kept of.
func (p *each) bestOf(keys, row string) *sqlast.Select {
	fn := "min"
	if p.slot.Each.Largest {
		fn = "max"
	}
	count := sqlast.Fn("arg_"+fn, sqlast.Col(countColumn), sqlast.Col(bestColumn))
	q := &sqlast.Select{
		Columns: []sqlast.Column{
			{X: sqlast.Col(row)}, {X: sqlast.Col(keyColumn)}, {X: sqlast.Fn(fn, sqlast.Col(bestColumn)), As: bestColumn},
			{X: count, As: countColumn},
		},
		From: table(keys), GroupBy: []sqlast.Expr{sqlast.Col(row), sqlast.Col(keyColumn)},
	}
	return q
}

// ranked is the key of a nearest rank: the smallest one up to which there are as
// many events as it takes.
type ranked struct {
	parts map[ir.EachPart]sqlast.Expr
	part  int64
	over  *sqlast.Over
	there sqlast.Expr // whether a key is at the rank or above
}

func (p *ranked) prepare(ev *events) {
	count := p.parts[ir.EachCount]
	sum := func(o *sqlast.Over) sqlast.Expr {
		return sqlast.Cast{X: sqlast.Call{Func: "sum", Args: []sqlast.Expr{count}, Over: o}, Type: ev.b.d.wide}
	}
	upTo := *p.over
	upTo.Frame = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
	so, all := ev.l.define("each_up_to", sum(&upTo)), ev.l.define("each_all", sum(&sqlast.Over{PartitionBy: p.over.PartitionBy}))
	// ceil(n * part / unit)
	scaled := sqlast.Bin(sqlast.Bin(all, "*", sqlast.Int(p.part)), "+", sqlast.Int(ir.RankUnit-1))
	need := ev.l.define("each_rank", sqlast.Fn("greatest", sqlast.Int(1), ev.x.div(scaled, sqlast.Int(ir.RankUnit))))
	p.there = sqlast.Bin(so, ">=", need)
}

func (p *ranked) aggregates(in sqlast.Expr) []sqlast.Column {
	return []sqlast.Column{{X: aggregate("min", p.parts[ir.EachKey], in, p.there)}}
}

func (p *ranked) result(_ *exprs, parts []sqlast.Expr) sqlast.Expr { return parts[0] }
