package gostream

import "fmt"

// addEdges gives a lag what it keeps: the rows that it is read from, and the newest
// of those that have left the log, all of them or per tile.
func (gm *groupModel) addEdges(sm *slotModel) {
	w := gm.plan.Windows[sm.plan.Window]
	typ, n, order := "window.Edges["+gm.Row+"]", sm.plan.N+1, gm.order(sm)
	sm.field = gm.stateName.of(localName(sm.plan.Name) + "Rows")
	gm.State = append(gm.State, stateField{sm.field, typ, "what it is read from"})
	if w.Counts() {
		return
	}
	switch {
	case w.AllTime:
		sm.edge = gm.stateName.of(localName(sm.plan.Name) + "Edges")
		field := "s." + sm.edge
		gm.State = append(gm.State, stateField{sm.edge, typ, "newest of what has left the log"})
		gm.Evicts = guard(gm.Evicts, sm.cond, fmt.Sprintf("%s.Newer(s.log.Time(i), r, %d, %s)", field, n, order))
		gm.Save = append(gm.Save, fmt.Sprintf("b = %s.Append(b, (*%s).append)", field, gm.Row))
		gm.Load = append(gm.Load, fmt.Sprintf("%s.Read(d, (*%s).read)", field, gm.Row))
	case w.Step > 0:
		t := gm.cursor(sm.plan.Window).Tiles
		sm.tiled = t.add(sm, typ, "newest")
		tile := "t." + sm.tiled
		t.Fold = guard(t.Fold, sm.cond, fmt.Sprintf("%s.Newer(time, r, %d, %s)", tile, n, order))
		t.Append = append(t.Append, fmt.Sprintf("b = %s.Append(b, (*%s).append)", tile, gm.Row))
		t.Read = append(t.Read, fmt.Sprintf("%s.Read(d, (*%s).read)", tile, gm.Row))
	}
}

// edges finds the value of a lag: the newest rows of the log with those of what has
// left it.
func (gr *groupReader) edges(slot int) {
	gm, sm := gr.gm, gr.gm.slots[slot]
	n, order := sm.plan.N+1, gm.order(sm)
	gr.add("s.%s.Reset()", sm.field)
	gr.add("s.log.NewestRows(&s.%s, %s, %d, %s, %s)", sm.field, gm.span(sm), n, gm.count(sm.cond), order)
	switch {
	case sm.edge != "":
		gr.add("s.%s.MergeNewer(&s.%s, %d, %s)", sm.field, sm.edge, n, order)
	case sm.tiled != "":
		t := gm.cursors[sm.plan.Window].Tiles
		gr.add("window.NewestOfTiles(&s.%s, &s.%s, %d, func(t *%s) *window.Edges[%s] { return &t.%s }, %s)",
			sm.field, t.Field, n, t.Type, gm.Row, sm.tiled, order)
	}
	gr.take(slot, fmt.Sprintf("r := s.%s.Row(%d); r != nil", sm.field, sm.plan.N))
}
