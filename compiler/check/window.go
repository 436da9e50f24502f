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
		return "_" + w.Call.Func.Name
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
		case n.By != nil:
			c.bag.Add(notYet(n.By.Range(), "windows that move in steps (`by`) are"))
			return w, false
		case w.From == 0:
			c.bag.Add(emptyWindow(n.Span))
			return w, false
		}
		return w, true
	case ast.WindowInterval:
		return c.interval(n)
	case ast.WindowLast:
		return c.lastWindow(n)
	case ast.WindowCall:
		c.bag.Add(windowCall(n.Call))
		return ir.Window{}, false
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

// maxLast bounds `last n`: an operator holds n events per key.
const maxLast = 1_000_000

func (c *checker) lastWindow(n *ast.Window) (ir.Window, bool) {
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
