package gostream

import (
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// tableModel is a table that events look up: the versions of its rows, by key.
type tableModel struct {
	FileName    string // table_merchants
	Version     string // MerchantsVersion
	Type        string // MerchantsTable
	Field       string // of Operators: merchantsTable
	HashName    string // constant of the state's hash
	Hash        string
	StateNumber int    // in the registry
	OrderBy     string // the function that orders versions of one time
	Order       string // its body
	Source      *sourceModel
	Key         *keyModel
	KeyOf       keyOf // of a row
	Time        string
	Fields      []inputModel // of a version; each may be null
	Deleted     string       // the condition that a version v says that there is no row; "" for none
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
	Locals []localModel // what the key is made of
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
	}
	for i, l := range gm.plan.Lookups {
		locals.tables[l] = &gm.Lookups[i]
	}
}

// lookupFunc returns the method that finds what the events of a group's source
// see of a table by a key; groups share it where the key is of columns.
func (m *packageModel) lookupFunc(gm *groupModel, l *plan.Lookup) string {
	t := m.tables[l.Table]
	columns, ofColumns := keyColumns(l)
	f := lookupFunc{Source: gm.Source, Table: t, Time: "e." + gm.Source.Columns[gm.plan.Source.Time].Name}
	if ofColumns {
		f.KeyOf = newKeyOf(t.Key, gm.Source, columns)
	} else {
		f.Locals, f.KeyOf = gm.keyOfExprs(t.Key, l.Key)
	}
	for _, have := range m.Lookups {
		if have.Source == f.Source && have.Table == t && have.KeyOf == f.KeyOf && slices.Equal(have.Locals, f.Locals) {
			return have.Func
		}
	}
	f.Func = m.methods.of("see" + t.Source.Type + "Of" + gm.Source.Type)
	m.Lookups = append(m.Lookups, f)
	return f.Func
}

// keyColumns returns the columns of the source that are the key of a lookup; ok is
// false where some part of it is an expression.
func keyColumns(l *plan.Lookup) (columns []int, ok bool) {
	for _, k := range l.Key {
		c, ok := k.(*ir.ColumnRef)
		if !ok {
			return nil, false
		}
		columns = append(columns, c.Index)
	}
	return columns, true
}

// keyOfExprs makes a key of row-level expressions over an event e.
func (gm *groupModel) keyOfExprs(key *keyModel, exprs []ir.Expr) ([]localModel, keyOf) {
	l := newLocals(gm)
	for _, e := range exprs {
		l.count(e)
	}
	var out keyOf
	var values, vars, codes, valid []string
	for i, e := range exprs {
		x := l.print(e)
		text := x.text
		if x.null {
			v := l.names.of(localName(key.Fields[i].Column) + "Key")
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
	return l.used(append(codes, out.Value)), out
}

// lookup is a looked up column as operators see it.
func (l *locals) lookup(e *ir.LookupRef) code {
	t := l.tables[l.gm.plan.Lookup(e)]
	return nullable("%s.%s", t.Var, t.Table.Source.Columns[e.Index].Name)
}
