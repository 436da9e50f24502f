package sql

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
)

// ranges compute slots by which labels see an event. The labels of all entities are
// numbered in one order, by key and instant, so that those that see an event have
// numbers from lo up to hi. What is done with these ranges is for the rule of a slot
// to say: label_deltas, stabbing, islands.
type ranges struct {
	*lanes
	prims           map[int]primitive
	windows         []*ranged
	sums            *sums
	names           scope // of the columns of events with their ranges
	row             string
	markAt, isProbe string         // columns that events have beside what is read of them
	ranks           map[int]string // probe → column
	marks           map[int]sqlast.Expr
	keyRelations    map[string]string // of labels and keys, by what they are of
}

// ranged are slots over one window.
type ranged struct {
	summed   []summedSlot // by label_deltas
	merged   []int        // by stabbing
	distinct []int        // by islands
	keyed    []int        // by key_deltas
	enter    []int        // probes
	leave    int
}

func newRanges(ev *events, slots []int, prims map[int]primitive, ask labels) *ranges {
	s := &ranges{
		lanes: newLanes(ev, slots, ask), prims: prims, sums: newSums(ev, prims), names: scope{}, row: ask.row,
		ranks: map[int]string{}, marks: map[int]sqlast.Expr{}, keyRelations: map[string]string{},
	}
	for _, taken := range []string{ask.row, spanFrom, spanTo, labelNumber} {
		s.sums.names.name(taken)
	}
	at := map[string]int{}
	for _, i := range slots {
		span := s.span(ev.g.Slots[i])
		r := &ranged{}
		for _, e := range span.enter {
			r.enter = append(r.enter, s.probe(e.lane, e.name, e.at))
		}
		leave := edge{s.byTime(), "ever", minus(s.at(), endless)} // before every event
		if span.leave != nil {
			leave = *span.leave
		}
		r.leave = s.probe(leave.lane, leave.name, leave.at)
		key := fmt.Sprint(r.enter, r.leave)
		j, ok := at[key]
		if !ok {
			j = len(s.windows)
			at[key] = j
			s.windows = append(s.windows, r)
		}
		r = s.windows[j]
		switch slot := ev.g.Slots[i]; {
		case isSummed(ev.g, slot):
			r.summed = append(r.summed, s.sums.slot(i))
		case slot.Each != nil:
			r.keyed = append(r.keyed, i)
		case slot.Kind == ir.CompDistinct:
			r.distinct = append(r.distinct, i)
		default:
			r.merged = append(r.merged, i)
		}
	}
	for i, l := range s.list {
		mark := l.at
		if l.where != nil { // for some it never comes
			mark = sqlast.Fn("coalesce", mark, plus(s.time(), endless))
		}
		if _, ok := mark.(sqlast.Name); !ok {
			mark = ev.l.define("mark", mark)
		}
		s.marks[i] = mark
	}
	return s
}

func (s *ranges) ctes(inputs string) map[int]slotColumns {
	b, name := s.ev.b, s.ev.g.Name
	numbered := b.cte(name+"_numbered", "The labels in one order, by key and instant.", s.numbered())
	ranked := s.rank(inputs)
	out := map[int]slotColumns{}
	for i, r := range s.windows {
		suffix := ""
		if len(s.windows) > 1 {
			suffix = "_" + itoa(i+1)
		}
		if len(r.summed) > 0 {
			(&deltas{s, r}).ctes(ranked, numbered, suffix, out)
		}
		if len(r.merged) > 0 {
			(&spread{ranges: s, ranged: r}).ctes(ranked, numbered, suffix, out)
		}
		for _, slot := range r.distinct {
			out[slot] = (&islands{s, r, slot}).ctes(ranked, numbered)
		}
		for _, slot := range r.keyed {
			out[slot] = (&keyDeltas{s, r, slot}).ctes(ranked, numbered)
		}
	}
	return out
}

// Columns of labels in one order and of blocks.
const (
	labelNumber = "label_number"
	spanFrom    = "lo"
	spanTo      = "hi"
	blockSize   = "size"
	blockNumber = "block"
	firstBlock  = "first_block"
	nextBlock   = "next_block"
)

// inKeyOrder is the order of entities, in which the numbers of labels go on from
// one to the next.
func (s *ranges) inKeyOrder(keys []string) []sqlast.Order {
	var out []sqlast.Order
	for _, k := range keys {
		out = append(out, sqlast.Order{X: sqlast.Col(k)})
	}
	return out
}

func (s *ranges) numbered() *sqlast.Select {
	var keys []string
	for _, k := range s.ev.g.Entity.Keys {
		keys = append(keys, s.ask.keys[k.Name])
	}
	over := &sqlast.Over{OrderBy: append(s.inKeyOrder(keys), sqlast.Order{X: sqlast.Col(s.ask.at)})}
	number := sqlast.Bin(sqlast.Call{Func: "row_number", Over: over}, "-", sqlast.Int(1))
	return &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Col(s.row)}, {X: number, As: labelNumber}},
		From:    table(s.ask.name),
	}
}

// rank adds, lane by lane, how many labels look at an instant before that of an
// event, and returns the CTE with the events.
func (s *ranges) rank(inputs string) string {
	b, name := s.ev.b, s.ev.g.Name
	columns := s.read()
	from, where := inputs, sqlast.Expr(nil)
	for i, l := range s.list {
		suffix := ""
		if l.name != "" {
			suffix = "_" + l.name
		}
		marks := b.cte(name+"_marked"+suffix, "Events in the order of "+l.about+", and where labels look at it.", s.mark(i, from, where, columns))
		counted := &sqlast.Select{From: table(marks), Windows: []sqlast.NamedOver{{Name: "so_far", Over: s.soFar()}}}
		for _, c := range columns {
			counted.Columns = append(counted.Columns, sqlast.Column{X: sqlast.Col(c)})
		}
		for p, probe := range s.probes {
			if probe.lane != i {
				continue
			}
			looked := sqlast.Call{Func: "count", Args: []sqlast.Expr{sqlast.Col(s.rankOf(p))}, Over: &sqlast.Over{Name: "so_far"}}
			counted.Columns = append(counted.Columns, sqlast.Column{X: looked, As: s.rankOf(p)})
			columns = append(columns, s.rankOf(p))
		}
		counted.Columns = append(counted.Columns, sqlast.Column{X: sqlast.Col(s.isProbe)})
		from = b.cte(name+"_ranked"+suffix, "How many labels look at what is before each event.", counted)
		where = sqlast.Bin(sqlast.Col(s.isProbe), "=", sqlast.Int(0))
	}
	return from
}

func (s *ranges) rankOf(probe int) string {
	if s.ranks[probe] == "" {
		s.ranks[probe] = s.names.name("labels_" + s.probes[probe].name)
	}
	return s.ranks[probe]
}

// bounds are the numbers of the labels that see an event: from lo up to hi.
func (s *ranges) bounds(r *ranged) (lo, hi sqlast.Expr) {
	for i, e := range r.enter {
		x := sqlast.Expr(sqlast.Col(s.rankOf(e)))
		if i > 0 {
			x = sqlast.Fn("greatest", lo, x)
		}
		lo = x
	}
	return lo, sqlast.Col(s.rankOf(r.leave))
}

// read lists the columns of the inputs that are read of each event.
func (s *ranges) read() []string {
	var out []string
	add := func(e sqlast.Expr) {
		sqlast.Walk(e, func(e sqlast.Expr) {
			if n, ok := e.(sqlast.Name); ok && !slices.Contains(out, n.Col) {
				out = append(out, s.names.name(n.Col))
			}
		})
	}
	for _, k := range s.ev.g.Key {
		add(s.ev.column(k))
	}
	for i := range s.list {
		add(s.marks[i])
	}
	for _, c := range s.sums.list {
		add(c.addition())
	}
	for _, r := range s.windows {
		for _, i := range r.merged {
			for _, c := range s.prims[i].(mergeable).partials(s.ev.input(s.ev.g.Slots[i].Filter)) {
				add(c.X)
			}
		}
		for _, i := range r.keyed {
			e := s.prims[i].(*each)
			add(e.condition(s.ev, nil))
			for _, a := range e.addends() {
				add(a.x)
			}
		}
		for _, i := range r.distinct {
			for _, c := range s.prims[i].aggregates(s.ev.input(s.ev.g.Slots[i].Filter)) {
				add(c.X)
			}
		}
	}
	s.markAt, s.isProbe = s.names.name("mark"), s.names.name("probe")
	return out
}

// mark is the union of events and labels at their instants of one lane.
func (s *ranges) mark(lane int, from string, where sqlast.Expr, columns []string) sqlast.Union {
	events := &sqlast.Select{From: table(from), Where: where}
	keys := map[string]sqlast.Expr{}
	for i, k := range s.ev.g.Key {
		keys[s.ev.column(k).Col] = qualified(labelAlias, s.ask.keys[s.ev.g.Entity.Keys[i].Name])
	}
	var probes []int
	for p, probe := range s.probes {
		if probe.lane == lane {
			probes = append(probes, p)
		}
	}
	column := func(q *sqlast.Select, x sqlast.Expr, as string) {
		q.Columns = append(q.Columns, sqlast.Column{X: x, As: as})
	}
	for _, c := range columns {
		column(events, sqlast.Col(c), c)
	}
	column(events, s.marks[lane], s.markAt)
	column(events, sqlast.Int(0), s.isProbe)
	for _, p := range probes {
		column(events, sqlast.Null, s.rankOf(p))
	}
	out := sqlast.Union{Selects: []*sqlast.Select{events}}
	for n, p := range probes {
		q := &sqlast.Select{From: aliased(s.ask.name, labelAlias)}
		for _, c := range columns {
			x, ok := keys[c]
			if !ok {
				x = sqlast.Null
			}
			column(q, x, c)
		}
		column(q, s.probes[p].at, s.markAt)
		column(q, sqlast.Int(int64(n+1)), s.isProbe)
		for _, other := range probes {
			x := sqlast.Expr(sqlast.Null)
			if other == p {
				x = sqlast.Int(1)
			}
			column(q, x, s.rankOf(other))
		}
		out.Selects = append(out.Selects, q)
	}
	return out
}

// soFar is the order of marks; events come before those who look at the same
// instant.
func (s *ranges) soFar() sqlast.Over {
	var keys []string
	for _, k := range s.ev.g.Key {
		keys = append(keys, s.ev.column(k).Col)
	}
	return sqlast.Over{
		OrderBy: append(s.inKeyOrder(append(keys, s.markAt)), sqlast.Order{X: sqlast.Col(s.isProbe)}),
		Frame:   "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
	}
}
