package gostream

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// readerModel is a view or a feature set: its vector, and how it is read.
type readerModel struct {
	Type       string // FraudV3
	Feat       string // fraud_v3
	What       string // view or feature set
	Doc        string
	Fields     []fieldModel
	Keys       []keyParam
	KeyColumns []fieldModel // each once; entities may share some
	Request    string       // type of the request struct; "" where there is none
	Columns    []fieldModel
	Freshness  int64    // how old the newest event may be, in microseconds; 0: not given
	Time       string   // column of labels with the instant
	Hashes     []string // of the definitions of Fields
	Read       string   // readFraudV3: the method over keys that may be null

	Locals  []localModel // vectors of the views read: name and type
	Groups  []groupCall
	Derived []derivedModel
	Copies  []string // statements
}

// derivedModel assigns a derived feature. One of another set is in a variable
// of its own, declared where Declare is set.
type derivedModel struct{ Declare, To, Code string }

// keyParam is a key among the parameters of a read.
type keyParam struct {
	Var     string
	Key     *keyModel
	columns []int // among the reader's KeyColumns
}

// EndsWith reports whether nothing follows the call of group number i.
func (r *readerModel) EndsWith(i int) bool {
	return i == len(r.Groups)-1 && len(r.Derived) == 0 && len(r.Copies) == 0
}

// keyValue is a key made of dynamic values: Fields where Valid.
type keyValue struct{ Var, Type, Valid, Fields string }

// KeyValues are the keys as they come through the registry.
func (r *readerModel) KeyValues() []keyValue {
	var out []keyValue
	for _, k := range r.Keys {
		var valid, fields []string
		for i, f := range k.Key.Fields {
			valid = append(valid, fmt.Sprintf("!keys[%d].IsNull()", k.columns[i]))
			fields = append(fields, f.Name+": "+f.FromValue("keys", k.columns[i]))
		}
		out = append(out, keyValue{k.Var, k.Key.Type, strings.Join(valid, " && "), strings.Join(fields, ", ")})
	}
	return out
}

// groupCall reads views from the state of one group, held in Var.
type groupCall struct {
	Group *groupModel
	Var   string
	Key   string
	Calls []viewCall
}

type viewCall struct{ Method, Out string }

// readerBuilder fills in a readerModel.
type readerBuilder struct {
	pkg     *packageModel
	r       *readerModel
	names   names
	printer printer
	places  map[*ir.Feature]string // where each feature's value is
	vectors map[*ir.View]string    // variable of each view's vector
	keys    map[*ir.Entity]string
	done    map[*ir.Feature]bool
	calls   map[*ir.View]bool
}

// reader starts on how a set of entities is read; a view is one over its entity.
func (m *packageModel) reader(r *readerModel, set *ir.FeatureSet) *readerBuilder {
	b := &readerBuilder{
		pkg: m, r: r, names: newNames(),
		places: map[*ir.Feature]string{}, vectors: map[*ir.View]string{}, keys: map[*ir.Entity]string{},
		done: map[*ir.Feature]bool{}, calls: map[*ir.View]bool{},
	}
	b.printer = printer{zone: m.zone, pattern: m.pattern, leaf: b.leaf}
	r.Read = "read" + r.Type
	r.KeyColumns = fields(set.KeyColumns())
	for _, e := range set.Entities {
		k := m.addKey(e)
		b.keys[e] = b.names.of(k.Var, k.Var+"Key")
		r.Keys = append(r.Keys, keyParam{b.keys[e], k, set.KeyIndex(e)})
	}
	return b
}

// viewVector models a view's vector and what its group reads of it.
func (m *packageModel) viewVector(r *readerModel, v *ir.View) {
	r.What, r.Doc, r.Freshness, r.Time = "view", v.Doc, v.Meta.Freshness, v.AsSet().Time.Name
	ns := names{}
	for _, f := range v.Features {
		r.Hashes = append(r.Hashes, ir.HashFeature(f))
		r.Fields = append(r.Fields, fieldModel{Name: ns.of(exportedName(f.Name)), Column: f.Name, Doc: featureDoc(f), Type: f.Type})
	}
	if g := m.plan.GroupOf(v); g != nil {
		m.groups[g].addView(v, r)
	}
}

// viewReader models how a view is read; the vectors of all views are there.
func (m *packageModel) viewReader(r *readerModel, v *ir.View) {
	b := m.reader(r, &ir.FeatureSet{Entities: []*ir.Entity{v.Entity}})
	b.vectors[v] = "out"
	for _, f := range v.Features {
		b.need(f)
	}
}

func (m *packageModel) setReader(r *readerModel, s *ir.FeatureSet) {
	r.What, r.Doc, r.Freshness = "feature set", s.Doc, s.Meta.Freshness
	if s.Time != nil { // or it is of no declaration, and of no labels
		r.Time = s.Time.Name
	}
	ns := names{}
	for _, f := range s.Features {
		r.Hashes = append(r.Hashes, ir.HashFeature(f.Feature))
		r.Fields = append(r.Fields, fieldModel{Name: ns.of(exportedName(f.Name)), Column: f.Name, Doc: featureDoc(f.Feature), Type: f.Feature.Type})
	}
	b := m.reader(r, s)
	if len(s.Request) > 0 {
		r.Columns = fields(s.Request)
		r.Request = m.names.of(r.Type + "Request")
	}
	for i, f := range s.Features {
		if f.Feature.Set != nil && b.places[f.Feature] == "" {
			b.places[f.Feature] = "out." + r.Fields[i].Name
		}
	}
	for i, f := range s.Features {
		b.need(f.Feature)
		if to := "out." + r.Fields[i].Name; to != b.places[f.Feature] {
			r.Copies = append(r.Copies, fmt.Sprintf("%s = %s", to, b.places[f.Feature]))
		}
	}
	r.Derived = usedDerived(r.Derived)
}

// usedDerived leaves out the variables that no later feature has a use for.
func usedDerived(all []derivedModel) []derivedModel {
	var out []derivedModel
	for _, d := range slices.Backward(all) {
		if d.Declare == "" || slices.ContainsFunc(out, func(later derivedModel) bool { return mentions(later.Code, d.To) }) {
			out = append(out, d)
		}
	}
	slices.Reverse(out)
	return out
}

// need has a feature's value computed, after those that it derives from.
func (b *readerBuilder) need(f *ir.Feature) {
	if b.done[f] {
		return
	}
	b.done[f] = true
	if f.View != nil {
		b.places[f] = b.vector(f.View) + "." + b.field(f)
	}
	if f.Agg != nil {
		b.call(f.View)
		return
	}
	ir.Walk(f.Expr, func(e ir.Expr) {
		if ref, ok := e.(*ir.FeatureRef); ok {
			b.need(ref.Feature)
		}
	})
	d := derivedModel{To: b.places[f], Code: featureCode(f, b.printer.expr(f.Expr))}
	if d.To == "" { // a feature derived in another set
		d.To = b.names.of(localName(f.Set.Name + "_" + f.Name))
		d.Declare = goType(f.Type)
		b.places[f] = d.To
	}
	b.r.Derived = append(b.r.Derived, d)
}

// vector returns the variable that holds a view's vector.
func (b *readerBuilder) vector(v *ir.View) string {
	name, ok := b.vectors[v]
	if !ok {
		name = b.names.of(localName(v.Name), localName(v.Name)+"Vector")
		b.vectors[v] = name
		b.r.Locals = append(b.r.Locals, localModel{name, b.pkg.views[v].Type})
	}
	return name
}

// field is the name of a view's feature in its vector.
func (b *readerBuilder) field(f *ir.Feature) string {
	for i, g := range f.View.Features {
		if g == f {
			return b.pkg.views[f.View].Fields[i].Name
		}
	}
	panic("gostream: feature " + f.QName() + " is not in its view")
}

// call has a view's aggregated features read from the state of its group.
func (b *readerBuilder) call(v *ir.View) {
	if b.calls[v] {
		return
	}
	b.calls[v] = true
	out := b.vector(v)
	if out != "out" {
		out = "&" + out
	}
	gm := b.pkg.groups[rootOf(b.pkg.plan, groupOf(b.pkg.plan, v))]
	c := viewCall{"Read" + b.pkg.views[v].Type, out}
	for i := range b.r.Groups {
		if b.r.Groups[i].Group == gm {
			b.r.Groups[i].Calls = append(b.r.Groups[i].Calls, c)
			return
		}
	}
	b.r.Groups = append(b.r.Groups, groupCall{gm, b.names.of("by" + strings.TrimSuffix(gm.Key.Type, "Key")), b.keys[v.Entity], []viewCall{c}})
}

func groupOf(p *plan.Plan, v *ir.View) *plan.Group {
	g := p.GroupOf(v)
	if g == nil {
		panic("gostream: view " + v.Name + " is in no group")
	}
	return g
}

func (b *readerBuilder) leaf(e ir.Expr) code {
	switch e := e.(type) {
	case *ir.FeatureRef:
		return code{text: b.places[e.Feature], null: e.Feature.Type.Nullable}
	case *ir.RequestRef:
		return fieldCode("req", b.r.Columns[e.Index])
	default:
		panic(fmt.Sprintf("gostream: %T in a derived feature", e))
	}
}
