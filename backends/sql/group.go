package sql

import (
	"fmt"
	"maps"
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// events are the layers over the admitted events of a group.
type events struct {
	b           *builder
	g           *plan.Group
	l           *layers
	x           *exprs
	columns     map[int]sqlast.Name // of the source
	lookups     map[string]sqlast.Name
	lets        map[*ir.Let]sqlast.Expr
	inputs      map[int]sqlast.Expr
	orders      map[string]sqlast.Name
	limbColumns map[string][2]sqlast.Expr
	arrival     sqlast.Name // when an event becomes visible; the event time where that is the same
}

func newEvents(b *builder, g *plan.Group) *events {
	ev := &events{
		b: b, g: g, l: newLayers(b.d),
		columns: map[int]sqlast.Name{}, lookups: map[string]sqlast.Name{}, lets: map[*ir.Let]sqlast.Expr{}, inputs: map[int]sqlast.Expr{},
		orders: map[string]sqlast.Name{}, limbColumns: map[string][2]sqlast.Expr{},
	}
	ev.x = b.exprs(ev.l, ev.leaf)
	for _, k := range g.Key {
		ev.column(k)
	}
	ev.arrival = ev.column(g.Source.Time)
	if delayed(g.Source) {
		name := columnsOf(g.Source).arrival
		ev.arrival = ev.l.start(name, sqlast.Col(name))
	}
	return ev
}

// column returns a column of the source.
func (ev *events) column(i int) sqlast.Name {
	n, ok := ev.columns[i]
	if !ok {
		name := ev.g.Source.Columns[i].Name
		n = ev.l.start(name, sqlast.Col(name))
		ev.columns[i] = n
	}
	return n
}

// lookup returns a column of the version that an event sees.
func (ev *events) lookup(e *ir.LookupRef) sqlast.Name {
	name := lookupColumns(ev.g)[ev.g.Lookup(e)][e.Index]
	n, ok := ev.lookups[name]
	if !ok {
		n = ev.l.start(name, sqlast.Col(name))
		ev.lookups[name] = n
	}
	return n
}

func (ev *events) leaf(e ir.Expr) sqlast.Expr {
	switch e := e.(type) {
	case *ir.ColumnRef:
		return ev.column(e.Index)
	case *ir.LookupRef:
		return ev.lookup(e)
	case *ir.LetRef:
		got, ok := ev.lets[e.Let]
		if !ok {
			got = ev.named(e.Let.Name, e.Let.Expr)
			ev.lets[e.Let] = got
		}
		return got
	}
	panic(fmt.Sprintf("sql: %T in a row-level expression", e))
}

// named returns an expression as a column, under its name where it is new.
func (ev *events) named(name string, e ir.Expr) sqlast.Expr {
	s := ev.x.typed(e)
	if n, ok := s.(sqlast.Name); ok {
		return n
	}
	return ev.l.define(name, s)
}

// input returns the column of an input of the group; nil for plan.None.
func (ev *events) input(i int) sqlast.Expr {
	if i == plan.None {
		return nil
	}
	got, ok := ev.inputs[i]
	if !ok {
		got = ev.named(ev.g.Inputs[i].Name, ev.g.Inputs[i].Expr)
		ev.inputs[i] = got
	}
	return got
}

// order returns a column that numbers the events of a key from the oldest, with
// ties broken by inputs. Events that stay equal are interchangeable.
func (ev *events) order(ties []int) sqlast.Expr {
	key := fmt.Sprint(ties)
	if n, ok := ev.orders[key]; ok {
		return n
	}
	s := ev.g.Source
	over := &sqlast.Over{}
	for _, k := range ev.g.Key {
		over.PartitionBy = append(over.PartitionBy, ev.column(k))
	}
	seen := map[sqlast.Expr]bool{}
	add := func(e sqlast.Expr) {
		if !seen[e] {
			seen[e] = true
			over.OrderBy = append(over.OrderBy, sqlast.Order{X: e})
		}
	}
	for _, i := range []int{s.Time, s.Sequence, s.Unique} {
		if i != ir.None {
			add(ev.column(i))
		}
	}
	for _, t := range ties {
		add(ev.input(t))
	}
	n := ev.l.define("event_order", sqlast.Call{Func: "row_number", Over: over})
	ev.orders[key] = n
	return n
}

// until returns the column with the time at which the n-th event after an event
// becomes visible, among those that pass the view's where or fail it like it;
// null while there is none.
func (ev *events) until(slot *plan.Slot, n int64) sqlast.Name {
	order := ev.order(slot.Ties)
	key := fmt.Sprint("until", slot.Base, slot.Ties, n)
	if c, ok := ev.orders[key]; ok {
		return c
	}
	over := &sqlast.Over{OrderBy: []sqlast.Order{{X: order}}}
	for _, k := range ev.g.Key {
		over.PartitionBy = append(over.PartitionBy, ev.column(k))
	}
	if base := ev.input(slot.Base); base != nil {
		over.PartitionBy = append(over.PartitionBy, base)
	}
	c := ev.l.define(fmt.Sprintf("until_%d", n), sqlast.Call{Func: "lead", Args: []sqlast.Expr{ev.arrival, sqlast.Int(n)}, Over: over})
	ev.orders[key] = c
	return c
}

// runEnd returns the column with the time of the last event that follows an event
// without a gap, among those that pass the view's where or fail it like it.
func (ev *events) runEnd(slot *plan.Slot, gap int64) sqlast.Name {
	key := fmt.Sprint("run", slot.Base, gap)
	if c, ok := ev.orders[key]; ok {
		return c
	}
	time := ev.column(ev.g.Source.Time)
	over := sqlast.Over{OrderBy: []sqlast.Order{{X: time}}}
	for _, k := range ev.g.Key {
		over.PartitionBy = append(over.PartitionBy, ev.column(k))
	}
	if base := ev.input(slot.Base); base != nil {
		over.PartitionBy = append(over.PartitionBy, base)
	}
	following := over
	following.Frame = "RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING"
	next := ev.l.define("next_time", sqlast.Call{Func: "lead", Args: []sqlast.Expr{time}, Over: &over})
	ends := ev.l.define("ends_at", sqlast.If(sqlast.Or(sqlast.IsNull{X: next}, sqlast.Bin(next, ">", plus(time, gap))), time))
	c := ev.l.define("session_end", sqlast.Call{Func: "min", Args: []sqlast.Expr{ends}, Over: &following})
	ev.orders[key] = c
	return c
}

// labels is the relation that asks: a row per entity and instant.
type labels struct {
	name    string
	row, at string
	keys    map[string]string // key column of an entity → column
	request []string
}

// slotColumns is where a slot of a group ends up.
type slotColumns struct {
	cte   string   // with a row per label that sees an event
	parts []string // its aggregated columns there
	prim  primitive
}

// aggregate adds the CTEs that compute slots of a group for every label, each by
// the rule that is chosen for it.
func (b *builder) aggregate(g *plan.Group, slots []int, ask labels) map[int]slotColumns {
	if g.Source.Ticks != nil {
		b.events[g] = b.ticks(g, slots, ask)
	}
	ev := newEvents(b, g)
	prims := map[int]primitive{}
	by := map[Rule][]int{}
	for _, i := range slots {
		prims[i] = choose(g.Slots[i], g)
		prims[i].prepare(ev)
		ev.input(g.Slots[i].Filter)
		rule := Choose(g, g.Slots[i], b.opt.Without).Rule
		by[rule] = append(by[rule], i)
	}
	var steps []func(inputs string) map[int]slotColumns
	if list := by[RunningSums]; len(list) > 0 {
		steps = append(steps, newRunning(ev, list, prims, ask).ctes)
	}
	if list := slices.Concat(by[LabelDeltas], by[Stabbing], by[Islands], by[KeyDeltas]); len(list) > 0 {
		steps = append(steps, newRanges(ev, list, prims, ask).ctes)
	}
	if list := by[RangeJoin]; len(list) > 0 {
		steps = append(steps, newJoins(ev, list, prims, ask).ctes)
	}
	// Only now is it known what is read of each event.
	known := b.known(g)
	inputs := b.stack(ev.l, g.Name+"_inputs", "What the features read of each event.", &sqlast.Select{From: table(known)})
	out := map[int]slotColumns{}
	for _, step := range steps {
		maps.Copy(out, step(inputs))
	}
	return out
}
