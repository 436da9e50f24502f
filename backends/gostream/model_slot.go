package gostream

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/runtime/value"
)

// rangeModel is a window's reach, a variable of the package.
type rangeModel struct{ Name, Code, Doc string }

// cursorModel is a window that slides: its cursor, and what rows that come in
// and go out do.
type cursorModel struct {
	Field  string // w7d
	Suffix string // 7d, as in seek7d
	Range  string
	Doc    string
	All    bool
	Enter  []guarded // on a row r that comes in
	Leave  []guarded // on a row r that goes out
	Push   []guarded // on row i, coming in behind all others
	Reset  []string
	Expire []string
	Tiles  *tilesModel // nil where the older end does not move in steps
}

// guarded are statements under one condition; "" is always.
type guarded struct {
	Cond  string
	Stmts []string
}

func guard(gs []guarded, cond, stmt string) []guarded {
	if n := len(gs); n > 0 && gs[n-1].Cond == cond {
		gs[n-1].Stmts = append(gs[n-1].Stmts, stmt)
		return gs
	}
	return append(gs, guarded{cond, []string{stmt}})
}

// slotModel is where a slot's value comes from when a view is read.
type slotModel struct {
	plan   *plan.Slot
	field  string // of the state; "" where the slot keeps none
	edge   string // of the state; "" where the window has an older end
	best   string // of the state; "" where the window has an older end, or the slot is no minimum or maximum
	tiled  string // of a tile; "" where the window has none
	cond   string // on row r, that the slot looks at it; "" for always
	arg    string // of row r, under its condition
	by     string // as arg: what arg is compared by
	values string // of the state; how often values come, "" where that is not counted
	past   string // of the state; the map of a capped each of what has left the log, "" for none
	list   string // of the state; what a list or a map is made in, "" for other slots
	key    string // as arg: what rows are put together by
}

func (gm *groupModel) addSlot(i int) {
	s := gm.plan.Slots[i]
	w := gm.plan.Windows[s.Window]
	sm := &slotModel{plan: s}
	gm.slots[i] = sm
	gm.window(s.Window)
	var conds []string
	if s.Filter != plan.None {
		conds = append(conds, gm.truth(s.Filter, "r"))
	}
	for _, in := range []struct {
		input int
		code  *string
	}{{s.Arg, &sm.arg}, {s.By, &sm.by}, {s.Key, &sm.key}} {
		if in.input == plan.None {
			continue
		}
		v, valid := gm.inputs[in.input].value("r")
		*in.code = v
		if valid != "" {
			conds = append(conds, valid)
		}
	}
	switch {
	case s.Each != nil && s.By != plan.None:
		sm.key = fmt.Sprintf("%s{By: %s, X: %s}", gm.eachKey(sm).goType, sm.key, sm.by)
	case s.By != plan.None:
		sm.arg = fmt.Sprintf("%s{By: %s, X: %s}", gm.element(sm).goType, sm.by, sm.arg)
	}
	sm.cond = strings.Join(conds, " && ")
	if s.Each != nil {
		gm.addEach(sm)
		return
	}
	if w.Counts() && !s.Kind.TakesRows() {
		if s.Kind == ir.CompDistinct { // a map at each read would be garbage
			sm.field = gm.stateName.of(localName(s.Name))
			gm.State = append(gm.State, stateField{sm.field, gm.accumulator(sm), "what a window over the newest rows is put together in"})
		}
		return
	}
	if s.Kind.Algebra() == ir.Ordered {
		switch {
		case s.Kind == ir.CompDrawdown:
			gm.addFall(sm)
		case s.Kind.TakesRows():
			gm.addEdges(sm)
		case w.AllTime:
			gm.addEdge(sm)
		case w.Step > 0:
			gm.addTileEdge(sm, gm.cursor(s.Window).Tiles)
		}
		return
	}
	gm.addSliding(sm, gm.cursor(s.Window))
	if w.Step > 0 {
		gm.addTiled(sm, gm.cursor(s.Window).Tiles)
	}
}

// truth is the condition that an input of the row is true.
func (gm *groupModel) truth(input int, row string) string {
	v, valid := gm.inputs[input].value(row)
	if valid != "" {
		return valid + " && " + v
	}
	return v
}

// kind is the kind of the slot's argument.
func (gm *groupModel) kind(sm *slotModel) value.Kind { return gm.inputs[sm.plan.Arg].Type.Kind }

// accumulator is the type of what a slot adds up.
func (gm *groupModel) accumulator(sm *slotModel) string {
	switch sm.plan.Kind {
	case ir.CompCount:
		return "int64"
	case ir.CompSum:
		return sumType(gm.kind(sm))
	case ir.CompUnits:
		return "exact.FloatSum"
	case ir.CompDrawdown:
		return fallType(gm.kind(sm))
	case ir.CompDistinct:
		return fmt.Sprintf("window.Distinct[%s]", info(gm.inputs[sm.plan.Arg].Type).goType)
	case ir.CompEach:
		return gm.keyed(sm)
	default:
		if gm.byElement(sm) {
			return "collection.Extreme"
		}
		return fmt.Sprintf("window.Extreme[%s]", gm.element(sm).goType)
	}
}

// value is the slot's value in a window that slides.
func (gm *groupModel) value(sm *slotModel) code {
	value := gm.result(sm, "s."+sm.field)
	switch {
	case sm.plan.Kind.Algebra() != ir.Semilattice:
		return value
	case sm.best != "":
		value = nullable("%s.Better(%s, s.%s, %s)", gm.extremes(sm), value.text, sm.best, gm.better(sm))
	case sm.tiled != "":
		value = nullable("%s.Better(%s, s.%s.Value(), %s)", gm.extremes(sm), value.text, sm.tiled, gm.better(sm))
	}
	return argument(sm, value)
}

// result is the value of an accumulator of the slot.
func (gm *groupModel) result(sm *slotModel, acc string) code {
	switch sm.plan.Kind {
	case ir.CompCount:
		return plain("%s", acc)
	case ir.CompDistinct:
		return plain("%s.Value()", acc)
	case ir.CompUnits:
		return nullable("%s.Units()", acc)
	default:
		return nullable("%s.Value()", acc)
	}
}

// addSliding gives a slot a running value in a window that slides.
func (gm *groupModel) addSliding(sm *slotModel, c *cursorModel) {
	sm.field = gm.stateName.of(localName(sm.plan.Name))
	field := "s." + sm.field
	gm.State = append(gm.State, stateField{sm.field, gm.accumulator(sm), fmt.Sprintf("%s %s", sm.plan.Kind, c.Doc)})
	switch sm.plan.Kind {
	case ir.CompMin, ir.CompMax, ir.CompArgMin, ir.CompArgMax:
		c.Push = guard(c.Push, sm.cond, fmt.Sprintf("%s.Push(s.log.Time(i), %s, %s)", field, sm.arg, gm.better(sm)))
		c.Reset = append(c.Reset, field+".Reset()")
		if !c.All {
			c.Expire = append(c.Expire, fmt.Sprintf("%s.Expire(first)", field))
			return
		}
		k := gm.element(sm)
		sm.best = gm.stateName.of(localName(sm.plan.Name) + "Best")
		best := "s." + sm.best
		gm.State = append(gm.State, stateField{sm.best, gm.best(sm), fmt.Sprintf("%s of what has left the log", sm.plan.Kind)})
		gm.Evicts = guard(gm.Evicts, sm.cond, gm.fold(sm, best))
		gm.Evicted = append(gm.Evicted, field+".Expire(s.log.Start())")
		gm.Save = append(gm.Save, fmt.Sprintf("b = codec.AppendNull(b, %s, %s)", best, k.appendFn))
		gm.Load = append(gm.Load, fmt.Sprintf("%s = codec.ReadNull(d, %s)", best, k.readFn))
		return
	case ir.CompCount:
		c.Enter = guard(c.Enter, sm.cond, field+"++")
		c.Leave = guard(c.Leave, sm.cond, field+"--")
	default:
		c.Enter = guard(c.Enter, sm.cond, fmt.Sprintf("%s.Add(%s)", field, sm.arg))
		c.Leave = guard(c.Leave, sm.cond, fmt.Sprintf("%s.Sub(%s)", field, sm.arg))
	}
	if !c.All {
		return
	}
	switch sm.plan.Kind {
	case ir.CompCount:
		gm.Save = append(gm.Save, fmt.Sprintf("b = codec.AppendInt64(b, %s)", field))
		gm.Load = append(gm.Load, fmt.Sprintf("%s = d.Int64()", field))
	case ir.CompSum, ir.CompUnits:
		gm.Save = append(gm.Save, fmt.Sprintf("b = %s.Append(b)", field))
		gm.Load = append(gm.Load, fmt.Sprintf("%s.Read(d)", field))
	default:
		k := info(gm.inputs[sm.plan.Arg].Type)
		gm.Save = append(gm.Save, fmt.Sprintf("b = %s.Append(b, %s)", field, k.appendFn))
		gm.Load = append(gm.Load, fmt.Sprintf("%s.Read(d, %s)", field, k.readFn))
	}
}

// addEdge gives a first or last over a window without an older end the row that
// it remembers from before the log.
func (gm *groupModel) addEdge(sm *slotModel) {
	sm.edge = gm.stateName.of(localName(sm.plan.Name) + "Edge")
	field := "s." + sm.edge
	gm.State = append(gm.State, stateField{sm.edge, "window.Edge[" + gm.Row + "]", fmt.Sprintf("%s of what has left the log", sm.plan.Kind)})
	method := "Newer"
	if sm.plan.Kind == ir.CompFirst {
		method = "Older"
	}
	gm.Evicts = guard(gm.Evicts, sm.cond, fmt.Sprintf("%s.%s(s.log.Time(i), r, %s)", field, method, gm.order(sm)))
	gm.Save = append(gm.Save, fmt.Sprintf("b = %s.Append(b, (*%s).append)", field, gm.Row))
	gm.Load = append(gm.Load, fmt.Sprintf("%s.Read(d, (*%s).read)", field, gm.Row))
}

// order returns the function that orders rows of one time for a slot.
func (gm *groupModel) order(sm *slotModel) string {
	var fields []inputModel
	for _, f := range []*inputModel{gm.seq, gm.id} {
		if f != nil {
			fields = append(fields, *f)
		}
	}
	for _, t := range sm.plan.Ties {
		fields = append(fields, gm.inputs[t])
	}
	var terms []string
	for _, f := range fields {
		terms = append(terms, compareCode(f)...)
	}
	body := strings.Join(terms, ", ")
	switch len(terms) {
	case 0:
		body = "0"
	case 1:
	default:
		body = "cmp.Or(" + body + ")"
	}
	name, ok := gm.orders[body]
	if !ok {
		name = gm.pkg.names.of(gm.Field + "Order")
		gm.orders[body] = name
		params := "a, b *" + gm.Row
		if len(terms) == 0 {
			params = "_, _ *" + gm.Row
		}
		gm.Funcs = append(gm.Funcs, funcModel{name, "orders rows of one event time.", params, "int", body})
	}
	return name
}

// compareCode compares a field of the rows a and b: nulls first, then ascending.
func compareCode(f inputModel) []string {
	a, b := "a."+f.Name, "b."+f.Name
	var terms []string
	if f.Valid != "" {
		terms = append(terms, fmt.Sprintf("fn.OrderBool(a.%s, b.%s)", f.Valid, f.Valid))
	}
	null := f.null && f.Valid == ""
	switch k := f.Type.Kind; {
	case k == value.Bool && null:
		return append(terms, fmt.Sprintf("fn.OrderNullBool(%s, %s)", a, b))
	case k == value.Bool:
		return append(terms, fmt.Sprintf("fn.OrderBool(%s, %s)", a, b))
	case k == value.Decimal && null:
		return append(terms, fmt.Sprintf("fn.OrderDec(%s, %s)", a, b))
	case k == value.Decimal:
		return append(terms, fmt.Sprintf("%s.Compare(%s)", a, b))
	case null:
		return append(terms, fmt.Sprintf("fn.Order(%s, %s)", a, b))
	default:
		return append(terms, fmt.Sprintf("cmp.Compare(%s, %s)", a, b))
	}
}

// count returns the function that reports a condition on row r; nil for none.
func (gm *groupModel) count(cond string) string {
	if cond == "" {
		return "nil"
	}
	name, ok := gm.counts[cond]
	if !ok {
		name = gm.pkg.names.of(gm.Field + "Counts")
		gm.counts[cond] = name
		gm.Funcs = append(gm.Funcs, funcModel{name, "reports whether a row counts.", "r *" + gm.Row, "bool", cond})
	}
	return name
}
