package gostream

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
)

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
				if sm.plan.By != plan.None {
					gr.add("s.%s.Merge(&s.%s, %s)", read, of, gr.gm.less(sm))
				} else {
					gr.add("s.%s.MergeFirst(&s.%s, %d, %s)", read, of, limit, gr.gm.less(sm))
				}
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
		source, next := gr.gm.readFrom(sm), "it.Next()"
		if sm.plan.By != plan.None {
			next = "it.NextOther(" + gr.gm.sameKey(sm) + ")"
		}
		if len(body) > 0 && limit > 0 {
			gr.add("for it, n := s.%s.Iter(), 0; n < %d && %s; n++ {\n%s}", source, limit, next, guardedText([]guarded{{Stmts: body}}))
		} else if len(body) > 0 {
			gr.add("for it := s.%s.Iter(); %s; {\n%s}", source, next, guardedText([]guarded{{Stmts: body}}))
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
	case ir.CompFrequent:
		x := o.Arg.Type()
		pair, better := "window.Pair[int64, "+info(x).goType+"]", gr.gm.betterPair(false, types.Int64, x)
		gr.add("s.%s.Reset()\ns.%s.Reset()\ns.%s.Reset()", sm.list, sm.best, sm.values)
		gr.values[i] = nullable("s.%s.Value()", sm.list)
		gr.after = append(gr.after,
			fmt.Sprintf("for it := s.%s.Iter(); it.Next(); {\ns.%s.Add(%s{By: -it.Count(), X: it.Key()}, %d, %s)\n}", sm.values, sm.best, pair, o.N, better),
			fmt.Sprintf("for _, p := range s.%s.Items() {\ns.%s.Add(%s)\n}", sm.best, sm.list, ofValue(x, "p.X")))
		return take(func(x string) string {
			return fmt.Sprintf("s.%s.AddRows(%s, it.Count(), %s)", sm.values, x, lessOf(o.Arg.Type()))
		})
	case ir.CompTally:
		gr.add("s.%s.Reset()\n%s := int64(0)", sm.list, v)
		gr.after = append(gr.after, fmt.Sprintf("for ; %s < %d; %s++ {\ns.%s.Add(value.OfInt64(0))\n}", v, o.N, v, sm.list))
		gr.values[i] = plain("s.%s.Value().V", sm.list)
		return []string{
			fmt.Sprintf("for ; %s < it.Key(); %s++ {\ns.%s.Add(value.OfInt64(0))\n}", v, v, sm.list),
			fmt.Sprintf("s.%s.Add(value.OfInt64(it.Count()))\n%s++", sm.list, v),
		}
	case ir.CompMap:
		gr.add("s.%s.Reset()", sm.list)
		gr.values[i] = nullable("s.%s.Value()", sm.list)
		key, x := gr.gm.inputs[sm.plan.Key].Type.NotNull(), p.expr(o.Arg)
		return []string{
			fmt.Sprintf("s.%s.Add(%s)", sm.list, ofValue(key, gr.part(sm)(&ir.EachRef{Part: ir.EachKey}).text)),
			fmt.Sprintf("s.%s.Add(%s)", sm.list, ofValue(o.Arg.Type().NotNull().OrNull(x.null), x.text)),
		}
	case ir.CompList:
		gr.add("s.%s.Reset()", sm.list)
		gr.values[i] = nullable("s.%s.Value()", sm.list)
		t := o.Arg.Type().NotNull()
		if o.By == nil && o.N > 0 {
			gr.add("%s := int64(0)", v)
			return take(func(x string) string {
				return fmt.Sprintf("for range min(it.Count(), %d-%s) {\ns.%s.Add(%s)\n%s++\n}", o.N, v, sm.list, ofValue(t, x), v)
			})
		}
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
			if sm.plan.By != plan.None {
				return plain("it.Key().By")
			}
			return plain("it.Key()")
		case ir.EachCount:
			return plain("it.Count()")
		case ir.EachSum:
			return nullable("it.Value().Value()")
		case ir.EachBest:
			return plain("it.Key().X")
		case ir.EachFirst:
			return plain("s.%s.First()", gr.gm.readFrom(sm))
		case ir.EachNext:
			return nullable("it.Following()")
		default:
			panic(fmt.Sprintf("gostream: part %v of a key", part))
		}
	}
}
