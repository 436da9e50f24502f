package gostream

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
)

// addEdges gives a slot what it keeps that is read from some of the newest or oldest
// rows: these, and those of what has left the log, all of it or per tile.
func (gm *groupModel) addEdges(sm *slotModel) {
	w := gm.plan.Windows[sm.plan.Window]
	typ, n, order := "window.Edges["+gm.Row+"]", rowsOf(sm), gm.order(sm)
	sm.field = gm.stateName.of(localName(sm.plan.Name) + "Rows")
	gm.State = append(gm.State, stateField{sm.field, typ, "what it is read from"})
	if sm.plan.Kind != ir.CompLag {
		gm.addList(sm)
	}
	if w.Counts() {
		return
	}
	switch {
	case w.AllTime:
		sm.edge = gm.stateName.of(localName(sm.plan.Name) + "Edges")
		field := "s." + sm.edge
		gm.State = append(gm.State, stateField{sm.edge, typ, endDoc(sm) + " of what has left the log"})
		gm.Evicts = guard(gm.Evicts, sm.cond, fmt.Sprintf("%s.%s(s.log.Time(i), r, %d, %s)", field, endOf(sm), n, order))
		gm.Save = append(gm.Save, fmt.Sprintf("b = %s.Append(b, (*%s).append)", field, gm.Row))
		gm.Load = append(gm.Load, fmt.Sprintf("%s.Read(d, (*%s).read)", field, gm.Row))
	case w.Step > 0:
		t := gm.cursor(sm.plan.Window).Tiles
		sm.tiled = t.add(sm, typ, endDoc(sm))
		tile := "t." + sm.tiled
		t.Fold = guard(t.Fold, sm.cond, fmt.Sprintf("%s.%s(time, r, %d, %s)", tile, endOf(sm), n, order))
		t.Append = append(t.Append, fmt.Sprintf("b = %s.Append(b, (*%s).append)", tile, gm.Row))
		t.Read = append(t.Read, fmt.Sprintf("%s.Read(d, (*%s).read)", tile, gm.Row))
	}
}

// endOf is the method that takes in a row at the end that a slot looks at.
func endOf(sm *slotModel) string {
	if sm.plan.Kind == ir.CompFirstN {
		return "Older"
	}
	return "Newer"
}

func endDoc(sm *slotModel) string {
	if sm.plan.Kind == ir.CompFirstN {
		return "oldest"
	}
	return "newest"
}

// edges finds the value of such a slot: the rows at the end of the log with those of
// what has left it.
func (gr *groupReader) edges(slot int) {
	gm, sm := gr.gm, gr.gm.slots[slot]
	n, order := rowsOf(sm), gm.order(sm)
	gr.add("s.%s.Reset()", sm.field)
	end := map[string]string{"Newer": "Newest", "Older": "Oldest"}[endOf(sm)]
	gr.add("s.log.%sRows(&s.%s, %s, %d, %s, %s)", end, sm.field, gm.span(sm), n, gm.count(sm.cond), order)
	switch {
	case sm.edge != "":
		gr.add("s.%s.Merge%s(&s.%s, %d, %s)", sm.field, endOf(sm), sm.edge, n, order)
	case sm.tiled != "":
		t := gm.cursors[sm.plan.Window].Tiles
		gr.add("window.%sOfTiles(&s.%s, &s.%s, %d, func(t *%s) *window.Edges[%s] { return &t.%s }, %s)",
			end, sm.field, t.Field, n, t.Type, gm.Row, sm.tiled, order)
	}
	gr.takeRows(slot)
}

// rowsOf is how many rows a slot is read from.
func rowsOf(sm *slotModel) int {
	if sm.plan.Kind == ir.CompLag {
		return sm.plan.N + 1
	}
	return sm.plan.N
}

// takeRows sets a slot's value from the rows that it is read from.
func (gr *groupReader) takeRows(slot int) {
	sm := gr.gm.slots[slot]
	if sm.plan.Kind == ir.CompLag {
		gr.take(slot, fmt.Sprintf("r := s.%s.Row(%d); r != nil", sm.field, sm.plan.N))
		return
	}
	t := gr.gm.inputs[sm.plan.Arg].Type.NotNull()
	gr.add("s.%s.Reset()", sm.list)
	gr.add("for i := range s.%s.Len() {\nr := s.%s.Row(i)\ns.%s.Add(%s)\n}", sm.field, sm.field, sm.list, ofValue(t, sm.arg))
	gr.values[slot] = nullable("s.%s.Value()", sm.list)
}

// addList gives a slot what its list or map is made in.
func (gm *groupModel) addList(sm *slotModel) {
	sm.list = gm.stateName.of(localName(sm.plan.Name) + "Made")
	gm.State = append(gm.State, stateField{sm.list, "collection.Listing[" + info(sm.plan.Type).goType + "]", "what it is made in"})
}
