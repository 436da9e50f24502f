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
	seen    map[int]sqlast.Expr // each → the condition on events of the join
}

func newJoins(ev *events, slots []int, prims map[int]primitive, ask labels) *joins {
	g := ev.g
	j := &joins{ev: ev, prims: prims, row: ask.row, reaches: reaches(g, slots), parts: map[int][]string{}, seen: map[int]sqlast.Expr{}}
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
			if p, ok := prims[i].(*each); ok {
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
			if p, ok := j.prims[slot].(*each); ok {
				read = append(append(read, sqlast.Column{X: p.key}, sqlast.Column{X: j.seen[slot]}), p.aggregates(nil)...)
			}
		}
		joined := b.cte(name+"_seen"+class.suffix, class.about, j.sees[i].query(inputs, read))
		if class.gap > 0 {
			joined = b.cte(name+"_in"+class.suffix, "The newest events up to the first gap.", j.sees[i].session(joined))
		}
		j.each(joined, j.sees[i], class, out)
		if len(j.selects[i].Columns) == 1 {
			continue // an each for every slot
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

// each adds the relations of labels and keys, one for all slots that put the same
// events together alike.
func (j *joins) each(joined string, s *seen, class reach, out map[int]slotColumns) {
	g, b := j.ev.g, j.ev.b
	relations := map[string]string{}
	for _, i := range class.slots {
		p, ok := j.prims[i].(*each)
		if !ok {
			continue
		}
		name := g.Name + "_" + g.Slots[i].Name
		key := fmt.Sprint(p.slot.Key, p.slot.Arg, p.slot.Filter, p.slot.Window)
		if relations[key] == "" {
			relations[key] = b.cte(name+"_keys", "Every label with the different keys that it sees.", p.keysOf(joined, s.row, j.row, j.seen[i]))
		}
		out[i] = p.ctes(b, name, relations[key], j.row)
	}
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
