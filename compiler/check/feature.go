package check

import (
	"slices"

	"github.com/featc-lang/featc/compiler/agg"
	"github.com/featc-lang/featc/compiler/fn"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
)

// feature is a declared feature while it is checked: one ir.Feature per
// window.
type feature struct {
	ast   *ast.Feature
	view  *view // exactly one of view and set is not nil
	set   *set
	names []string      // per window; "" where another feature has the name
	ir    []*ir.Feature // per window; nil where broken
	state state
}

// members are the features of a view, or those derived in a set.
type members struct {
	list   []*feature
	byName map[string]member   // n_1h
	byBase map[string]*feature // n
}

// member is one window of a feature.
type member struct {
	feature *feature
	index   int
}

// add enters a feature under the names of its windows.
func (m *members) add(c *checker, seen names, f *feature) {
	if m.byName == nil {
		m.byName, m.byBase = map[string]member{}, map[string]*feature{}
	}
	if isReserved(f.ast.Name.Name) {
		c.bag.Add(reserved(f.ast.Name))
		return
	}
	f.names = featureNames(f.ast)
	f.ir = make([]*ir.Feature, len(f.names))
	id := f.ast.Name
	if first, ok := m.byBase[id.Name]; ok {
		c.bag.Add(duplicate(id, "feature", first.ast.Name.Name, first.ast.Name.Span))
		return
	}
	for i, name := range f.names {
		at := id.Span
		if len(f.names) > 1 {
			at = f.ast.Windows[i].Span
		}
		if first, ok := seen[fold(name)]; ok {
			c.bag.Add(windowClash(at, id, name, first))
			f.names[i] = ""
			continue
		}
		seen[fold(name)] = declared{"feature", name, at}
		m.byName[name] = member{f, i}
	}
	m.byBase[id.Name] = f
	m.list = append(m.list, f)
}

// all returns every name by which a feature can be found, for suggestions.
func (m *members) all() []string {
	var out []string
	for _, f := range m.list {
		out = append(out, f.known()...)
	}
	return out
}

// known returns the names by which the feature can be found.
func (f *feature) known() []string {
	return slices.DeleteFunc(slices.Clone(f.names), func(name string) bool { return name == "" })
}

// irs returns the features that are not broken.
func (f *feature) irs() []*ir.Feature {
	var out []*ir.Feature
	for _, x := range f.ir {
		if x != nil {
			out = append(out, x)
		}
	}
	return out
}

// label names a feature in a message.
func (f *feature) label() string {
	if f.view != nil {
		return f.view.ast.Name.Name + "." + f.ast.Name.Name
	}
	return f.set.ast.Name.Name + "." + f.ast.Name.Name
}

// resolve checks a feature, unless that has been done.
func (c *checker) resolve(f *feature) {
	if f.state != unresolved || f.view != nil && f.view.ir == nil || f.set != nil && f.set.ir == nil {
		return
	}
	f.state = resolving
	c.pending = append(c.pending, f)
	class := c.weigh(func() {
		call, a := aggregationOf(f.ast.Value)
		switch {
		case a == nil:
			c.derived(f)
		case f.set != nil:
			c.bag.Add(aggregationInSet(call.Func, f.set.ast.Name.Name))
		default:
			c.weaken(max(a.Class, f.view.class))
			c.aggregated(f, call, a)
		}
	})
	for _, out := range f.irs() {
		out.Class = class
	}
	c.pending = c.pending[:len(c.pending)-1]
	f.state = resolved
}

// aggregationOf returns the call of an aggregation that a feature is, or nil.
func aggregationOf(e ast.Expr) (*ast.CallExpr, *agg.Aggregation) {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return nil, nil
	}
	return call, agg.Lookup(call.Func.Name)
}

// aggregated lowers an aggregation over each of its windows.
func (c *checker) aggregated(f *feature, call *ast.CallExpr, a *agg.Aggregation) {
	rows := &rowScope{c, f.view}
	ok := true
	var where ir.Expr
	if f.ast.Where != nil {
		where = c.condition(rows, f.ast.Where)
		ok = where != nil
	}
	windows, windowsOk := c.windows(f.ast)
	args, argsOk := c.args(rows, call)
	if !argsOk {
		return
	}
	if err := a.CheckCount(len(args)); err != nil {
		c.bag.Add(badCall(call, err))
		return
	}
	var exprs []ir.Expr
	for i, o := range args {
		e, typed := typing.Default(o)
		if !typed {
			c.bag.Add(noType(call.Args[i].Value.Range()))
			return
		}
		exprs = append(exprs, typing.Canon(e))
	}
	if !ok || !windowsOk {
		windows = windows[:1] // for what is wrong with the call
	}
	for i, w := range windows {
		parts, err := a.In(exprs, placeOf(f.view.ir.Source, w))
		if err != nil {
			c.bag.Add(badCall(call, err))
			return
		}
		if !ok || !windowsOk {
			return
		}
		if f.names[i] == "" {
			continue
		}
		out := c.newFeature(f, i)
		out.Agg = &ir.Aggregation{
			Name: a.Name, Args: exprs, Where: where, Window: w,
			Components: parts.Components, Steps: parts.Steps, Finish: typing.Canon(parts.Finish),
		}
		out.Type = out.Agg.Finish.Type()
		c.setDefault(f, out)
		f.ir[i] = out
	}
}

// placeOf is where an aggregation over a window of a source's events stands.
func placeOf(s *ir.Source, w ir.Window) agg.Place {
	out := agg.Place{Window: w, Time: &ir.ColumnRef{Source: s, Index: s.Time}}
	for _, column := range []int{s.Sequence, s.Unique} {
		if column != ir.None {
			out.Order = append(out.Order, &ir.ColumnRef{Source: s, Index: column})
		}
	}
	return out
}

// derived lowers an expression over other features.
func (c *checker) derived(f *feature) {
	var s scope = &derivedScope{c, f.view}
	if f.set != nil {
		s = &setScope{c, f.set}
	}
	switch {
	case c.unknownAggregation(f.ast):
		return
	case f.ast.Where != nil:
		c.bag.Add(clauseOnDerived(f.ast.Where.Range(), "where", f.ast.Name.Name))
		return
	case len(f.ast.Windows) > 0:
		c.bag.Add(clauseOnDerived(f.ast.Windows[0].Span, "over", f.ast.Name.Name))
		return
	}
	e := c.value(s, f.ast.Value)
	if e == nil || f.names[0] == "" {
		return
	}
	out := c.newFeature(f, 0)
	out.Expr = typing.Canon(e)
	out.Type = out.Expr.Type()
	c.setDefault(f, out)
	f.ir[0] = out
}

// unknownAggregation reports a call of nothing that clauses show to be meant
// as an aggregation.
func (c *checker) unknownAggregation(f *ast.Feature) bool {
	call, ok := ast.Unparen(f.Value).(*ast.CallExpr)
	if !ok || f.Where == nil && len(f.Windows) == 0 || fn.Lookup(call.Func.Name) != nil {
		return false
	}
	c.bag.Add(unknownFunction(call.Func, agg.Names(), "aggregation"))
	return true
}

func (c *checker) newFeature(f *feature, window int) *ir.Feature {
	out := &ir.Feature{Name: f.names[window], Base: f.ast.Name.Name, Doc: docText(f.ast.Doc), Span: f.ast.Name.Span}
	if f.view != nil {
		out.View = f.view.ir
	} else {
		out.Set = f.set.ir
	}
	return out
}

// setDefault reads what replaces null in a feature whose type is known.
func (c *checker) setDefault(f *feature, out *ir.Feature) {
	if f.ast.Default == nil {
		return
	}
	o := c.expr(constantScope{c}, f.ast.Default)
	if !o.Ok() {
		return
	}
	e, ok := typing.To(o, out.Type)
	k, isConst := e.(*ir.Const)
	switch {
	case o.IsNull():
		c.bag.Add(defaultNull(f.ast.Default.Range()))
	case !ok:
		c.bag.Add(defaultType(f.ast.Default.Range(), o, out))
	case !isConst:
		c.bag.Add(notConstant(f.ast.Default.Range(), "a default is a constant"))
	case !out.Type.Nullable:
		c.bag.Add(defaultUnused(f.ast.Default.Range(), out.Name))
	default:
		out.Default = &k.Value
		out.Type = out.Type.NotNull()
	}
}

// weigh runs check and returns the weakest class among what it read.
func (c *checker) weigh(check func()) ir.Class {
	outer := c.class
	c.class = ir.Exact
	check()
	inner := c.class
	c.class = outer
	return inner
}

// weaken notes that what is being checked reads something of a class.
func (c *checker) weaken(class ir.Class) { c.class = max(c.class, class) }

// cycle reports that a feature is needed for itself.
func (c *checker) cycle(id ast.Ident, f *feature) *diag.Diagnostic {
	var path []*feature
	for i, p := range c.pending {
		if p == f {
			path = c.pending[i:]
		}
	}
	return featureCycle(id, path)
}
