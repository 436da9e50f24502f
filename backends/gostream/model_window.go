package gostream

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// window gives a window its range variable.
func (gm *groupModel) window(i int) string {
	if name, ok := gm.ranges[i]; ok {
		return name
	}
	w := gm.plan.Windows[i]
	if w.Gap > 0 { // has no range of its own
		return ""
	}
	name := gm.pkg.names.of(gm.Field + windowName(w))
	gm.ranges[i] = name
	if w.Calendar.Unit != 0 {
		gm.Ranges = append(gm.Ranges, rangeModel{name, gm.calendar(w.Calendar), windowDoc(w)})
		return name
	}
	var parts []string
	if w.AllTime {
		parts = append(parts, "AllTime: true")
	} else {
		parts = append(parts, "From: "+micros(w.From))
	}
	if w.To != 0 {
		parts = append(parts, "To: "+micros(w.To))
	}
	if w.FromClosed && !w.AllTime {
		parts = append(parts, "FromClosed: true")
	}
	if w.ToClosed {
		parts = append(parts, "ToClosed: true")
	}
	if w.Step > 0 {
		parts = append(parts, "Step: "+micros(w.Step))
	}
	gm.Ranges = append(gm.Ranges, rangeModel{name, "window.Range{" + strings.Join(parts, ", ") + "}", windowDoc(w)})
	return name
}

// cursor gives a window a cursor that slides.
func (gm *groupModel) cursor(i int) *cursorModel {
	if c, ok := gm.cursors[i]; ok {
		return c
	}
	w := gm.plan.Windows[i]
	suffix := windowName(w)
	for gm.stateName["w"+suffix] || gm.stateName["seek"+suffix] {
		suffix += "x"
	}
	c := &cursorModel{
		Field: gm.stateName.of("w" + suffix), Suffix: suffix,
		Range: gm.window(i), Doc: windowDoc(w), All: w.AllTime,
	}
	if w.Step > 0 {
		c.Tiles = gm.tiles(c)
	}
	gm.cursors[i] = c
	gm.Cursors = append(gm.Cursors, c)
	return c
}

// retention models which rows no read can need any more.
func (gm *groupModel) retention() {
	seen := map[string]bool{}
	keep := func(code string) {
		if !seen[code] {
			seen[code] = true
			gm.Keeps = append(gm.Keeps, code)
		}
	}
	for i, s := range gm.plan.Slots {
		w := gm.plan.Windows[s.Window]
		spent := fmt.Sprintf("s.log.Spent(%s, at)", gm.ranges[s.Window])
		switch {
		case s.Kind == ir.CompDrawdown && !w.Counts():
			keep(gm.keepFall(gm.slots[i]))
			if w.AllTime {
				keep(spent)
			}
			continue
		case w.Calendar.Unit != 0:
			keep(fmt.Sprintf("s.log.Before(%s.Bounds(at))", gm.ranges[s.Window]))
			continue
		case w.Gap > 0:
			keep(fmt.Sprintf("s.log.Closed(%s, at, %s, %s)", micros(w.Gap), gm.settled(), gm.base(i)))
			continue
		}
		if w.Last == 0 {
			keep(spent)
			continue
		}
		newest := fmt.Sprintf("s.log.Keep(%s, at, %d, %s)", gm.ranges[s.Window], w.Last, gm.base(i))
		if w.AllTime {
			keep(newest)
		} else {
			keep(fmt.Sprintf("max(%s, %s)", spent, newest))
		}
	}
}

// Forever reports whether a state is never as good as none: some window has no
// older end, or is a session, which events of any age can be part of.
func (gm *groupModel) Forever() bool {
	return slices.ContainsFunc(gm.plan.Windows, func(w ir.Window) bool { return w.AllTime || w.Gap > 0 })
}

// Oldest is the first event time that some window can see at an instant.
func (gm *groupModel) Oldest() string {
	var firsts []string
	for i := range gm.plan.Windows {
		firsts = append(firsts, fmt.Sprintf("window.First(%s.Bounds(at))", gm.ranges[i]))
	}
	if len(firsts) == 1 {
		return firsts[0]
	}
	return "min(" + strings.Join(firsts, ", ") + ")"
}

// calendar is the code of a calendar's window.
func (gm *groupModel) calendar(c ir.Calendar) string {
	name := c.Unit.String()
	code := fmt.Sprintf("window.Calendar{Clock: %s, Unit: window.Unit%s", gm.pkg.clock(c.Zone), strings.ToUpper(name[:1])+name[1:])
	if c.Previous {
		code += ", Previous: true"
	}
	return code + "}"
}

// settled is the event time before which no event can come any more.
func (gm *groupModel) settled() string {
	if gm.plan.Source.Ticks != nil {
		return "s.line.Settled()"
	}
	if gm.plan.Source.Arrival == ir.None {
		return "s.gate.InOrder()"
	}
	return fmt.Sprintf("s.gate.Settled(&%s)", gm.Rules)
}

// base is the function that picks the rows which a window with Last counts.
func (gm *groupModel) base(slot int) string {
	if b := gm.plan.Slots[slot].Base; b != plan.None {
		return gm.count(gm.truth(b, "r"))
	}
	return "nil"
}

// windowName names a window within an identifier: 7d, 14dTo7d, Last10Within1h.
func windowName(w ir.Window) string {
	switch {
	case w.Calendar.Unit != 0:
		return exportedName(w.Calendar.Name()) + exportedName(zoneWords.Replace(w.Calendar.Zone))
	case w.Gap > 0:
		return "Session" + age(w.Gap)
	case w.Step > 0:
		return age(w.From) + "By" + age(w.Step)
	}
	name := age(w.From)
	if w.AllTime {
		name = "All"
	}
	if w.To != 0 {
		name += "To" + age(w.To)
	}
	if w.Last > 0 {
		within := ""
		if !w.AllTime {
			within = "Within" + name
		}
		name = fmt.Sprintf("Last%d%s", w.Last, within)
	}
	return name
}

// windowDoc renders a window as ages before now, with the brackets of its ends.
func windowDoc(w ir.Window) string {
	var b strings.Builder
	switch {
	case w.Calendar.Unit != 0:
		return fmt.Sprintf("over %s(%q)", w.Calendar.Name(), w.Calendar.Zone)
	case w.Gap > 0:
		return "over session(" + age(w.Gap) + ")"
	case w.Step > 0:
		return "over " + age(w.From) + " by " + age(w.Step)
	case w.AllTime && w.To == 0 && w.ToClosed:
		b.WriteString("over all")
	case w.AllTime:
		b.WriteString("over (all, " + endpoint(w))
	case w.FromClosed:
		b.WriteString("over [" + age(w.From) + ", " + endpoint(w))
	default:
		b.WriteString("over (" + age(w.From) + ", " + endpoint(w))
	}
	if w.Last > 0 {
		fmt.Fprintf(&b, ", the newest %d", w.Last)
	}
	return b.String()
}

func endpoint(w ir.Window) string {
	s := "now"
	if w.To != 0 {
		s = age(w.To)
	}
	if w.ToClosed {
		return s + "]"
	}
	return s + ")"
}

// age renders a duration in its largest whole unit: 7d, 90m, 1500ms.
func age(us int64) string {
	for _, u := range []struct {
		size int64
		name string
	}{{24 * 3600e6, "d"}, {3600e6, "h"}, {60e6, "m"}, {1e6, "s"}, {1e3, "ms"}} {
		if us%u.size == 0 {
			return fmt.Sprintf("%d%s", us/u.size, u.name)
		}
	}
	return fmt.Sprintf("%dus", us)
}
