package sql

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/plan"
)

// joins compute slots by joining labels with the events that they may see. Slots
// whose windows reach alike share a join.
type joins struct {
	ev      *events
	prims   map[int]primitive
	row     string
	reaches []reach
	sees    []*seen
	selects []*sqlast.Select
	parts   map[int][]string
	keys    map[string]string   // relations of labels and keys, by what they are of
	seen    map[int]sqlast.Expr // nested → the condition on events of the join
}

func newJoins(ev *events, slots []int, prims map[int]primitive, ask labels) *joins {
	g := ev.g
	j := &joins{ev: ev, prims: prims, row: ask.row, reaches: reaches(g, slots), parts: map[int][]string{}, seen: map[int]sqlast.Expr{}, keys: map[string]string{}}
	for _, class := range j.reaches {
		sees := ev.b.newSeen(ev, class, ask)
		names := scope{}
		names.name(ask.row)
		q := &sqlast.Select{
			Columns: []sqlast.Column{{X: sqlast.Col(sees.row), As: ask.row}},
			GroupBy: []sqlast.Expr{sqlast.Col(sees.row)},
		}
		for _, i := range class.slots {
			s := g.Slots[i]
			if p, ok := prims[i].(nested); ok {
				j.seen[i] = p.condition(ev, sees.in(s))
				continue
			}
			in := sqlast.And(sees.in(s), ev.input(s.Filter))
			for _, c := range prims[i].aggregates(in) {
				c.As = names.name(s.Name + c.As)
				q.Columns = append(q.Columns, c)
				j.parts[i] = append(j.parts[i], c.As)
			}
		}
		j.sees, j.selects = append(j.sees, sees), append(j.selects, q)
	}
	return j
}

func (j *joins) ctes(inputs string) map[int]slotColumns {
	b, name := j.ev.b, j.ev.g.Name
	out := map[int]slotColumns{}
	for i, class := range j.reaches {
		read := slices.Clone(j.selects[i].Columns)
		for _, slot := range class.slots {
			if p, ok := j.prims[slot].(nested); ok {
				read = append(append(read, sqlast.Column{X: j.seen[slot]}), p.reads()...)
			}
		}
		joined := b.cte(name+"_seen"+class.suffix, class.about, j.sees[i].query(inputs, read))
		if class.gap > 0 {
			joined = b.cte(name+"_in"+class.suffix, "The newest events up to the first gap.", j.sees[i].session(joined))
		}
		for _, slot := range class.slots {
			if p, ok := j.prims[slot].(nested); ok {
				out[slot] = p.ctes(j, name+"_"+j.ev.g.Slots[slot].Name, joined, j.sees[i].row, j.seen[slot])
			}
		}
		if len(j.selects[i].Columns) == 1 {
			continue // all have relations of their own
		}
		j.selects[i].From = table(joined)
		cte := b.cte(name+"_at"+class.suffix, "", j.selects[i])
		for _, slot := range class.slots {
			if _, ok := out[slot]; !ok {
				out[slot] = slotColumns{cte, j.parts[slot], j.prims[slot]}
			}
		}
	}
	return out
}

// nested is a primitive with a relation of its own over the events that labels see.
type nested interface {
	primitive
	// condition is true of the events that count, of those for which in is true.
	condition(ev *events, in sqlast.Expr) sqlast.Expr
	// reads are the columns of events that it reads beside those of the condition.
	reads() []sqlast.Column
	// ctes reduces what is joined, where each row has the label that sees the event.
	ctes(j *joins, name, joined, eventRow string, cond sqlast.Expr) slotColumns
}

// reach is a set of slots that look at a label's past alike.
type reach struct {
	slots         []int
	suffix, about string
	last          bool  // windows that count events
	starts        bool  // windows that begin at an instant of a label
	gap           int64 // sessions that end at gaps longer than this; 0 for others
}

// reaches sorts slots by how far their windows look: a bounded time, all of it,
// or a number of events. Each costs a join with as many events as it needs.
func reaches(g *plan.Group, slots []int) []reach {
	var out []reach
	at := map[string]int{}
	for _, i := range slots {
		s := g.Slots[i]
		w := g.Windows[s.Window]
		r := reach{about: "Every label with the events that it may see."}
		switch {
		case hasStart(w):
			r = reach{suffix: "_from", about: "Every label with the events since the beginnings of its windows.", starts: true}
		case w.Gap > 0:
			r = reach{suffix: "_session", about: "Every label with all of its past, and which gaps in it end a session.", gap: w.Gap}
		case w.Last > 0:
			r = reach{suffix: "_last", about: "Every label with its newest events.", last: true}
		case w.AllTime:
			r = reach{suffix: "_all", about: "Every label with all of its past."}
		}
		key := r.suffix
		switch {
		case r.last: // what is counted differs
			key = fmt.Sprint(key, s.Base, s.Ties)
		case r.gap > 0:
			key = fmt.Sprint(key, s.Base, r.gap)
		}
		j, ok := at[key]
		if !ok {
			j = len(out)
			at[key] = j
			out = append(out, r)
		}
		out[j].slots = append(out[j].slots, i)
	}
	return out
}
