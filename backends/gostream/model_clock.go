package gostream

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/zone"
)

// zoneModel is a variable with a zone, and the numbers that make it, in lines.
type zoneModel struct {
	Var, Name string
	Lines     []string
}

// clockModel is a variable with the clock of a zone.
type clockModel struct {
	Var, Zone string
	Lines     []string
}

// zone returns the variable of a time zone.
func (m *packageModel) zone(name string) string {
	v, ok := m.zones[name]
	if !ok {
		v = m.names.of("zone" + exportedName(zoneWords.Replace(name)))
		m.zones[name] = v
		var numbers []int64
		for _, s := range zone.Spans(name) {
			numbers = append(numbers, s.Since, s.Offset)
		}
		m.Zones = append(m.Zones, zoneModel{v, name, lines(numbers, 8)})
	}
	return v
}

// clock returns the variable of a zone's clock.
func (m *packageModel) clock(name string) string {
	v, ok := m.clocks[name]
	if !ok {
		v = m.names.of("clock" + exportedName(zoneWords.Replace(name)))
		m.clocks[name] = v
		var numbers []int64
		for _, s := range zone.Clock(name) {
			numbers = append(numbers, s.Since, s.Offset, s.Reached)
		}
		m.Clocks = append(m.Clocks, clockModel{v, name, lines(numbers, 9)})
	}
	return v
}

// lines lays numbers out, so many in a line.
func lines(numbers []int64, each int) []string {
	var out []string
	for len(numbers) > 0 {
		n := min(each, len(numbers))
		out = append(out, strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers[:n]), " ", ", "), "[]"))
		numbers = numbers[n:]
	}
	return out
}

var zoneWords = strings.NewReplacer("/", "_", "-", "_minus_", "+", "_plus_")

// clocksOf is a text that changes with the clocks of a group's calendars: state
// that another edition of them has let go of is not to be restored.
func clocksOf(g *plan.Group) string {
	out := ""
	if t := g.Source.Ticks; t != nil && t.Every == 0 {
		out += fmt.Sprintf("\nclock %s %v", t.Calendar.Zone, zone.Clock(t.Calendar.Zone))
	}
	for _, w := range g.Windows {
		if w.Calendar.Unit != 0 {
			out += fmt.Sprintf("\nclock %s %v", w.Calendar.Zone, zone.Clock(w.Calendar.Zone))
		}
	}
	return out
}
