package check

import (
	"strconv"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
)

// featureNames returns the name of each window's feature: the declared one,
// with the window behind it where there are several.
func featureNames(f *ast.Feature) []string {
	if len(f.Windows) < 2 {
		return []string{f.Name.Name}
	}
	var out []string
	for _, w := range f.Windows {
		out = append(out, f.Name.Name+windowSuffix(w))
	}
	return out
}

func windowSuffix(w *ast.Window) string {
	switch w.Kind {
	case ast.WindowAge:
		return ageSuffix(w.From)
	case ast.WindowInterval:
		return ageSuffix(w.From) + ageSuffix(w.To)
	case ast.WindowLast:
		s := "_last_" + w.Count.Range().Text()
		if w.Within != nil {
			s += ageSuffix(w.Within)
		}
		return s
	case ast.WindowCall:
		name := "_" + w.Call.Func.Name
		if len(w.Call.Args) == 1 {
			name += ageSuffix(w.Call.Args[0].Value)
		}
		return name
	}
	return "_all"
}

// ageSuffix is the age as written; nothing for now.
func ageSuffix(e ast.Expr) string {
	if d, ok := e.(*ast.DurationLit); ok {
		return "_" + d.Text
	}
	return ""
}

// windows lowers the windows of a feature; one that is left out is `all`. ok
// is false where any is wrong.
func (c *checker) windows(f *ast.Feature) (out []ir.Window, ok bool) {
	if len(f.Windows) == 0 {
		return []ir.Window{ir.All}, true
	}
	ok = true
	for _, n := range f.Windows {
		w, fine := c.window(n)
		w.Span = n.Span
		out = append(out, w)
		ok = ok && fine
	}
	return out, ok
}

func (c *checker) window(n *ast.Window) (ir.Window, bool) {
	switch n.Kind {
	case ast.WindowAge:
		w := ir.Window{From: c.age(n.From), ToClosed: true}
		switch {
		case w.From == 0:
			c.bag.Add(emptyWindow(n.Span))
			return w, false
		case n.By != nil:
			return c.stepped(n, w)
		}
		return w, true
	case ast.WindowInterval:
		return c.interval(n)
	case ast.WindowLast:
		return c.lastWindow(n)
	case ast.WindowCall:
		return c.calledWindow(n.Call)
	}
	return ir.All, true
}

// age returns the microseconds of an end of a window.
func (c *checker) age(e ast.Expr) int64 {
	return c.bounded(e, "for everything up to now, write `over all`")
}

func (c *checker) interval(n *ast.Window) (ir.Window, bool) {
	w := ir.Window{From: c.age(n.From), To: c.age(n.To), FromClosed: n.FromClosed, ToClosed: n.ToClosed}
	switch {
	case w.From < w.To:
		c.bag.Add(reversedWindow(n))
		return w, false
	case w.From == w.To && (!w.FromClosed || !w.ToClosed):
		c.bag.Add(emptyWindow(n.Span))
		return w, false
	}
	return w, true
}

// stepped makes a window of an age move in steps.
func (c *checker) stepped(n *ast.Window, w ir.Window) (ir.Window, bool) {
	w.Step, w.FromClosed = c.bounded(n.By, ""), true
	if w.Step < 1 || w.Step > w.From {
		c.bag.Add(badStep(n))
		return w, false
	}
	return w, true
}

// calledWindow lowers today("UTC"), session(30m) and their like.
func (c *checker) calledWindow(call *ast.CallExpr) (ir.Window, bool) {
	if call.Func.Name == "session" {
		return c.session(call)
	}
	calendar, ok := ir.CalendarNamed(call.Func.Name)
	if !ok {
		c.bag.Add(unknownWindow(call))
		return ir.Window{}, false
	}
	w := ir.Window{FromClosed: true, ToClosed: !calendar.Previous, Calendar: calendar}
	w.Calendar.Zone, ok = c.calendarZone(call)
	return w, ok
}

func (c *checker) session(call *ast.CallExpr) (ir.Window, bool) {
	w := ir.Window{AllTime: true, ToClosed: true}
	if len(call.Args) != 1 || call.Args[0].Name.Name != "" {
		c.bag.Add(sessionGap(call.Span))
		return w, false
	}
	gap, ok := call.Args[0].Value.(*ast.DurationLit)
	if !ok || gap.Microseconds < 1 {
		c.bag.Add(sessionGap(call.Args[0].Value.Range()))
		return w, false
	}
	w.Gap = c.bounded(gap, "")
	return w, true
}

// maxLast bounds `last n`: an operator holds n events per key.
const maxLast = 1_000_000

func (c *checker) lastWindow(n *ast.Window) (ir.Window, bool) {
	if n.By != nil {
		c.bag.Add(badStep(n))
		return ir.Window{}, false
	}
	w := ir.Window{AllTime: true, ToClosed: true}
	count, err := strconv.ParseInt(n.Count.Range().Text(), 10, 64)
	if err != nil || count < 1 || count > maxLast {
		c.bag.Add(badLast(n.Count.Range()))
		return w, false
	}
	w.Last = count
	if n.Within == nil {
		return w, true
	}
	w.AllTime, w.From = false, c.age(n.Within)
	if w.From == 0 {
		c.bag.Add(emptyWindow(n.Span))
		return w, false
	}
	return w, true
}
