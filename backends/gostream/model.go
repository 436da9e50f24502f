package gostream

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/token"
	"path"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
)

// packageModel is a Go package, with every name given.
type packageModel struct {
	Name    string
	Feat    string // the .feat package
	From    string
	Doc     string
	Sources []*sourceModel
	Keys    []*keyModel
	Groups  []*groupModel // with a state per key
	Ticked  []*groupModel // within the states of Groups: of views over views
	Tables  []*tableModel
	Lookups []lookupFunc
	Views   []*readerModel
	Sets    []*readerModel
	Globals []globalModel // patterns
	Zones   []zoneModel
	Clocks  []clockModel

	plan    *plan.Plan
	names   names // of the package's scope
	methods names // of Operators, those that look tables up
	sources map[*ir.Source]*sourceModel
	keys    map[*ir.Entity]*keyModel
	tables  map[*ir.Source]*tableModel
	groups  map[*plan.Group]*groupModel
	views   map[*ir.View]*readerModel
	globals map[string]string // Go that makes one → its variable
	zones   map[string]string
	clocks  map[string]string
}

type globalModel struct{ Var, Code string }

// fieldModel is a field of a struct, or a column in the registry.
type fieldModel struct {
	Name   string // in Go
	Column string // in the .feat file
	Doc    string
	Type   types.Type

	ir *ir.Column // nil where it is a feature
}

// GoType is the field's type as it is written.
func (f fieldModel) GoType() string { return goType(f.Type) }

// Kind is the field's kind as a constant of package value.
func (f fieldModel) Kind() string { return "value." + exportedName(f.Type.Kind.String()) }

// Elem is what is in a list or a map; nil for other types.
func (f fieldModel) Elem() *fieldModel { return within(f.Type.Elem) }

// Key is the key of a map; nil for other types.
func (f fieldModel) Key() *fieldModel { return within(f.Type.Key) }

func within(t *types.Type) *fieldModel {
	if t == nil {
		return nil
	}
	return &fieldModel{Type: *t}
}

// Unit says what the Go type alone does not.
func (f fieldModel) Unit() string { return unit(f.Type) }

// FromValue is the expression that makes the field of a dynamic value.
func (f fieldModel) FromValue(what string, i int) string {
	return fromValue(f.Type, fmt.Sprintf("%s[%d]", what, i))
}

// OfValue is the expression that makes a dynamic value of the field.
func (f fieldModel) OfValue(what string) string { return ofValue(f.Type, what+"."+f.Name) }

// sourceModel is a source: its event struct, and where its events go.
type sourceModel struct {
	Type    string // Txns
	Feat    string // txns
	Doc     string
	Columns []fieldModel
	Groups  []*groupModel
	Table   *tableModel // nil where nothing looks it up

	ir *ir.Source
}

// About is the first line of the comment on the event struct.
func (s *sourceModel) About() string {
	if s.ir.Table != nil {
		return fmt.Sprintf("%s is a version of a row of table %s.", s.Type, s.Feat)
	}
	return fmt.Sprintf("%s is an event of source %s.", s.Type, s.Feat)
}

// Keys names whose states an event goes to: its user, its shop and its pair.
func (s *sourceModel) Keys() string {
	var keys []string
	for _, g := range s.Groups {
		if k := "its " + g.Key.Var; !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	last := len(keys) - 1
	if last < 1 {
		return strings.Join(keys, "")
	}
	return strings.Join(keys[:last], ", ") + " and " + keys[last]
}

// keyModel is an entity: its key struct.
type keyModel struct {
	Type   string // UserKey
	Var    string // user
	Doc    string
	Append string // appendUserKey
	Read   string // readUserKey
	Fields []fieldModel
	Stored bool // some group has its state by it

	ir *ir.Entity
}

// AppendField and ReadField encode and decode one field of the key.
func (k *keyModel) AppendField(f fieldModel) string { return appendCode(f.Type, "key."+f.Name) }

// ReadField decodes one field of the key.
func (k *keyModel) ReadField(f fieldModel) string { return readCode(f.Type) }

func newPackage(p *plan.Plan, opt Options) *packageModel {
	m := &packageModel{
		Name: opt.PackageName, Feat: p.Program.Package, From: opt.From, plan: p,
		names:   newNames("Operators", "New"),
		methods: names{},
		sources: map[*ir.Source]*sourceModel{},
		keys:    map[*ir.Entity]*keyModel{},
		tables:  map[*ir.Source]*tableModel{},
		groups:  map[*plan.Group]*groupModel{},
		views:   map[*ir.View]*readerModel{},
		globals: map[string]string{},
		zones:   map[string]string{},
		clocks:  map[string]string{},
	}
	if m.Name == "" {
		m.Name = strings.ReplaceAll(p.Program.Package, "_", "")
		if token.IsKeyword(m.Name) {
			m.Name += "feat"
		}
	}
	if m.From == "" {
		m.From = fileNames(p.Program)
	}
	m.Doc = fmt.Sprintf("Package %s computes the features of the .feat package %s from streams of\nevents, bit for bit as its SQL does.", m.Name, p.Program.Package)

	// Sources, views and sets come first: theirs are the names that people see.
	for _, g := range p.Groups {
		m.addSource(g.Source.Root())
	}
	for _, t := range p.Tables {
		m.addTable(t)
	}
	for _, v := range p.Program.Views {
		m.views[v] = &readerModel{Feat: v.Name, Type: m.names.of(exportedName(v.Name), exportedName(v.Name)+"Features")}
		m.Views = append(m.Views, m.views[v])
	}
	for _, s := range p.Program.Sets {
		m.Sets = append(m.Sets, &readerModel{Feat: s.Name, Type: m.names.of(exportedName(s.Name), exportedName(s.Name)+"Set")})
	}
	for _, g := range p.Groups {
		m.addKey(g.Entity).Stored = true
		m.addGroup(g)
	}
	for i, v := range p.Program.Views {
		m.viewVector(m.Views[i], v)
	}
	for _, g := range m.Ticked {
		m.addTicks(g)
	}
	for i, v := range p.Program.Views {
		m.viewReader(m.Views[i], v)
	}
	for i, s := range p.Program.Sets {
		m.setReader(m.Sets[i], s)
	}
	m.numberStates()
	return m
}

// fileNames lists the .feat files for the header, without folders.
func fileNames(p *ir.Program) string {
	var out []string
	for _, f := range p.Files {
		out = append(out, path.Base(strings.ReplaceAll(f.Name, `\`, "/")))
	}
	if len(out) == 0 {
		return p.Package
	}
	return strings.Join(out, ", ")
}

func (m *packageModel) addSource(s *ir.Source) {
	if m.sources[s] != nil {
		return
	}
	name := exportedName(s.Name)
	sm := &sourceModel{Type: m.names.of(name, name+"Event"), Feat: s.Name, Doc: s.Doc, ir: s}
	sm.Columns = fields(s.Columns)
	m.sources[s] = sm
	m.Sources = append(m.Sources, sm)
}

func (m *packageModel) addKey(e *ir.Entity) *keyModel {
	if k := m.keys[e]; k != nil {
		return k
	}
	name := exportedName(e.Name)
	k := &keyModel{Type: m.names.of(name + "Key"), Var: newNames().of(localName(e.Name), localName(e.Name)+"Key"), Doc: e.Doc, ir: e, Fields: fields(e.Keys)}
	k.Append, k.Read = m.names.of("append"+k.Type), m.names.of("read"+k.Type)
	m.keys[e] = k
	m.Keys = append(m.Keys, k)
	return k
}

// fields returns columns as the fields of a struct.
func fields(columns []*ir.Column) []fieldModel {
	ns := names{}
	var out []fieldModel
	for _, c := range columns {
		out = append(out, fieldModel{Name: ns.of(exportedName(c.Name)), Column: c.Name, Doc: c.Doc, Type: c.Type, ir: c})
	}
	return out
}

// pattern returns the variable of a regular expression.
func (m *packageModel) pattern(text string) string {
	return m.global("pattern", fmt.Sprintf("fn.Pattern(%q)", text))
}

// global returns the variable that holds what code makes.
func (m *packageModel) global(name, code string) string {
	v, ok := m.globals[code]
	if !ok {
		v = m.names.of(name)
		m.globals[code] = v
		m.Globals = append(m.Globals, globalModel{v, code})
	}
	return v
}

// stateHash identifies what the state of a group means and how it is laid out,
// with those that are within it.
func stateHash(p *plan.Plan, g *plan.Group) string {
	views, clocks := g.Views, clocksOf(g)
	for _, within := range p.Groups {
		if within != g && rootOf(p, within) == g {
			views = append(views[:len(views):len(views)], within.Views...)
			clocks += clocksOf(within)
		}
	}
	sum := sha256.Sum256([]byte("gostream 2\n" + ir.Hash(views...) + clocks))
	return hex.EncodeToString(sum[:16])
}
