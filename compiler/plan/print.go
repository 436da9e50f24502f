package plan

import (
	"fmt"
	"io"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
)

// Print writes a plan as text. Equal plans print alike.
func Print(w io.Writer, p *Plan) error {
	var b strings.Builder
	for _, g := range p.Groups {
		printGroup(&b, g)
	}
	for _, v := range p.Program.Views {
		for _, f := range v.Features {
			if f.Agg == nil {
				continue
			}
			fmt.Fprintf(&b, "%s =", f.QName())
			for i := range f.Agg.Components {
				ref := p.Slot(f, i)
				fmt.Fprintf(&b, " %s.%s", ref.Group.Name, ref.Group.Slots[ref.Slot].Name)
			}
			b.WriteByte('\n')
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func printGroup(b *strings.Builder, g *Group) {
	var keys, views []string
	for _, k := range g.Key {
		keys = append(keys, g.Source.Columns[k].Name)
	}
	for _, v := range g.Views {
		views = append(views, v.Name)
	}
	from := g.Source.Name
	if t := g.Source.Ticks; t != nil {
		from = "ticks of " + t.View.Name
	}
	fmt.Fprintf(b, "group %s: %s by (%s) for %s\n", g.Name, from, strings.Join(keys, ", "), strings.Join(views, ", "))
	for _, l := range g.Lookups {
		var keys, columns []string
		for _, k := range l.Key {
			keys = append(keys, ir.Format(k))
		}
		for _, c := range l.Columns {
			columns = append(columns, l.Table.Columns[c].Name)
		}
		fmt.Fprintf(b, "  lookup %s by (%s): %s\n", l.Table.Name, strings.Join(keys, ", "), strings.Join(columns, ", "))
	}
	for _, in := range g.Inputs {
		fmt.Fprintf(b, "  input %s: %s = %s\n", in.Name, in.Expr.Type(), ir.Format(in.Expr))
	}
	for i, w := range g.Windows {
		fmt.Fprintf(b, "  window %d: %s\n", i, w)
	}
	name := func(i int) string {
		if i == None {
			return "*"
		}
		return g.Inputs[i].Name
	}
	for _, s := range g.Slots {
		fmt.Fprintf(b, "  slot %s: %s = %s window %d", s.Name, s.Type, s.call(name), s.Window)
		if s.Filter != None {
			fmt.Fprintf(b, " where %s", name(s.Filter))
		}
		if s.Base != None {
			fmt.Fprintf(b, " of %s", name(s.Base))
		}
		if len(s.Ties) > 0 {
			var ties []string
			for _, t := range s.Ties {
				ties = append(ties, name(t))
			}
			fmt.Fprintf(b, " ties %s", strings.Join(ties, ", "))
		}
		b.WriteByte('\n')
	}
}

// call is the component of a slot, its inputs by name.
func (s *Slot) call(name func(int) string) string {
	switch {
	case s.Each != nil:
		by := name(s.Key)
		if s.Arg != None {
			by += ", sum " + name(s.Arg)
		}
		if s.By != None {
			by += ", " + s.Each.Best() + " " + name(s.By)
		}
		return fmt.Sprintf("each(%s: %s)", by, s.Each.OuterText())
	case s.Kind.TakesRows():
		return fmt.Sprintf("%s(%s, %d)", s.Kind, name(s.Arg), s.N)
	case s.By != None:
		return fmt.Sprintf("%s(%s, %s)", s.Kind, name(s.Arg), name(s.By))
	default:
		return fmt.Sprintf("%s(%s)", s.Kind, name(s.Arg))
	}
}
