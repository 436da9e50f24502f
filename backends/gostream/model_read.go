package gostream

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
)

// groupRead is the method of a group's state that reads the aggregated features
// of one of its views.
type groupRead struct {
	Method string
	Vector string // type of the view's struct
	Feat   string
	Values string   // the method that reads whatever the gate says, for views over this one; "" where there are none
	Seeks  []string // suffixes of the cursors to move
	Body   []string // statements
}

// groupReader builds a groupRead.
type groupReader struct {
	gm     *groupModel
	names  names
	uses   map[int]int
	values map[int]code // by slot
	after  []string     // what follows the loop over keys that is being written
	out    *groupRead
}

func (gm *groupModel) addView(v *ir.View, r *readerModel) {
	gr := &groupReader{
		gm: gm, names: newNames(), uses: map[int]int{}, values: map[int]code{},
		out: &groupRead{Method: "Read" + r.Type, Vector: r.Type, Feat: v.Name},
	}
	var slots []int // in the plan's order
	for _, f := range v.Features {
		if f.Agg == nil {
			continue
		}
		for _, e := range append(f.Agg.Steps[:len(f.Agg.Steps):len(f.Agg.Steps)], f.Agg.Finish) {
			ir.Walk(e, func(e ir.Expr) {
				if c, ok := e.(*ir.CompRef); ok {
					i := gm.pkg.plan.Slot(f, c.Index).Slot
					if gr.uses[i]++; gr.uses[i] == 1 {
						slots = append(slots, i)
					}
				}
			})
		}
	}
	slices.Sort(slots)
	if gm.pkg.isTicked(v) {
		gr.out.Values = "valuesOf" + r.Type
	}
	gr.slots(slots)
	for i, f := range v.Features {
		if f.Agg == nil {
			continue
		}
		var steps []code
		p := printer{zone: gm.pkg.zone, pattern: gm.pkg.pattern, leaf: func(e ir.Expr) code {
			switch e := e.(type) {
			case *ir.StepRef:
				return steps[e.Index]
			case *ir.NowRef:
				return plain("at")
			}
			return gr.values[gm.pkg.plan.Slot(f, e.(*ir.CompRef).Index).Slot]
		}}
		for _, e := range f.Agg.Steps {
			c := p.expr(e)
			v := gr.names.of(localName(f.Name) + "Step")
			gr.add("%s := %s", v, c.text)
			steps = append(steps, code{text: v, null: c.null})
		}
		gr.add("out.%s = %s", r.Fields[i].Name, featureCode(f, p.expr(f.Agg.Finish)))
	}
	gm.Views = append(gm.Views, gr.out)
}

// featureCode is a feature's value: its default put in, in its type.
func featureCode(f *ir.Feature, c code) string {
	if f.Default != nil && c.null {
		c = plain("%s.Or(%s)", c.text, constant(*f.Default, f.Type))
	}
	return c.as(f.Type)
}

func (gr *groupReader) add(format string, args ...any) {
	gr.out.Body = append(gr.out.Body, fmt.Sprintf(format, args...))
}

// slots finds where each slot's value comes from, with the statements that it
// takes.
func (gr *groupReader) slots(slots []int) {
	gm := gr.gm
	var picks []pick
	var eaches []int
	for _, i := range slots {
		sm := gm.slots[i]
		window := gm.plan.Windows[sm.plan.Window]
		switch {
		case window.Counts():
			if sm.plan.Each != nil {
				eaches = append(eaches, i)
			}
			picks = addPick(picks, gm, i)
		case sm.plan.Kind == ir.CompDrawdown:
			gr.seek(sm.plan.Window)
			picks = addPick(picks, gm, i)
		case sm.plan.Kind.TakesRows():
			gr.seek(sm.plan.Window)
			gr.edges(i)
		case sm.plan.Kind.Algebra() == ir.Ordered:
			gr.seek(sm.plan.Window)
			gr.edge(i)
		case sm.plan.Each != nil:
			gr.seek(sm.plan.Window)
			eaches = append(eaches, i)
		default:
			gr.seek(sm.plan.Window)
			gr.values[i] = gm.value(sm)
			if gr.uses[i] > 1 && sm.plan.Kind != ir.CompCount {
				v := gr.names.of(localName(sm.plan.Name))
				gr.add("%s := %s", v, gr.values[i].text)
				gr.values[i] = code{text: v, null: gr.values[i].null}
			}
		}
	}
	for _, p := range picks {
		gr.pick(p)
	}
	gr.eaches(eaches)
}

// seek has the window's cursor moved, if it has one.
func (gr *groupReader) seek(window int) {
	if c, ok := gr.gm.cursors[window]; ok && !slices.Contains(gr.out.Seeks, c.Suffix) {
		gr.out.Seeks = append(gr.out.Seeks, c.Suffix)
	}
}

// span is the rows of the log that are in a slot's window.
func (gm *groupModel) span(sm *slotModel) string {
	if c, ok := gm.cursors[sm.plan.Window]; ok {
		return fmt.Sprintf("s.%s.Span()", c.Field)
	}
	if gm.plan.Windows[sm.plan.Window].Calendar.Unit != 0 {
		return fmt.Sprintf("s.log.Between(%s.Bounds(at))", gm.ranges[sm.plan.Window])
	}
	return fmt.Sprintf("s.log.Span(%s, at)", gm.ranges[sm.plan.Window])
}

// edge finds the first or last of a window in the log.
func (gr *groupReader) edge(slot int) {
	gm, sm := gr.gm, gr.gm.slots[slot]
	span := gm.span(sm)
	evicted := "nil"
	switch {
	case sm.edge != "":
		evicted = "&s." + sm.edge
	case sm.tiled != "":
		evicted = gm.tileEdge(sm)
	}
	method := "Last"
	if sm.plan.Kind == ir.CompFirst {
		method = "First"
	}
	gr.take(slot, fmt.Sprintf("r := s.log.%s(%s, %s, %s, %s); r != nil", method, span, evicted, gm.count(sm.cond), gm.order(sm)))
}

// take declares the slot's value and sets it from row r, if there is one.
func (gr *groupReader) take(slot int, row string) {
	sm := gr.gm.slots[slot]
	v := gr.names.of(localName(sm.plan.Name))
	t := gr.gm.inputs[sm.plan.Arg].Type
	gr.add("var %s %s", v, goType(t.Null()))
	gr.add("if %s {\n%s = runtime.Some(%s)\n}", row, v, sm.arg)
	gr.values[slot] = nullable("%s", v)
}

// pick is the slots that look at the same newest rows.
type pick struct {
	newest string // the expression that picks them: the newest n, or a session
	slots  []int
}

func addPick(picks []pick, gm *groupModel, slot int) []pick {
	s := gm.plan.Slots[slot]
	w := gm.plan.Windows[s.Window]
	var newest string
	if !w.Counts() {
		newest = fmt.Sprintf("s.log.Rows(s.picked, %s)", gm.span(gm.slots[slot]))
	} else if w.Gap > 0 {
		newest = fmt.Sprintf("s.log.Session(s.picked, at, %s, %s)", micros(w.Gap), gm.base(slot))
	} else {
		newest = fmt.Sprintf("s.log.Newest(s.picked, s.log.Span(%s, at), %d, %s, %s)",
			gm.ranges[s.Window], w.Last, gm.base(slot), gm.order(gm.slots[slot]))
	}
	if s.Kind == ir.CompDrawdown {
		newest = gm.inOrder(gm.slots[slot], newest)
	}
	for i := range picks {
		if picks[i].newest == newest {
			picks[i].slots = append(picks[i].slots, slot)
			return picks
		}
	}
	return append(picks, pick{newest, []int{slot}})
}

// pick reduces the newest rows for the slots that look at them.
func (gr *groupReader) pick(p pick) {
	gm := gr.gm
	gr.add("s.picked = %s", p.newest)
	var body []guarded
	var after []func()
	filled := map[string]bool{}
	for _, i := range p.slots {
		sm := gm.slots[i]
		v := gr.names.of(localName(sm.plan.Name) + "Acc")
		var stmt string
		switch sm.plan.Kind {
		case ir.CompCount:
			if sm.cond == "" {
				gr.add("%s := int64(len(s.picked))", v)
				gr.values[i] = plain("%s", v)
				continue
			}
			stmt = v + "++"
		case ir.CompDrawdown:
			if sm.edge != "" {
				gr.add("%s := s.%s", v, sm.edge)
				body = guard(body, sm.cond, fmt.Sprintf("%s.Add(%s)", v, sm.arg))
				gr.values[i] = gm.result(sm, v)
				continue
			}
			stmt = fmt.Sprintf("%s.Add(%s)", v, sm.arg)
		case ir.CompDistinct:
			gr.add("s.%s.Reset()", sm.field)
			body = guard(body, sm.cond, fmt.Sprintf("s.%s.Add(%s)", sm.field, sm.arg))
			gr.values[i] = gm.result(sm, "s."+sm.field)
			continue
		case ir.CompSum, ir.CompUnits:
			stmt = fmt.Sprintf("%s.Add(%s)", v, sm.arg)
		case ir.CompMin, ir.CompMax, ir.CompArgMin, ir.CompArgMax:
			gr.add("var %s %s", v, gm.best(sm))
			body = guard(body, sm.cond, gm.fold(sm, v))
			gr.values[i] = argument(sm, nullable("%s", v))
			continue
		case ir.CompLag, ir.CompLastN, ir.CompFirstN:
			gr.add("s.%s.Reset()", sm.field)
			body = guard(body, sm.cond, fmt.Sprintf("s.%s.%s(s.log.Time(i), r, %d, %s)", sm.field, endOf(sm), rowsOf(sm), gm.order(sm)))
			after = append(after, func() { gr.takeRows(i) })
			continue
		case ir.CompEach:
			if !filled[sm.field] {
				filled[sm.field] = true
				gr.add("s.%s.Reset()", sm.field)
				body = guard(body, sm.cond, gm.onKey(sm, "s."+sm.field, "Add"))
			}
			continue
		case ir.CompFirst, ir.CompLast:
			method := map[ir.ComponentKind]string{ir.CompFirst: "Older", ir.CompLast: "Newer"}[sm.plan.Kind]
			gr.add("var %s window.Edge[%s]", v, gm.Row)
			body = guard(body, sm.cond, fmt.Sprintf("%s.%s(s.log.Time(i), r, %s)", v, method, gm.order(sm)))
			after = append(after, func() { gr.take(i, fmt.Sprintf("r := &%s.Row; %s.Valid", v, v)) })
			continue
		}
		gr.add("var %s %s", v, gm.accumulator(sm))
		body = guard(body, sm.cond, stmt)
		gr.values[i] = gm.result(sm, v)
	}
	if len(body) > 0 {
		gr.add("for _, i := range s.picked {\nr := s.log.Row(i)\n%s}", guardedText(body))
	}
	for _, f := range after {
		f()
	}
}

// guardedText lays out guarded statements.
func guardedText(gs []guarded) string {
	var b strings.Builder
	for _, g := range gs {
		stmts := strings.Join(g.Stmts, "\n") + "\n"
		if g.Cond == "" {
			b.WriteString(stmts)
			continue
		}
		fmt.Fprintf(&b, "if %s {\n%s}\n", g.Cond, stmts)
	}
	return b.String()
}
