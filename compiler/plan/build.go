package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

// Build arranges a program. Equal programs are arranged alike: groups, inputs,
// windows and slots are in order of first use.
func Build(p *ir.Program) *Plan {
	b := &builder{
		plan:    &Plan{Program: p, slots: map[slotKey]SlotRef{}},
		meaning: map[*ir.Let]string{},
		ids:     map[string]int{},
	}
	groups := map[string]*groupBuilder{}
	for _, v := range p.Views {
		if !slices.ContainsFunc(v.Features, func(f *ir.Feature) bool { return f.Agg != nil }) {
			continue
		}
		g := groups[groupKey(v)]
		if g == nil {
			g = b.group(v)
			groups[groupKey(v)] = g
		}
		g.Views = append(g.Views, v)
		for _, l := range v.Lets {
			g.taken[fold(l.Name)] = true
		}
	}
	for _, v := range p.Views {
		if g := groups[groupKey(v)]; g != nil {
			g.view(v)
		}
	}
	for _, g := range b.plan.Groups {
		b.lookups(g)
	}
	return b.plan
}

// groupKey is the same for views that share a scan.
func groupKey(v *ir.View) string {
	return fmt.Sprintf("%p by %s on %v", v.Source, v.Entity.Name, v.Key)
}

type builder struct {
	plan    *Plan
	meaning map[*ir.Let]string // what a let means: equal texts are equal values
	ids     map[string]int     // of let expressions, by their text
}

// text returns a text of a row-level expression that is the same for all
// expressions of one meaning, whatever their lets are called. It names a let
// by a number, since spelling it out can take exponentially long.
func (b *builder) text(e ir.Expr) string {
	return ir.FormatWith(e, func(l *ir.Let) string {
		if b.meaning[l] == "" {
			text := b.text(l.Expr)
			switch l.Expr.(type) {
			case *ir.ColumnRef, *ir.LookupRef, *ir.LetRef, *ir.Const:
				b.meaning[l] = text
			default:
				if _, ok := b.ids[text]; !ok {
					b.ids[text] = len(b.ids)
				}
				b.meaning[l] = "$" + strconv.Itoa(b.ids[text])
			}
		}
		return b.meaning[l]
	})
}

// groupBuilder fills a group.
type groupBuilder struct {
	*Group
	b      *builder
	taken  map[string]bool // folded names of inputs, and those that only columns and lets may have
	inputs map[string]int  // by the text of their expression
	slots  map[string]int
	names  map[string]bool // of slots
}

// group makes the group of a view.
func (b *builder) group(v *ir.View) *groupBuilder {
	name := v.Source.Name + "_by_" + v.Entity.Name
	for n := 2; slices.ContainsFunc(b.plan.Groups, func(g *Group) bool { return fold(g.Name) == fold(name) }); n++ {
		name = v.Source.Name + "_by_" + v.Entity.Name + "_" + strconv.Itoa(n)
	}
	g := &groupBuilder{
		Group:  &Group{Name: name, Source: v.Source, Entity: v.Entity, Key: v.Key, looked: map[*ir.LookupRef]*Lookup{}},
		b:      b,
		taken:  map[string]bool{},
		inputs: map[string]int{},
		slots:  map[string]int{},
		names:  map[string]bool{},
	}
	for _, c := range v.Source.Columns {
		g.taken[fold(c.Name)] = true
	}
	b.plan.Groups = append(b.plan.Groups, g.Group)
	return g
}

// view adds the slots of a view's features.
func (g *groupBuilder) view(v *ir.View) {
	for _, f := range v.Features {
		if f.Agg == nil {
			continue
		}
		filter := g.filter(v, f)
		window := g.window(f.Agg.Window)
		for i, c := range f.Agg.Components {
			s := &Slot{Kind: c.Kind, Arg: None, By: None, Key: None, N: c.N, Each: c.Each, Filter: filter, Window: window, Base: None, Type: c.Type()}
			if c.Arg != nil {
				s.Arg = g.input(v, c.Arg, v.Name+"_"+f.Base+"_arg")
			}
			if c.By != nil {
				s.By = g.input(v, c.By, v.Name+"_"+f.Base+"_by")
			}
			if c.Each != nil {
				s.Key = g.input(v, c.Each.Key, v.Name+"_"+f.Base+"_key")
			}
			g.order(s, v, f)
			name := v.Name + "_" + f.Name
			if len(f.Agg.Components) > 1 {
				name += "_" + kindName(c)
			}
			g.b.plan.slots[slotKey{f, i}] = SlotRef{g.Group, g.slot(s, name)}
		}
	}
}

// kindName is what a component of several is called: an each by its reduction.
func kindName(c ir.Component) string {
	if c.Each != nil {
		return "each_" + c.Each.Outer.Kind.String()
	}
	return c.Kind.String()
}

// filter returns the input that is true for the events of a feature.
func (g *groupBuilder) filter(v *ir.View, f *ir.Feature) int {
	switch own := f.Agg.Where; {
	case own == nil:
		return g.base(v)
	case v.Where == nil:
		return g.input(v, own, v.Name+"_"+f.Base+"_where")
	default:
		both := &ir.Call{
			Op: ir.And, Args: []ir.Expr{v.Where, own}, S: own.Span(),
			T: types.Bool.OrNull(v.Where.Type().Nullable || own.Type().Nullable),
		}
		return g.input(v, both, v.Name+"_"+f.Base+"_where")
	}
}

// base returns the input that is true for the events of a view.
func (g *groupBuilder) base(v *ir.View) int {
	if v.Where == nil {
		return None
	}
	return g.input(v, v.Where, v.Name+"_where")
}

// order says how a slot orders events, where that matters.
func (g *groupBuilder) order(s *Slot, v *ir.View, f *ir.Feature) {
	last := f.Agg.Window.Last > 0
	if f.Agg.Window.Counts() {
		s.Base = g.base(v)
	}
	if !last && s.Kind.Algebra() != ir.Ordered {
		return
	}
	for i, a := range f.Agg.Args {
		if _, constant := a.(*ir.Const); constant {
			continue // orders nothing
		}
		s.Ties = append(s.Ties, g.input(v, a, fmt.Sprintf("%s_%s_%d", v.Name, f.Base, i+1)))
	}
	if last && f.Agg.Where != nil {
		s.Ties = append(s.Ties, s.Filter)
	}
}

// input returns the index of the input with an expression. A new one gets the
// name of the column or let that it is, or else the wanted one.
func (g *groupBuilder) input(v *ir.View, e ir.Expr, wanted string) int {
	text := g.b.text(e)
	if i, ok := g.inputs[text]; ok {
		return i
	}
	in := &Input{Expr: e, View: v}
	switch x := e.(type) {
	case *ir.ColumnRef:
		in.Name = x.Source.Columns[x.Index].Name
	case *ir.LookupRef:
		in.Name = g.free(x.Table.Name + "_" + x.Table.Columns[x.Index].Name)
	case *ir.LetRef:
		in.Name = x.Let.Name
		if slices.ContainsFunc(g.Inputs, func(i *Input) bool { return fold(i.Name) == fold(x.Let.Name) }) {
			in.Name = g.free(v.Name + "_" + x.Let.Name)
		}
	default:
		if name, ok := canonical(e); ok {
			wanted = name
		}
		in.Name = g.free(wanted)
	}
	g.inputs[text] = len(g.Inputs)
	g.Inputs = append(g.Inputs, in)
	return len(g.Inputs) - 1
}

// canonical names the canonical form of a float column or let.
func canonical(e ir.Expr) (string, bool) {
	c, ok := e.(*ir.Call)
	if !ok || c.Op != ir.CanonFloat {
		return "", false
	}
	switch x := c.Args[0].(type) {
	case *ir.ColumnRef:
		return x.Source.Columns[x.Index].Name + "_finite", true
	case *ir.LookupRef:
		return x.Table.Name + "_" + x.Table.Columns[x.Index].Name + "_finite", true
	case *ir.LetRef:
		return x.Let.Name + "_finite", true
	}
	return "", false
}

// free returns a name that nothing in the group has, and takes it.
func (g *groupBuilder) free(name string) string { return fresh(g.taken, name) }

func fresh(taken map[string]bool, name string) string {
	out := name
	for n := 2; taken[fold(out)]; n++ {
		out = name + "_" + strconv.Itoa(n)
	}
	taken[fold(out)] = true
	return out
}

// fold returns what tells names apart: SQL does not tell upper from lower case.
func fold(name string) string { return strings.ToLower(name) }

func (g *groupBuilder) window(w ir.Window) int {
	for i, have := range g.Windows {
		if have.Same(w) {
			return i
		}
	}
	g.Windows = append(g.Windows, w)
	return len(g.Windows) - 1
}

// slot returns the index of a slot that computes the same, or adds this one.
func (g *groupBuilder) slot(s *Slot, name string) int {
	key := fmt.Sprint(s.Kind, s.N, s.Arg, s.By, s.Key, s.Filter, s.Window, s.Base, s.Ties)
	if s.Each != nil {
		key += s.Each.Best() + s.Each.OuterText()
	}
	if i, ok := g.slots[key]; ok {
		return i
	}
	s.Name = fresh(g.names, name)
	g.slots[key] = len(g.Slots)
	g.Slots = append(g.Slots, s)
	return len(g.Slots) - 1
}
