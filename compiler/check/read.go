package check

import (
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

// read is one `at … for …:` of a test while it is checked. It is the scope of
// its checks.
type read struct {
	c     *checker
	at    *ast.TestAt
	keys  map[string]given // by the folded name of the key column
	set   *ir.FeatureSet   // the synthetic set
	from  *ir.FeatureSet   // the set whose request the read gives
	seen  map[*ir.Feature]bool
	lost  bool // an entity is broken, so that its key is not known
	reads bool // the check at hand names a feature
}

type given struct {
	column *ir.Column
	value  value.Value
	span   source.Span
}

// lower returns the read, nil where it is broken.
func (r *read) lower(name string) *ir.TestRead {
	c := r.c
	r.keys, r.seen = map[string]given{}, map[*ir.Feature]bool{}
	r.set = &ir.FeatureSet{
		Name: name, Span: r.at.Span,
		Time: &ir.Column{Name: "at", Type: types.Timestamp, Span: r.at.Time.Span},
	}
	at := c.cell(r.at.Time, r.set.Time)
	ok := !at.IsNull()
	for _, k := range r.at.Entries {
		if !r.entity(k) {
			r.lost, ok = true, false
		}
	}
	out := &ir.TestRead{Set: r.set, At: at.I, Span: r.at.Span}
	for _, e := range r.at.Checks {
		r.reads = false
		check := c.condition(r, e)
		if !r.reads {
			c.bag.Add(idleCheck(e.Range()))
		}
		ok = ok && check != nil
		out.Checks = append(out.Checks, check)
	}
	if len(r.at.Checks) == 0 {
		c.bag.Add(idleCheck(r.at.Time.Span))
		return nil
	}
	if !ok {
		return nil
	}
	if out.Request, ok = r.request(); !ok {
		return nil
	}
	for _, k := range r.set.KeyColumns() {
		out.Keys = append(out.Keys, r.keys[fold(k.Name)].value)
	}
	r.rename()
	return out
}

// rename gives every column of the synthetic set a name of its own.
func (r *read) rename() {
	taken := map[string]bool{}
	for _, c := range slices.Concat(r.set.KeyColumns(), r.set.Request) {
		taken[fold(c.Name)] = true
	}
	fresh := func(name *string) {
		for taken[fold(*name)] {
			*name += "_"
		}
		taken[fold(*name)] = true
	}
	fresh(&r.set.Time.Name)
	for _, f := range r.set.Features {
		fresh(&f.Name)
	}
}

// entity reads the key of one entity. Entities share key columns by name.
func (r *read) entity(k ast.TestKey) bool {
	c := r.c
	e := c.lookupEntity(k.Name)
	if e == nil {
		return false
	}
	if slices.Contains(r.set.Entities, e) {
		c.bag.Add(entityTwice(k.Name))
		return false
	}
	if len(k.Values) != len(e.Keys) {
		c.bag.Add(keyValues(k, e))
		return false
	}
	for i, col := range e.Keys {
		nullable := *col
		nullable.Type = col.Type.Null() // a read of nobody
		v := c.cell(k.Values[i], &nullable)
		switch first, ok := r.keys[fold(col.Name)]; {
		case ok && (first.column.Name != col.Name || !first.column.Type.Same(col.Type)):
			c.bag.Add(sharedKey(k.Name, col, first.column))
			return false
		case ok && first.value != v:
			c.bag.Add(keyContradiction(k.Values[i], col, first.span))
			return false
		}
		r.keys[fold(col.Name)] = given{col, v, k.Values[i].Span}
	}
	r.set.Entities = append(r.set.Entities, e)
	return true
}

// needs makes sure that an entity's key is given, itself or through others.
func (r *read) needs(e *ir.Entity, at source.Span) bool {
	if r.lost || slices.Contains(r.set.Entities, e) {
		return true
	}
	for _, k := range e.Keys {
		if have, ok := r.keys[fold(k.Name)]; !ok || have.column.Name != k.Name || !have.column.Type.Same(k.Type) {
			r.c.bag.Add(keyNotGiven(at, e))
			return false
		}
	}
	r.set.Entities = append(r.set.Entities, e)
	return true
}

// request reads the request fields that the read gives.
func (r *read) request() ([]value.Value, bool) {
	if r.from == nil {
		if len(r.at.Request) > 0 {
			r.c.bag.Add(requestUnused(r.at.Request[0].Name))
			return nil, false
		}
		return nil, true
	}
	r.set.Request = r.from.Request
	out := make([]value.Value, len(r.set.Request))
	seen, ok := names{}, true
	for _, k := range r.at.Request {
		i := columnIndex(r.set.Request, k.Name.Name)
		switch {
		case i < 0:
			r.c.bag.Add(unknownColumn(k.Name, "the request of "+r.from.Name, columnNames(r.set.Request)))
			ok = false
		case len(k.Values) != 1:
			r.c.bag.Add(oneValue(k))
			ok = false
		default:
			ok = seen.add(r.c, k.Name, "request field") && ok
			out[i] = r.c.cell(k.Values[0], r.set.Request[i])
		}
	}
	for _, f := range r.set.Request {
		if _, given := seen[fold(f.Name)]; ok && !given && !f.Type.Nullable {
			r.c.bag.Add(fieldNotGiven(r.at.Time.Span, f, r.from))
			return nil, false
		}
	}
	return out, ok
}

func (r *read) name(id ast.Ident) typing.Operand {
	r.reads = true
	r.c.bag.Add(unknownInRead(id, r.c.suggestPath(id.Name)))
	return typing.Operand{}
}

func (r *read) path(p *ast.Path) typing.Operand {
	c := r.c
	r.reads = true
	s, isSet := c.sets[p.Base.Name]
	if !isSet {
		o := c.viewFeature(p, func(v *view) bool { return r.needs(v.ir.Entity, p.Span) })
		if ref, ok := o.Expr.(*ir.FeatureRef); ok {
			r.use(ref.Feature, p.Span)
		}
		return o
	}
	if s.ir == nil {
		return typing.Operand{}
	}
	i := slices.IndexFunc(s.ir.Features, func(f *ir.SetFeature) bool { return f.Name == p.Field.Name })
	if i < 0 {
		if s.features.byBase[p.Field.Name] == nil { // else it is broken
			c.bag.Add(unknownFeature(p.Field, "feature set "+s.ir.Name, setNames(s.ir)))
		}
		return typing.Operand{}
	}
	f := s.ir.Features[i].Feature
	if !r.use(f, p.Span) {
		return typing.Operand{}
	}
	return typing.Of(&ir.FeatureRef{Feature: f, S: p.Span})
}

// use adds a feature, and those of its set that it reads, to the read's set.
func (r *read) use(f *ir.Feature, at source.Span) bool {
	if r.seen[f] {
		return true
	}
	r.seen[f] = true
	if f.View != nil && !r.needs(f.View.Entity, at) {
		return false
	}
	ok := true
	ir.Walk(f.Expr, func(e ir.Expr) {
		switch e := e.(type) {
		case *ir.FeatureRef:
			if e.Feature.Set != nil {
				ok = ok && r.use(e.Feature, at)
			} else {
				ok = ok && r.needs(e.Feature.View.Entity, at)
			}
		case *ir.RequestRef:
			ok = ok && r.asks(f.Set, at)
		}
	})
	if !ok {
		return false
	}
	r.set.Features = append(r.set.Features, &ir.SetFeature{Name: strings.ReplaceAll(f.QName(), ".", "_"), Feature: f})
	if f.Set != nil {
		r.set.Derived = append(r.set.Derived, f)
	}
	return true
}

// asks notes that the read gives the request of a set.
func (r *read) asks(s *ir.FeatureSet, at source.Span) bool {
	if r.from != nil && r.from != s {
		r.c.bag.Add(twoRequests(at, s, r.from))
		return false
	}
	r.from = s
	return true
}

func setNames(s *ir.FeatureSet) []string {
	var out []string
	for _, f := range s.Features {
		out = append(out, f.Name)
	}
	return out
}
