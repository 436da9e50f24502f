package gostream

import (
	"fmt"
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
	name := gm.pkg.names.of(gm.Field + windowName(w))
	gm.ranges[i] = name
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

// base is the function that picks the rows which a window with Last counts.
func (gm *groupModel) base(slot int) string {
	if b := gm.plan.Slots[slot].Base; b != plan.None {
		return gm.count(gm.truth(b, "r"))
	}
	return "nil"
}

// windowName names a window within an identifier: 7d, 14dTo7d, Last10Within1h.
func windowName(w ir.Window) string {
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
