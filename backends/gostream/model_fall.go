package gostream

import "fmt"

// addFall gives a drawdown over a window without an older end what it remembers of rows
// that have left the log, which they do in order: before one of them, or at its time,
// nothing can come any more.
func (gm *groupModel) addFall(sm *slotModel) {
	if !gm.plan.Windows[sm.plan.Window].AllTime {
		return
	}
	sm.edge = gm.stateName.of(localName(sm.plan.Name) + "Fall")
	field := "s." + sm.edge
	gm.State = append(gm.State, stateField{sm.edge, fallType(gm.kind(sm)), "of what has left the log"})
	gm.Leaving = append(gm.Leaving,
		"s.picked = "+gm.inOrder(sm, "s.log.Rows(s.picked, window.Span{To: n})"),
		fmt.Sprintf("for _, i := range s.picked {\nr := s.log.Row(i)\n%s}", guardedText([]guarded{{sm.cond, []string{fmt.Sprintf("%s.Add(%s)", field, sm.arg)}}})))
	gm.Save = append(gm.Save, fmt.Sprintf("b = %s.Append(b)", field))
	gm.Load = append(gm.Load, fmt.Sprintf("%s.Read(d)", field))
}

// keepFall says which rows a drawdown can do without: those that are settled, or that
// have left a window with an older end.
func (gm *groupModel) keepFall(sm *slotModel) string {
	if gm.plan.Windows[sm.plan.Window].AllTime {
		return fmt.Sprintf("s.log.Before(%s, 0)", gm.settled())
	}
	return fmt.Sprintf("s.log.Before(%s.Bounds(at))", gm.ranges[sm.plan.Window])
}

// inOrder is the positions of rows, oldest first.
func (gm *groupModel) inOrder(sm *slotModel, rows string) string {
	return fmt.Sprintf("s.log.InOrder(%s, %s)", rows, gm.order(sm))
}
