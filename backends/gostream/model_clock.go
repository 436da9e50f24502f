package gostream

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/runtime/window"
)

// clockModel is a variable with the clock of a zone, in rows of a line each.
type clockModel struct {
	Var, Zone string
	Rows      [][]window.Stretch
}

// stretchesPerLine is how many stretches of a clock stand in a line.
const stretchesPerLine = 4

// clock returns the variable of a zone's clock.
func (m *packageModel) clock(name string) string {
	v, ok := m.clocks[name]
	if !ok {
		v = m.names.of("clock" + exportedName(zoneWords.Replace(name)))
		m.clocks[name] = v
		c := clockModel{Var: v, Zone: name}
		for all := zone.Clock(name); len(all) > 0; {
			n := min(stretchesPerLine, len(all))
			c.Rows = append(c.Rows, all[:n])
			all = all[n:]
		}
		m.Clocks = append(m.Clocks, c)
	}
	return v
}

// clocksOf is a text that changes with the clocks of a group's calendars: state
// that another edition of them has let go of is not to be restored.
func clocksOf(g *plan.Group) string {
	out := ""
	for _, w := range g.Windows {
		if w.Calendar.Unit != 0 {
			out += fmt.Sprintf("\nclock %s %v", w.Calendar.Zone, zone.Clock(w.Calendar.Zone))
		}
	}
	return out
}
