package sql

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/types"
)

// running computes counts and sums. Events and the instants at which labels read
// are sorted together, once for all windows and slots; a sum over a window is the
// difference of what had been summed at its two ends.
type running struct {
	*lanes
	*sums
	slots  []runningSlot
	mark   string
	lane   string
	probe  string
	row    string
	found  map[[2]int]string // a sum and a probe → column
	beside scope             // of those columns
}

// runningSlot is a slot and its window.
type runningSlot struct {
	summedSlot
	terms []term
}

func newRunning(ev *events, slots []int, prims map[int]primitive, ask labels) *running {
	r := &running{lanes: newLanes(ev, slots, ask), sums: newSums(ev, prims), found: map[[2]int]string{}, beside: scope{}}
	r.beside.name(ask.row)
	r.row, r.mark = r.names.name(ask.row), r.names.name("mark")
	r.lane, r.probe = r.names.name("lane"), r.names.name("probe")
	for _, i := range slots {
		r.slots = append(r.slots, runningSlot{r.slot(i), r.terms(ev.g.Slots[i])})
	}
	return r
}

// ctes adds the steps and returns where the slots are.
func (r *running) ctes(inputs string) map[int]slotColumns {
	b, name := r.lanes.ev.b, r.lanes.ev.g.Name
	probes := b.cte(name+"_probes", "The ends of each label's windows.", r.probed())
	about := "Events and probes."
	if len(r.lanes.list) > 1 {
		about += " Lanes order events by"
		for i, l := range r.lanes.list {
			about += fmt.Sprintf("\n%d: %s", i+1, l.about)
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

// place starts a row of marks: where it is in the order, and which label asks.
func (r *running) place(lane int, keys []sqlast.Expr, at sqlast.Expr, probe int, row sqlast.Expr) *sqlast.Select {
	q := &sqlast.Select{}
	column := func(x sqlast.Expr, as string) { q.Columns = append(q.Columns, sqlast.Column{X: x, As: as}) }
	if len(r.lanes.list) > 1 {
		column(sqlast.Int(int64(lane+1)), r.lane)
	}
	for i, k := range r.lanes.ev.g.Key {
		column(keys[i], r.lanes.ev.column(k).Col)
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
	for _, k := range r.lanes.ev.g.Entity.Keys {
		keys = append(keys, qualified(labelAlias, r.ask.keys[k.Name]))
	}
	for i, p := range r.probes {
		at := p.at
		if at == nil {
			at = sqlast.Cast{X: sqlast.Null, Type: r.lanes.ev.b.d.TypeName(types.Timestamp)}
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
	for _, k := range r.lanes.ev.g.Key {
		keys = append(keys, r.lanes.ev.column(k))
	}
	for i, l := range r.lanes.list {
		q := r.place(i, keys, l.at, 0, sqlast.Null)
		q.From, q.Where = table(inputs), l.where
		for _, s := range r.sums.list {
			q.Columns = append(q.Columns, sqlast.Column{X: s.addition(), As: s.name})
		}
		out.Selects = append(out.Selects, q)
	}
	q := &sqlast.Select{Columns: []sqlast.Column{{X: sqlast.Star{}}}, From: table(probes)}
	for _, s := range r.sums.list {
		q.Columns = append(q.Columns, sqlast.Column{X: sqlast.Null, As: s.name})
	}
	out.Selects = append(out.Selects, q)
	return out
}

// running adds up the marks. The sums go on from entity to entity: only their
// differences matter, and so every entity costs the same.
func (r *running) running(marks string) *sqlast.Select {
	const soFar = "so_far"
	over := sqlast.Over{Frame: "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"}
	order := func(name string) { over.OrderBy = append(over.OrderBy, sqlast.Order{X: sqlast.Col(name)}) }
	if len(r.lanes.list) > 1 {
		order(r.lane)
	}
	for _, k := range r.lanes.ev.g.Key {
		order(r.lanes.ev.column(k).Col)
	}
	order(r.mark)
	order(r.probe) // events come before those who look at the same instant
	q := &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Col(r.row)}, {X: sqlast.Col(r.probe)}},
		From:    table(marks),
		Windows: []sqlast.NamedOver{{Name: soFar, Over: over}},
	}
	for _, s := range r.sums.list {
		fn := "sum"
		if s.x == nil {
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
				r.found[at] = r.beside.name(r.sums.list[sum].name + "_" + r.probes[t.probe].name)
				q.Columns = append(q.Columns, sqlast.Column{
					X:  aggregate("max", sqlast.Col(r.sums.list[sum].name), sqlast.Bin(sqlast.Col(r.probe), "=", sqlast.Int(int64(t.probe+1)))),
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
			}
			q.Columns = append(q.Columns, sqlast.Column{X: x, As: s.parts[i]})
		}
	}
	return q
}
