package gostream

import (
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// tableModel is a table that events look up: the versions of its rows, by key.
type tableModel struct {
	FileName string // table_merchants
	Version  string // MerchantsVersion
	Type     string // MerchantsTable
	Field    string // of Operators: merchantsTable
	HashName string // constant of the state's hash
	Hash     string
	OrderBy  string // the function that orders versions of one time
	Order    string // its body
	Source   *sourceModel
	Key      *keyModel
	KeyOf    keyOf // of a row
	Time     string
	Fields   []inputModel // of a version; each may be null
	Deleted  string       // the condition that a version v says that there is no row; "" for none
}

// keyOf makes a key of the columns of an event e: Value, where Valid, which is ""
// where no column can be null. Locals declares what they use.
type keyOf struct{ Value, Locals, Valid string }

// Missing is the condition that some column of the key is null.
func (k keyOf) Missing() string {
	if strings.Contains(k.Valid, "&&") {
		return "!(" + k.Valid + ")"
	}
	return "!" + k.Valid
}

// lookupModel is how the events of a group look up a table.
type lookupModel struct {
	Table *tableModel
	Var   string // the parameter of Apply
	Func  string // the method of Operators
}

// lookupFunc finds the version that an event of a source sees.
type lookupFunc struct {
	Func   string
	Source *sourceModel
	Table  *tableModel
	KeyOf  keyOf
	Time   string
}

// addTable models a table that some group looks up.
func (m *packageModel) addTable(s *ir.Source) {
	m.addSource(s)
	sm := m.sources[s]
	t := &tableModel{
		FileName: "table_" + s.Name, Source: sm, Hash: ir.HashTable(s)[:32],
		Version: m.names.of(sm.Type + "Version"), Type: m.names.of(sm.Type + "Table"),
		Time: "e." + sm.Columns[s.Time].Name,
	}
	t.Field = lowerFirst(t.Type)
	t.HashName, t.OrderBy = m.names.of(t.Field+"Hash"), m.names.of(t.Field+"Order")
	var keys []*ir.Column
	for _, k := range s.Table.Key {
		c := *s.Columns[k]
		c.Type = c.Type.NotNull()
		keys = append(keys, &c)
	}
	t.Key = &keyModel{Type: m.names.of(sm.Type+"Key", sm.Type+"TableKey"), Var: "row of table " + s.Name, Fields: fields(keys), Stored: true}
	t.Key.Append, t.Key.Read = m.names.of("append"+t.Key.Type), m.names.of("read"+t.Key.Type)
	m.Keys = append(m.Keys, t.Key)
	t.KeyOf = newKeyOf(t.Key, sm, s.Table.Key)
	for i, f := range sm.Columns {
		t.Fields = append(t.Fields, inputModel{Name: f.Name, Code: columnCode(sm, i).asNull(f.Type), Type: f.Type, null: true})
	}
	t.Order = t.order(s)
	if d := s.Table.Deleted; d != ir.None {
		t.Deleted = "fn.True(v." + sm.Columns[d].Name + ")"
	}
	sm.Table = t
	m.tables[s] = t
	m.Tables = append(m.Tables, t)
}

// order compares two versions of one key and time: by sequence, then by the
// whole row.
func (t *tableModel) order(s *ir.Source) string {
	seen := map[int]bool{ir.None: true, s.Time: true}
	for _, k := range s.Table.Key {
		seen[k] = true
	}
	columns := []int{s.Sequence}
	for i := range s.Columns {
		columns = append(columns, i)
	}
	var terms []string
	for _, i := range columns {
		if !seen[i] {
			seen[i] = true
			terms = append(terms, compareCode(t.Fields[i])...)
		}
	}
	switch len(terms) {
	case 0:
		return "0"
	case 1:
		return terms[0]
	}
	return "cmp.Or(" + strings.Join(terms, ", ") + ")"
}

// newKeyOf makes a key of columns of a source.
func newKeyOf(key *keyModel, s *sourceModel, columns []int) keyOf {
	var out keyOf
	var values, vars, codes, valid []string
	for i, c := range columns {
		x := columnCode(s, c)
		text := x.text
		if x.null {
			v := newNames().of(localName(s.Columns[c].Column))
			vars, codes, valid = append(vars, v), append(codes, text), append(valid, v+".Valid")
			text = v + ".V"
		}
		values = append(values, key.Fields[i].Name+": "+text)
	}
	out.Value = key.Type + "{" + strings.Join(values, ", ") + "}"
	if len(vars) > 0 {
		out.Locals = strings.Join(vars, ", ") + " := " + strings.Join(codes, ", ")
		out.Valid = strings.Join(valid, " && ")
	}
	return out
}

// addLookups models how the events of a group look up tables.
func (gm *groupModel) addLookups(locals *locals) {
	for _, l := range gm.plan.Lookups {
		t := gm.pkg.tables[l.Table]
		gm.Lookups = append(gm.Lookups, lookupModel{
			Table: t, Var: locals.names.of(localName(l.Table.Name)), Func: gm.pkg.lookupFunc(gm, l),
		})
		locals.tables[l.Table] = &gm.Lookups[len(gm.Lookups)-1]
	}
}

// lookupFunc returns the method that finds what the events of a group's source
// see of a table; groups share it.
func (m *packageModel) lookupFunc(gm *groupModel, l *plan.Lookup) string {
	t := m.tables[l.Table]
	name := "see" + t.Source.Type + "Of" + gm.Source.Type
	for _, f := range m.Lookups {
		if f.Source == gm.Source && f.Table == t {
			return f.Func
		}
	}
	m.Lookups = append(m.Lookups, lookupFunc{
		Func: name, Source: gm.Source, Table: t, KeyOf: newKeyOf(t.Key, gm.Source, l.Key),
		Time: "e." + gm.Source.Columns[gm.plan.Source.Time].Name,
	})
	return name
}

// lookup is a looked up column as operators see it.
func (l *locals) lookup(e *ir.LookupRef) code {
	t := l.tables[e.Table]
	return nullable("%s.%s", t.Var, t.Table.Source.Columns[e.Index].Name)
}
