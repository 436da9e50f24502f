package sql

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
)

// running computes counts and sums. Events and the instants at which labels read
// are sorted together, once for all windows and slots; a sum over a window is the
// difference of what had been summed at its two ends.
type running struct {
	*lanes
	prims  map[int]primitive
	slots  []runningSlot
	sums   []summed
	sumOf  map[string]int
	names  scope // of the columns of sums, beside those of marks
	mark   string
	lane   string
	probe  string
	row    string
	signed bool              // some lane takes away
	number map[int]int64     // of lanes, in the order in which they are summed
	found  map[[2]int]string // a sum and a probe → column
	beside scope             // of those columns
}

// runningSlot is a slot: its sums, one for each of its parts, and for those that
// are null over nothing how many values went into them; and its window.
type runningSlot struct {
	index  int
	sums   []int
	counts []int // into running.sums; -1 for a count
	parts  []string
	terms  []term
}

// summed is a column that is summed: what an event adds to it where a condition
// is true.
type summed struct {
	name   string
	x      sqlast.Expr // nil: 1
	cond   sqlast.Expr
	widens bool // x is an integer whose negative may not fit
}

func newRunning(ev *events, slots []int, prims map[int]primitive, ask labels) *running {
	r := &running{lanes: newLanes(ev, slots, ask), prims: prims, sumOf: map[string]int{}, names: scope{}, found: map[[2]int]string{}, beside: scope{}}
	r.beside.name(ask.row)
	for _, k := range ev.g.Key {
		r.names.name(ev.column(k).Col)
	}
	r.row, r.mark = r.names.name(ask.row), r.names.name("mark")
	r.lane, r.probe = r.names.name("lane"), r.names.name("probe")
	for _, i := range slots {
		s := ev.g.Slots[i]
		rs := runningSlot{index: i, terms: r.terms(s)}
		filter := ev.input(s.Filter)
		nullable := s.Arg != plan.None && ev.g.Inputs[s.Arg].Expr.Type().Nullable
		for _, a := range prims[i].(invertible).addends() {
			n, ok := a.x.(sqlast.Name)
			if !ok && a.x != nil {
				n = ev.l.define(s.Name+"_arg", a.x)
			}
			some := r.count(n, filter, nullable || a.suffix != "")
			if a.counts {
				rs.sums, rs.counts = append(rs.sums, some), append(rs.counts, -1)
			} else {
				rs.sums, rs.counts = append(rs.sums, r.sum(s, n, filter)), append(rs.counts, some)
			}
			rs.parts = append(rs.parts, s.Name+a.suffix)
		}
		r.slots = append(r.slots, rs)
	}
	for _, l := range r.list {
		for _, rows := range l.rows {
			r.signed = r.signed || rows.minus
		}
	}
	return r
}

// count returns the column that counts events where a filter is true and, if that
// is in question, a column is not null.
func (r *running) count(x sqlast.Name, filter sqlast.Expr, nullable bool) int {
	name := "events"
	var known sqlast.Expr
	if nullable {
		name, known = x.Col+"_known", sqlast.IsNull{X: x, Not: true}
	}
	return r.add(name, summed{cond: sqlast.And(filter, known)}, filter)
}

func (r *running) sum(s *plan.Slot, x sqlast.Name, filter sqlast.Expr) int {
	arg := r.ev.g.Inputs[s.Arg].Expr.Type()
	return r.add(x.Col+"_sum", summed{x: x, cond: filter, widens: arg.Same(types.Int64.OrNull(arg.Nullable))}, filter)
}

func (r *running) add(name string, s summed, filter sqlast.Expr) int {
	if f, ok := filter.(sqlast.Name); ok {
		name += "_if_" + f.Col
	}
	key := name
	if s.cond != nil {
		key += " " + sqlast.PrintExpr(r.ev.b.d, s.cond)
	}
	i, ok := r.sumOf[key]
	if !ok {
		i = len(r.sums)
		r.sumOf[key] = i
		s.name = r.names.name(name)
		r.sums = append(r.sums, s)
	}
	return i
}

// ctes adds the steps and returns where the slots are.
func (r *running) ctes(inputs string) map[int]slotColumns {
	b, name := r.ev.b, r.ev.g.Name
	r.number = map[int]int64{}
	for n, i := range r.inOrder() {
		r.number[i] = int64(n + 1)
	}
	probes := b.cte(name+"_probes", "The ends of each label's windows.", r.probed())
	about := "Events and probes."
	if len(r.list) > 1 {
		about += " Lanes order events by"
		for _, i := range r.inOrder() {
			about += fmt.Sprintf("\n%d: %s", r.number[i], r.list[i].about)
		}
	}
	marks := b.cte(name+"_marks", about, r.marks(inputs, probes))
	sums := b.cte(name+"_running", "What had been summed up to each mark.", r.running(marks))
	found := b.cte(name+"_found", "The same beside the labels.", r.besideLabels(sums))
	at := b.cte(name+"_at_sums", "What is between the ends of the windows.", r.differences(found))
	out := map[int]slotColumns{}
	for _, s := range r.slots {
		out[s.index] = slotColumns{at, s.parts, r.prims[s.index]}
	}
	return out
}

// inOrder lists the lanes with those first that leave nothing behind: what is read
// of them needs nothing taken away.
func (r *running) inOrder() []int {
	var even, rest []int
	for i, l := range r.list {
		if l.even {
			even = append(even, i)
		} else {
			rest = append(rest, i)
		}
	}
	return append(even, rest...)
}

// place starts a row of marks: where it is in the order, and which label asks.
func (r *running) place(lane int, keys []sqlast.Expr, at sqlast.Expr, probe int, row sqlast.Expr) *sqlast.Select {
	q := &sqlast.Select{}
	column := func(x sqlast.Expr, as string) { q.Columns = append(q.Columns, sqlast.Column{X: x, As: as}) }
	if len(r.list) > 1 {
		column(sqlast.Int(r.number[lane]), r.lane)
	}
	for i, k := range r.ev.g.Key {
		column(keys[i], r.ev.column(k).Col)
	}
	column(at, r.mark)
	column(sqlast.Int(int64(probe)), r.probe)
	column(row, r.row)
	return q
}

// probed is a row for each instant at which each label looks.
func (r *running) probed() sqlast.Union {
	var out sqlast.Union
	var keys []sqlast.Expr
	for _, k := range r.ev.g.Entity.Keys {
		keys = append(keys, qualified(labelAlias, r.ask.keys[k.Name]))
	}
	for i, p := range r.probes {
		at := p.at
		if at == nil {
			at = sqlast.Cast{X: sqlast.Null, Type: r.ev.b.d.TypeName(types.Timestamp)}
		}
		q := r.place(p.lane, keys, at, i+1, qualified(labelAlias, r.ask.row))
		q.From = aliased(r.ask.name, labelAlias)
		out.Selects = append(out.Selects, q)
	}
	return out
}

// marks is the union of the lanes' events and the probes.
func (r *running) marks(inputs, probes string) sqlast.Union {
	var out sqlast.Union
	var keys []sqlast.Expr
	for _, k := range r.ev.g.Key {
		keys = append(keys, r.ev.column(k))
	}
	for i, l := range r.list {
		for _, rows := range l.rows {
			q := r.place(i, keys, rows.at, 0, sqlast.Null)
			q.From, q.Where = table(inputs), rows.where
			for _, s := range r.sums {
				q.Columns = append(q.Columns, sqlast.Column{X: r.addition(s, rows.minus), As: s.name})
			}
			out.Selects = append(out.Selects, q)
		}
	}
	q := &sqlast.Select{Columns: []sqlast.Column{{X: sqlast.Star{}}}, From: table(probes)}
	for _, s := range r.sums {
		q.Columns = append(q.Columns, sqlast.Column{X: sqlast.Null, As: s.name})
	}
	out.Selects = append(out.Selects, q)
	return out
}

// addition is what an event adds to a column.
func (r *running) addition(s summed, minus bool) sqlast.Expr {
	x := s.x
	if x == nil {
		x = sqlast.Int(1)
	}
	if minus {
		if s.widens {
			x = r.ev.x.wide(x)
		}
		x = sqlast.Unary{Op: "-", X: x}
	}
	if s.cond != nil {
		x = sqlast.If(s.cond, x)
	}
	return x
}

// running adds up the marks. The sums go on from entity to entity: only their
// differences matter, and so every entity costs the same.
func (r *running) running(marks string) *sqlast.Select {
	const soFar = "so_far"
	over := sqlast.Over{Frame: "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"}
	order := func(name string) { over.OrderBy = append(over.OrderBy, sqlast.Order{X: sqlast.Col(name)}) }
	if len(r.list) > 1 {
		order(r.lane)
	}
	for _, k := range r.ev.g.Key {
		order(r.ev.column(k).Col)
	}
	order(r.mark)
	order(r.probe) // events come before those who look at the same instant
	q := &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Col(r.row)}, {X: sqlast.Col(r.probe)}},
		From:    table(marks),
		Windows: []sqlast.NamedOver{{Name: soFar, Over: over}},
	}
	for _, s := range r.sums {
		fn := "sum"
		if s.x == nil && !r.signed {
			fn = "count"
		}
		x := sqlast.Expr(sqlast.Call{Func: fn, Args: []sqlast.Expr{sqlast.Col(s.name)}, Over: &sqlast.Over{Name: soFar}})
		if fn == "sum" {
			x = sqlast.Fn("coalesce", x, sqlast.Int(0))
		}
		q.Columns = append(q.Columns, sqlast.Column{X: x, As: s.name})
	}
	return q
}

// besideLabels puts the probes of a label beside each other.
func (r *running) besideLabels(sums string) *sqlast.Select {
	q := &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Col(r.row)}},
		From:    table(sums),
		Where:   sqlast.Bin(sqlast.Col(r.probe), ">", sqlast.Int(0)),
		GroupBy: []sqlast.Expr{sqlast.Col(r.row)},
	}
	for _, s := range r.slots {
		for _, t := range s.terms {
			for _, sum := range slices.Concat(s.counts, s.sums) {
				at := [2]int{sum, t.probe}
				if sum < 0 || r.found[at] != "" {
					continue
				}
				r.found[at] = r.beside.name(r.sums[sum].name + "_" + r.probes[t.probe].name)
				q.Columns = append(q.Columns, sqlast.Column{
					X:  aggregate("max", sqlast.Col(r.sums[sum].name), sqlast.Bin(sqlast.Col(r.probe), "=", sqlast.Int(int64(t.probe+1)))),
					As: r.found[at],
				})
			}
		}
	}
	return q
}

// differences are the slots' parts, null where nothing went into them.
func (r *running) differences(found string) *sqlast.Select {
	q := &sqlast.Select{Columns: []sqlast.Column{{X: sqlast.Col(r.row)}}, From: table(found)}
	net := func(sum int, terms []term) sqlast.Expr {
		var out sqlast.Expr
		for _, minus := range []bool{false, true} {
			for _, t := range terms {
				if t.minus != minus {
					continue
				}
				x := sqlast.Expr(sqlast.Col(r.found[[2]int{sum, t.probe}]))
				switch {
				case out == nil:
					out = x
				case minus:
					out = sqlast.Bin(out, "-", x)
				default:
					out = sqlast.Bin(out, "+", x)
				}
			}
		}
		return out
	}
	for _, s := range r.slots {
		for i, sum := range s.sums {
			x := net(sum, s.terms)
			if s.counts[i] >= 0 {
				x = sqlast.If(sqlast.Bin(net(s.counts[i], s.terms), ">", sqlast.Int(0)), x)
			} else if r.signed {
				x = sqlast.Cast{X: x, Type: r.ev.b.d.TypeName(types.Int64)}
			}
			q.Columns = append(q.Columns, sqlast.Column{X: x, As: s.parts[i]})
		}
	}
	return q
}
