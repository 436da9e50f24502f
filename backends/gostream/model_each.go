package gostream

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// addEach gives a slot the map from keys to what their rows add up to, one for all
// slots that put the same rows together alike.
func (gm *groupModel) addEach(sm *slotModel) {
	s := sm.plan
	if k := s.Each.Outer.Kind; k == ir.CompList || k == ir.CompMap {
		gm.addList(sm)
	}
	if o := s.Each.Outer; o.Kind == ir.CompList && o.By != nil {
		sm.best = gm.stateName.of(localName(s.Name) + "Top")
		gm.State = append(gm.State, stateField{sm.best, "window.Top[" + pairType(o) + "]", "the first of its keys"})
	}
	w := gm.plan.Windows[s.Window]
	same := fmt.Sprint(s.Key, s.Arg, s.Filter, s.Window, s.Base, s.Ties, s.Each.Cap)
	if first, ok := gm.eaches[same]; ok {
		sm.field, sm.past = first.field, first.past
		return
	}
	gm.eaches[same] = sm
	sm.field = gm.stateName.of(localName(s.Name))
	if w.Counts() {
		gm.State = append(gm.State, stateField{sm.field, gm.keyed(sm), "what a window over the newest rows is put together in"})
		return
	}
	c := gm.cursor(s.Window)
	field, key := "s."+sm.field, info(gm.inputs[s.Key].Type)
	gm.State = append(gm.State, stateField{sm.field, gm.keyed(sm), "keys " + c.Doc})
	c.Enter = guard(c.Enter, sm.cond, gm.onKey(sm, field, "Add"))
	c.Leave = guard(c.Leave, sm.cond, gm.onKey(sm, field, "Sub"))
	if c.All && s.Each.Cap > 0 {
		gm.addPast(sm)
	} else if c.All {
		gm.Save = append(gm.Save, fmt.Sprintf("b = %s.Append(b, %s)", field, key.appendFn))
		gm.Load = append(gm.Load, fmt.Sprintf("%s.Read(d, %s)", field, key.readFn))
	}
	if t := c.Tiles; t != nil {
		tile := "t." + t.add(sm, gm.keyed(sm), "keys")
		t.Fold = guard(t.Fold, sm.cond, gm.onKey(sm, tile, "Add"))
		if s.Each.Cap > 0 {
			t.Fold = guard(t.Fold, sm.cond, fmt.Sprintf("%s.Trim(%d, &%s, %s)", tile, s.Each.Cap, field, gm.less(sm)))
		}
		t.Enter = guard(t.Enter, "", fmt.Sprintf("%s.Merge(&%s, %s)", field, tile, gm.less(sm)))
		t.Leave = append(t.Leave, fmt.Sprintf("%s.Unmerge(&%s, %s)", field, tile, gm.less(sm)))
		t.Append = append(t.Append, fmt.Sprintf("b = %s.Append(b, %s)", tile, key.appendFn))
		t.Read = append(t.Read, fmt.Sprintf("%s.Read(d, %s)", tile, key.readFn))
	}
}

// addPast gives a capped each over a window without an older end a map of its own for
// the rows that have left the log: of those, the smallest keys will do.
func (gm *groupModel) addPast(sm *slotModel) {
	key := info(gm.inputs[sm.plan.Key].Type)
	sm.past = gm.stateName.of(sm.field + "Past")
	past, read := "s."+sm.past, gm.stateName.of(sm.field+"Read")
	gm.State = append(gm.State,
		stateField{sm.past, gm.keyed(sm), "the smallest keys of what has left the log"},
		stateField{read, gm.keyed(sm), "what it is read from"})
	gm.reads[sm.field] = read
	gm.Evicts = guard(gm.Evicts, sm.cond, gm.onKey(sm, "s."+sm.field, "Sub"))
	gm.Evicts = guard(gm.Evicts, sm.cond, gm.onKey(sm, past, "Add"))
	gm.Evicts = guard(gm.Evicts, sm.cond, fmt.Sprintf("%s.Trim(%d, nil, %s)", past, sm.plan.Each.Cap, gm.less(sm)))
	gm.Save = append(gm.Save, fmt.Sprintf("b = %s.Append(b, %s)", past, key.appendFn))
	gm.Load = append(gm.Load, fmt.Sprintf("%s.Read(d, %s)", past, key.readFn))
}

// keyed is the type of the map of an each.
func (gm *groupModel) keyed(sm *slotModel) string {
	sum := "window.None"
	if sm.plan.Arg != plan.None {
		sum = sumType(gm.kind(sm))
	}
	return fmt.Sprintf("window.Keyed[%s, %s, *%s]", info(gm.inputs[sm.plan.Key].Type).goType, sum, sum)
}

// onKey is the statement that adds a row to a map or takes it out.
func (gm *groupModel) onKey(sm *slotModel, field, method string) string {
	code := fmt.Sprintf("%s.%s(%s, %s)", field, method, sm.key, gm.less(sm))
	if sm.plan.Arg != plan.None {
		code += fmt.Sprintf(".%s(%s)", method, sm.arg)
	}
	return code
}

// less is the function that orders the keys of an each.
func (gm *groupModel) less(sm *slotModel) string { return lessOf(gm.inputs[sm.plan.Key].Type) }

func lessOf(t types.Type) string {
	switch t.Kind {
	case value.Decimal:
		return "fn.Less128"
	case value.Bool:
		return "fn.LessBool"
	default:
		return "fn.Less[" + info(t).goType + "]"
	}
}

// pair is how a pair of a value and what it is compared by looks in Go.
func (gm *groupModel) pair(by, x kindInfo) kindInfo {
	out := kindInfo{goType: fmt.Sprintf("window.Pair[%s, %s]", by.goType, x.goType)}
	out.appendFn = gm.function("AppendPair", funcModel{
		Doc: "encodes a value and what it is compared by.", Params: "b []byte, p " + out.goType, Result: "[]byte",
		Body: fmt.Sprintf("%s(%s(b, p.By), p.X)", x.appendFn, by.appendFn),
	})
	out.readFn = gm.function("ReadPair", funcModel{
		Doc: "decodes a value and what it is compared by.", Params: "d *codec.Reader", Result: out.goType,
		Body: fmt.Sprintf("%s{By: %s(d), X: %s(d)}", out.goType, by.readFn, x.readFn),
	})
	return out
}

// betterPair is the function that decides between pairs: by what they are compared
// by, and then by the value.
func (gm *groupModel) betterPair(largest bool, by, x types.Type) string {
	term := func(field string, t types.Type) string {
		return compareCode(inputModel{Name: field, Type: t})[0]
	}
	op := "<"
	if largest {
		op = ">"
	}
	return gm.function("BetterPair", funcModel{
		Doc:    "orders values by what they are compared by.",
		Params: fmt.Sprintf("a, b window.Pair[%s, %s]", info(by).goType, info(x).goType), Result: "bool",
		Body: fmt.Sprintf("cmp.Or(%s, %s) %s 0", term("By", by), term("X", x), op),
	})
}

// function adds a function to the file, unless there is one that does the same.
func (gm *groupModel) function(name string, f funcModel) string {
	key := f.Params + f.Result + f.Body
	if have, ok := gm.memo[key]; ok {
		return have
	}
	f.Name = gm.pkg.names.of(gm.Field + name)
	gm.memo[key] = f.Name
	gm.Funcs = append(gm.Funcs, f)
	return f.Name
}

// sumType is the type of an exact sum.
func sumType(k value.Kind) string {
	switch k {
	case value.Int64:
		return "exact.IntSum"
	case value.Decimal:
		return "exact.DecimalSum"
	case value.Vector:
		return "collection.Sum"
	default:
		return "exact.FloatSum"
	}
}

// eaches reduces keys for the slots that read them: those of one map in one loop.
func (gr *groupReader) eaches(slots []int) {
	done := map[int]bool{}
	for n, i := range slots {
		if done[i] {
			continue
		}
		sm := gr.gm.slots[i]
		field, limit := sm.field, sm.plan.Each.Cap
		if sm.past != "" {
			read := gr.gm.reads[field]
			gr.add("s.%s.Reset()", read)
			for _, of := range []string{sm.past, field} {
				gr.add("s.%s.MergeSmallest(&s.%s, %d, %s)", read, of, limit, gr.gm.less(sm))
			}
		}
		var body []string
		gr.after = nil
		for _, j := range slots[n:] {
			if gr.gm.slots[j].field == field {
				done[j] = true
				body = append(body, gr.each(j)...)
			}
		}
		body = slices.DeleteFunc(body, func(stmt string) bool { return stmt == "" })
		source := gr.gm.readFrom(sm)
		if len(body) > 0 && limit > 0 {
			gr.add("for it, n := s.%s.Iter(), 0; n < %d && it.Next(); n++ {\n%s}", source, limit, guardedText([]guarded{{Stmts: body}}))
		} else if len(body) > 0 {
			gr.add("for it := s.%s.Iter(); it.Next(); {\n%s}", source, guardedText([]guarded{{Stmts: body}}))
		}
		for _, stmt := range gr.after {
			gr.add("%s", stmt)
		}
	}
}

// pairType is the type of a key's value with what it is compared by.
func pairType(o ir.Component) string {
	return fmt.Sprintf("window.Pair[%s, %s]", info(o.By.Type()).goType, info(o.Arg.Type()).goType)
}

// readFrom is the map that the keys of an each are read from.
func (gm *groupModel) readFrom(sm *slotModel) string {
	if sm.past != "" {
		return gm.reads[sm.field]
	}
	return sm.field
}

// each declares what the keys of a slot are reduced to, and returns the statements
// that take in one.
func (gr *groupReader) each(i int) []string {
	sm := gr.gm.slots[i]
	o := sm.plan.Each.Outer
	p := printer{leaf: gr.part(sm)}
	take := func(stmt func(x string) string) []string {
		x := p.expr(o.Arg)
		if !x.null {
			return []string{stmt(x.as(o.Arg.Type()))}
		}
		return []string{fmt.Sprintf("if x := %s; x.Valid {\n%s\n}", x.text, stmt("x.V"))}
	}
	v := gr.names.of(localName(sm.plan.Name) + "Acc")
	switch o.Kind {
	case ir.CompRank:
		gr.values[i] = nullable("s.%s.Rank(%d)", sm.field, sm.plan.Each.Rank)
		if gr.uses[i] > 1 {
			gr.add("%s := %s", v, gr.values[i].text)
			gr.values[i] = nullable("%s", v)
		}
		return nil
	case ir.CompCount:
		if o.Arg == nil {
			gr.values[i] = plain("int64(s.%s.Len())", gr.gm.readFrom(sm))
			if limit := sm.plan.Each.Cap; limit > 0 {
				gr.values[i] = plain("int64(min(s.%s.Len(), %d))", gr.gm.readFrom(sm), limit)
			}
			return nil
		}
		gr.add("var %s int64", v)
		gr.values[i] = plain("%s", v)
		if x := p.expr(o.Arg); x.null {
			return []string{fmt.Sprintf("if (%s).Valid {\n%s++\n}", x.text, v)}
		}
		return []string{v + "++"}
	case ir.CompSum:
		gr.add("var %s %s", v, sumType(o.Arg.Type().Kind))
		gr.values[i] = nullable("%s.Value()", v)
		return take(func(x string) string { return fmt.Sprintf("%s.Add(%s)", v, x) })
	case ir.CompMin, ir.CompMax:
		t := o.Arg.Type()
		gr.add("var %s runtime.Null[%s]", v, info(t).goType)
		gr.values[i] = nullable("%s", v)
		better := lessOf(t)
		if o.Kind == ir.CompMax {
			better = fmt.Sprintf("func(a, b %s) bool { return %s(b, a) }", info(t).goType, better)
		}
		return take(func(x string) string { return fmt.Sprintf("window.Fold(&%s, %s, %s)", v, x, better) })
	case ir.CompArgMin, ir.CompArgMax:
		x, by := o.Arg.Type(), o.By.Type()
		pair := pairType(o)
		better := gr.gm.betterPair(o.Kind == ir.CompArgMax, by, x)
		gr.add("var %s runtime.Null[%s]", v, pair)
		gr.values[i] = nullable("window.XOf(%s)", v)
		return take(func(x string) string {
			b := p.expr(o.By)
			if !b.null {
				return fmt.Sprintf("window.Fold(&%s, %s{By: %s, X: %s}, %s)", v, pair, b.text, x, better)
			}
			return fmt.Sprintf("if by := %s; by.Valid {\nwindow.Fold(&%s, %s{By: by.V, X: %s}, %s)\n}", b.text, v, pair, x, better)
		})
	case ir.CompMap:
		gr.add("s.%s.Reset()", sm.list)
		gr.values[i] = nullable("s.%s.Value()", sm.list)
		key, x := gr.gm.inputs[sm.plan.Key].Type.NotNull(), p.expr(o.Arg)
		return []string{
			fmt.Sprintf("s.%s.Add(%s)", sm.list, ofValue(key, "it.Key()")),
			fmt.Sprintf("s.%s.Add(%s)", sm.list, ofValue(o.Arg.Type().NotNull().OrNull(x.null), x.text)),
		}
	case ir.CompList:
		gr.add("s.%s.Reset()", sm.list)
		gr.values[i] = nullable("s.%s.Value()", sm.list)
		t := o.Arg.Type().NotNull()
		if o.By == nil {
			return take(func(x string) string { return fmt.Sprintf("s.%s.Add(%s)", sm.list, ofValue(t, x)) })
		}
		gr.add("s.%s.Reset()", sm.best)
		gr.after = append(gr.after, fmt.Sprintf("for _, p := range s.%s.Items() {\ns.%s.Add(%s)\n}", sm.best, sm.list, ofValue(t, "p.X")))
		by := p.expr(o.By)
		value, guard := by.text, "%s"
		if by.null {
			value, guard = "by.V", "if by := "+by.text+"; by.Valid {\n%s\n}"
		}
		better := gr.gm.betterPair(false, o.By.Type(), o.Arg.Type())
		return take(func(x string) string {
			return fmt.Sprintf(guard, fmt.Sprintf("s.%s.Add(%s{By: %s, X: %s}, %d, %s)", sm.best, pairType(o), value, x, o.N, better))
		})
	default:
		panic(fmt.Sprintf("gostream: %v of keys", o.Kind))
	}
}

// part prints what is known of the key that an iterator is at.
func (gr *groupReader) part(sm *slotModel) func(ir.Expr) code {
	return func(e ir.Expr) code {
		switch part := e.(*ir.EachRef).Part; part {
		case ir.EachKey:
			return plain("it.Key()")
		case ir.EachCount:
			return plain("it.Count()")
		case ir.EachSum:
			return nullable("it.Value().Value()")
		case ir.EachNext:
			return nullable("it.Following()")
		default:
			panic(fmt.Sprintf("gostream: part %v of a key", part))
		}
	}
}
