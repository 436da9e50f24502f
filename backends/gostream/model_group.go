package gostream

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// groupModel is the operator of a plan.Group: the state of one key.
type groupModel struct {
	FileName    string // txns_by_user
	Type        string // TxnsByUser
	Row         string // txnsByUserRow
	Field       string // of Operators: txnsByUser
	Rules       string // variable of the admission.Rules
	HashName    string // constant of the state's hash
	Hash        string
	StateNumber int // in the registry
	Source      *sourceModel
	Key         *keyModel
	Doc         string

	Lateness, Within string // of the rules, as Go
	HasArrival       bool
	Time, Arrival    string       // event time and arrival of e
	ID               *inputModel  // the unique id; nil where events have none
	Locals           []localModel // what Apply computes first
	Inputs           []inputModel // fields of the row
	KeyParts         []keyPart
	Lookups          []lookupModel

	Ranges  []rangeModel
	Cursors []*cursorModel
	State   []stateField
	Funcs   []funcModel // orders and conditions of rows
	Keeps   []string    // how many of the oldest rows each window can do without
	Leaving []string    // before the oldest n rows leave the log
	Evicts  []guarded   // on a row r that leaves the log
	Evicted []string    // when rows have left
	Save    []string    // statements that append what is not in the log
	Load    []string    // and that read it
	Views   []*groupRead

	Ticks  *tickModel   // how the group gets its rows, where that is from another one; else nil
	Nested []*tickModel // the groups within this one; those that are read come first
	KeyOf  *keyOf       // the key of an event, which those need; nil where they do not

	pkg       *packageModel
	plan      *plan.Group
	rowNames  names
	stateName names
	inputs    []inputModel // by plan.Input
	seq, id   *inputModel  // in the row; nil where no order needs them
	ranges    map[int]string
	cursors   map[int]*cursorModel
	slots     map[int]*slotModel
	orders    map[string]string
	counts    map[string]string
	eaches    map[string]*slotModel // by what they put together: the first slot with its map
	reads     map[string]string     // map of a capped each → the one that it is read from
	memo      map[string]string     // functions by what they do
}

type localModel struct{ Name, Code string }

// inputModel is a field of a row, computed by Code when an event is applied.
type inputModel struct {
	Name, Code string
	Type       types.Type
	Valid      string // the field that says that it is not null; "" where Name is all
	null       bool   // Code is a runtime.Null
	present    bool   // it says of an expression that it is not null
}

// GoType is the field's type.
func (i inputModel) GoType() string { return goType(i.Type.NotNull().OrNull(i.null)) }

// Append is the statement that encodes the field of r.
func (i inputModel) Append() string {
	if i.Valid == "" {
		return appendCode(i.Type.NotNull().OrNull(i.null), "r."+i.Name)
	}
	return fmt.Sprintf("if b = codec.AppendBool(b, r.%s); r.%s {\n%s\n}", i.Valid, i.Valid, appendCode(i.Type.NotNull(), "r."+i.Name))
}

// Read is the statement that decodes the field of r.
func (i inputModel) Read() string {
	if i.Valid == "" {
		return fmt.Sprintf("r.%s = %s", i.Name, readCode(i.Type.NotNull().OrNull(i.null)))
	}
	return fmt.Sprintf("if r.%s = d.Bool(); r.%s {\nr.%s = %s\n}", i.Valid, i.Valid, i.Name, readCode(i.Type.NotNull()))
}

// value is the field of a row, to be looked at under the condition valid; "" where
// it is never null. Where present is set there is nothing to look at.
func (i inputModel) value(row string) (v, valid string) {
	if i.present {
		return "", row + "." + i.Name
	}
	if i.Valid == "" {
		return row + "." + i.Name, ""
	}
	return row + "." + i.Name, row + "." + i.Valid
}

// AppendFn and ReadFn are the functions of package codec for the plain type.
func (i inputModel) AppendFn() string { return info(i.Type).appendFn }

// ReadFn decodes what AppendFn encodes.
func (i inputModel) ReadFn() string { return info(i.Type).readFn }

// PlainType is the Go type without null.
func (i inputModel) PlainType() string { return info(i.Type).goType }

// keyPart is a column of the key: Valid is a condition, "" where it is never null.
type keyPart struct{ Field, Value, Valid string }

type stateField struct{ Name, Type, Doc string }

type funcModel struct{ Name, Doc, Params, Result, Body string }

func (m *packageModel) addGroup(g *plan.Group) {
	name := exportedName(g.Name)
	gm := &groupModel{
		FileName: g.Name,
		Source:   m.sources[g.Source], Key: m.keys[g.Entity],
		pkg: m, plan: g,
		ranges: map[int]string{}, cursors: map[int]*cursorModel{}, slots: map[int]*slotModel{},
		orders: map[string]string{}, counts: map[string]string{}, eaches: map[string]*slotModel{}, memo: map[string]string{}, reads: map[string]string{},
	}
	gm.Type = m.names.of(name, name+"State")
	gm.Field = lowerFirst(gm.Type)
	gm.Row = m.names.of(gm.Field + "Row")
	gm.Rules = m.names.of(gm.Field + "Rules")
	gm.rowNames = newFields("append", "read")
	gm.stateName = newFields("gate", "ids", "log", "stood", "picked", "seek", "evict", "expire", "append", "read", "line", "cut", "settle", "key", "enter", "arrive")
	gm.Doc = fmt.Sprintf("%s is the state of one %s over %s.", gm.Type, g.Entity.Name, g.Source.Name)
	m.groups[g] = gm
	if g.Source.Ticks != nil {
		gm.Source = m.tickSource(g)
		m.Ticked = append(m.Ticked, gm)
	} else {
		gm.HashName, gm.Hash = m.names.of(gm.Field+"Hash"), stateHash(m.plan, g)
		m.Groups = append(m.Groups, gm)
		gm.Source.Groups = append(gm.Source.Groups, gm)
	}

	gm.admission()
	gm.rows()
	for i := range g.Slots {
		gm.addSlot(i)
	}
	gm.retention()
}

// admission models what happens before an event becomes a row.
func (gm *groupModel) admission() {
	s := gm.plan.Source
	gm.Lateness, gm.Within = "admission.None", "0"
	if s.Lateness != ir.None {
		gm.Lateness = micros(s.Lateness)
	}
	if s.Unique != ir.None {
		gm.Within = micros(s.UniqueWithin)
	}
	gm.HasArrival = s.Arrival != ir.None || s.Delay > 0
	gm.Time = "e." + gm.Source.Columns[s.Time].Name
	gm.Arrival = gm.Time
	if s.Delay > 0 {
		gm.Arrival += " + " + micros(s.Delay)
	}
	if s.Arrival != ir.None {
		if c := gm.Source.Columns[s.Arrival]; c.Type.Nullable {
			gm.Arrival = fmt.Sprintf("e.%s.Or(%s)", c.Name, gm.Arrival)
		} else {
			gm.Arrival = "e." + c.Name
		}
	}
}

// rows models the fields of a row: the inputs, and what orders rows of one time.
func (gm *groupModel) rows() {
	g := gm.plan
	locals := newLocals(gm)
	gm.addLookups(locals)
	asArg := map[int]bool{} // of anything but a count, which takes no value
	filters := map[int]bool{}
	ordered := false
	for _, s := range g.Slots {
		if s.Kind != ir.CompCount {
			asArg[s.Arg] = true
		}
		for _, in := range []int{s.By, s.Key} {
			asArg[in] = true
		}
		for _, t := range s.Ties {
			asArg[t] = true
		}
		for _, f := range []int{s.Filter, s.Base} {
			if f != plan.None {
				filters[f] = true
			}
		}
		ordered = ordered || needsOrder(g, s)
	}
	for _, in := range g.Inputs {
		locals.count(in.Expr)
	}
	for i, in := range g.Inputs {
		c := locals.print(in.Expr)
		f := inputModel{Name: gm.rowNames.of(localName(in.Name)), Code: c.text, Type: in.Expr.Type(), null: c.null}
		if c.null && !asArg[i] {
			switch counted := counted(g, i); {
			case filters[i] && !counted:
				f.Code, f.null = fmt.Sprintf("fn.True(%s)", c.text), false
			case counted && !filters[i]:
				f.Code, f.Type, f.null, f.present = c.text+".Valid", types.Bool, false, true
			}
		}
		gm.inputs = append(gm.inputs, gm.split(f))
	}
	column := func(index int, name string) *inputModel {
		if index == ir.None {
			return nil
		}
		ref := &ir.ColumnRef{Source: g.Source, Index: index}
		c := locals.print(ref)
		return &inputModel{Name: gm.rowNames.of(name), Code: c.text, Type: ref.Type(), null: c.null}
	}
	if ordered {
		gm.seq, gm.id = column(g.Source.Sequence, "seq"), column(g.Source.Unique, "id")
		for _, f := range []*inputModel{gm.seq, gm.id} {
			if f != nil {
				*f = gm.split(*f)
			}
		}
	}
	if g.Source.Unique != ir.None {
		gm.ID = column(g.Source.Unique, "uniqueID")
		if !gm.ID.null {
			gm.ID.Code = code{text: gm.ID.Code}.asNull(gm.ID.Type)
		}
	}
	for _, f := range []*inputModel{gm.seq, gm.id} {
		if f != nil {
			gm.Inputs = append(gm.Inputs, *f)
		}
	}
	gm.Inputs = append(gm.Inputs, gm.inputs...)
	for i, k := range g.Key {
		c := columnCode(gm.Source, k)
		part := keyPart{Field: gm.Key.Fields[i].Name, Value: c.text}
		if c.null {
			v := newNames().of(localName(g.Source.Columns[k].Name))
			part.Value, part.Valid = v+".V", v+".Valid"
			gm.KeyParts = append(gm.KeyParts, part)
			continue
		}
		gm.KeyParts = append(gm.KeyParts, part)
	}
	var texts []string
	if gm.ID != nil {
		texts = append(texts, gm.ID.Code)
	}
	for _, f := range gm.Inputs {
		texts = append(texts, f.Code)
	}
	gm.Locals = locals.used(texts)
}

// counted reports whether some slot counts the rows in which an input is not null.
func counted(g *plan.Group, input int) bool {
	return slices.ContainsFunc(g.Slots, func(s *plan.Slot) bool { return s.Kind == ir.CompCount && s.Arg == input })
}

// needsOrder reports whether rows of one time must be told apart for a slot.
func needsOrder(g *plan.Group, s *plan.Slot) bool {
	return s.Kind.Algebra() == ir.Ordered || g.Windows[s.Window].Last > 0
}

// Picks reports whether some slot looks at some of the rows, or at all of them in order.
func (gm *groupModel) Picks() bool {
	for _, s := range gm.plan.Slots {
		if gm.plan.Windows[s.Window].Counts() || s.Kind == ir.CompDrawdown {
			return true
		}
	}
	return false
}

// AnyEnter reports whether some window adds up rows as they come in.
func (gm *groupModel) AnyEnter() bool {
	return slices.ContainsFunc(gm.Cursors, func(c *cursorModel) bool { return len(c.Enter) > 0 })
}

// UsesInserted reports whether some window takes in a row as it is applied.
func (gm *groupModel) UsesInserted() bool {
	return slices.ContainsFunc(gm.Cursors, func(c *cursorModel) bool { return len(c.Enter)+len(c.Push) > 0 })
}

// AnyEvicts reports whether rows that leave the log are put somewhere else.
func (gm *groupModel) AnyEvicts() bool {
	return len(gm.Evicts) > 0 || slices.ContainsFunc(gm.Cursors, func(c *cursorModel) bool { return c.Tiles != nil })
}

// KeyLocals are the key columns that can be null, as locals of the package's
// apply method.
func (gm *groupModel) KeyLocals() string {
	var left, right []string
	for i, k := range gm.plan.Key {
		if gm.KeyParts[i].Valid != "" {
			left = append(left, strings.TrimSuffix(gm.KeyParts[i].Valid, ".Valid"))
			right = append(right, columnCode(gm.Source, k).text)
		}
	}
	if len(left) == 0 {
		return ""
	}
	return strings.Join(left, ", ") + " := " + strings.Join(right, ", ")
}

// KeyValid is the condition that no key column is null; "" where none can be.
func (gm *groupModel) KeyValid() string {
	var out []string
	for _, p := range gm.KeyParts {
		if p.Valid != "" {
			out = append(out, p.Valid)
		}
	}
	return strings.Join(out, " && ")
}

// columnCode is a column of an event e as operators see it.
func columnCode(s *sourceModel, i int) code { return fieldCode("e", s.Columns[i]) }

// fieldCode is a field that comes from outside as operators see it: floats
// canonical, text that is not UTF-8 null, and vectors of another length, too.
func fieldCode(of string, f fieldModel) code {
	text := of + "." + f.Name
	switch {
	case f.Type.Kind == value.Float64 && f.Type.Nullable:
		return nullable("fn.CanonFloat(%s)", text)
	case f.Type.Kind == value.Float64:
		return nullable("fn.CanonFloat(runtime.Some(%s))", text)
	case f.Type.Kind == value.String && f.Type.Nullable:
		return nullable("fn.ValidTextOrNull(%s)", text)
	case f.Type.Kind == value.String:
		return nullable("fn.ValidText(%s)", text)
	case f.Type.Kind == value.Vector && f.Type.Nullable:
		return nullable("collection.SizedOrNull(%s, %d)", text, f.Type.Length)
	case f.Type.Kind == value.Vector:
		return nullable("collection.Sized(%s, %d)", text, f.Type.Length)
	default:
		return code{text: text, null: f.Type.Nullable}
	}
}

// micros returns a duration as Go, in the largest unit that it is a multiple of.
func micros(us int64) string {
	for _, u := range []struct {
		size int64
		name string
	}{{24 * 3600e6, "window.Day"}, {3600e6, "window.Hour"}, {60e6, "window.Minute"}, {1e6, "window.Second"}} {
		if us == u.size {
			return u.name
		}
		if us != 0 && us%u.size == 0 {
			return fmt.Sprintf("%d * %s", us/u.size, u.name)
		}
	}
	return fmt.Sprint(us)
}
