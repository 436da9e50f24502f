package gostream

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// addEach gives a slot the map from keys to what their rows add up to, one for all
// slots that put the same rows together alike.
func (gm *groupModel) addEach(sm *slotModel) {
	s := sm.plan
	if k := s.Each.Outer.Kind; k == ir.CompList || k == ir.CompMap || k == ir.CompTally || k == ir.CompFrequent {
		gm.addList(sm)
	}
	if o := s.Each.Outer; o.Kind == ir.CompList && o.By != nil {
		sm.best = gm.stateName.of(localName(s.Name) + "Top")
		gm.State = append(gm.State, stateField{sm.best, "window.Top[" + pairType(o) + "]", "the first of its keys"})
	}
	if o := s.Each.Outer; o.Kind == ir.CompFrequent {
		x := info(o.Arg.Type()).goType
		sm.best = gm.stateName.of(localName(s.Name) + "Top")
		sm.values = gm.stateName.of(localName(s.Name) + "Values")
		gm.State = append(gm.State,
			stateField{sm.best, "window.Top[window.Pair[int64, " + x + "]]", "the most frequent of its values"},
			stateField{sm.values, "window.Keyed[" + x + ", window.None, *window.None]", "how often they come"})
	}
	w := gm.plan.Windows[s.Window]
	same := fmt.Sprint(s.Key, s.Arg, s.By, s.Filter, s.Window, s.Base, s.Ties, s.Each.Cap, s.Each.Desc, s.Each.Largest)
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
	field, key := "s."+sm.field, gm.eachKey(sm)
	gm.State = append(gm.State, stateField{sm.field, gm.keyed(sm), "keys " + c.Doc})
	c.Enter = guard(c.Enter, sm.cond, gm.onKey(sm, field, "Add"))
	c.Leave = guard(c.Leave, sm.cond, gm.onKey(sm, field, "Sub"))
	if c.All && (s.Each.Cap > 0 || s.By != plan.None) {
		gm.addPast(sm)
	} else if c.All {
		gm.Save = append(gm.Save, fmt.Sprintf("b = %s.Append(b, %s)", field, key.appendFn))
		gm.Load = append(gm.Load, fmt.Sprintf("%s.Read(d, %s)", field, key.readFn))
	}
	if t := c.Tiles; t != nil {
		tile := "t." + t.add(sm, gm.keyed(sm), "keys")
		t.Fold = guard(t.Fold, sm.cond, gm.keep(sm, tile, "&"+field))
		if s.Each.Cap > 0 {
			t.Fold = guard(t.Fold, sm.cond, fmt.Sprintf("%s.Trim(%d, &%s, %s)", tile, s.Each.Cap, field, gm.less(sm)))
		}
		t.Enter = guard(t.Enter, "", fmt.Sprintf("%s.Merge(&%s, %s)", field, tile, gm.less(sm)))
		t.Leave = append(t.Leave, fmt.Sprintf("%s.Unmerge(&%s, %s)", field, tile, gm.less(sm)))
		t.Append = append(t.Append, fmt.Sprintf("b = %s.Append(b, %s)", tile, key.appendFn))
		t.Read = append(t.Read, fmt.Sprintf("%s.Read(d, %s)", tile, key.readFn))
	}
}

// addPast gives an each over a window without an older end a map of its own for the
// rows that have left the log, where not all of them are needed: of a capped one the
// first keys will do, and where the best is kept, that.
func (gm *groupModel) addPast(sm *slotModel) {
	key := gm.eachKey(sm)
	sm.past = gm.stateName.of(sm.field + "Past")
	past, read := "s."+sm.past, gm.stateName.of(sm.field+"Read")
	gm.State = append(gm.State,
		stateField{sm.past, gm.keyed(sm), "what is needed of what has left the log"},
		stateField{read, gm.keyed(sm), "what it is read from"})
	gm.reads[sm.field] = read
	gm.Evicts = guard(gm.Evicts, sm.cond, gm.onKey(sm, "s."+sm.field, "Sub"))
	gm.Evicts = guard(gm.Evicts, sm.cond, gm.keep(sm, past, "nil"))
	if n := sm.plan.Each.Cap; n > 0 {
		gm.Evicts = guard(gm.Evicts, sm.cond, fmt.Sprintf("%s.Trim(%d, nil, %s)", past, n, gm.less(sm)))
	}
	gm.Save = append(gm.Save, fmt.Sprintf("b = %s.Append(b, %s)", past, key.appendFn))
	gm.Load = append(gm.Load, fmt.Sprintf("%s.Read(d, %s)", past, key.readFn))
}

// keyed is the type of the map of an each.
func (gm *groupModel) keyed(sm *slotModel) string {
	sum := "window.None"
	if sm.plan.Arg != plan.None {
		sum = sumType(gm.kind(sm))
	}
	return fmt.Sprintf("window.Keyed[%s, %s, *%s]", gm.eachKey(sm).goType, sum, sum)
}

// eachKey is what the map of an each has as its keys: where the best is kept of
// something, pairs of a key and that.
func (gm *groupModel) eachKey(sm *slotModel) kindInfo {
	key := info(gm.inputs[sm.plan.Key].Type)
	if sm.plan.By == plan.None {
		return key
	}
	return gm.pair(key, info(gm.inputs[sm.plan.By].Type))
}

// keep is the statement that adds a row for good: of the rows of a key only the best,
// where that is what is kept. What goes for it is taken out of from, too.
func (gm *groupModel) keep(sm *slotModel, field, from string) string {
	if sm.plan.By == plan.None {
		return gm.onKey(sm, field, "Add")
	}
	return fmt.Sprintf("%s.AddFirst(%s, %s, %s, %s)", field, sm.key, from, gm.sameKey(sm), gm.less(sm))
}

// sameKey is the function that reports whether two pairs are of one key.
func (gm *groupModel) sameKey(sm *slotModel) string {
	return gm.function("SameKey", funcModel{
		Doc: "reports whether two pairs are of one key.", Params: "a, b " + gm.eachKey(sm).goType, Result: "bool",
		Body: compareCode(inputModel{Name: "By", Type: gm.inputs[sm.plan.Key].Type.NotNull()})[0] + " == 0",
	})
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
func (gm *groupModel) less(sm *slotModel) string {
	key, e := gm.inputs[sm.plan.Key].Type.NotNull(), sm.plan.Each
	switch {
	case sm.plan.By != plan.None:
		best := ""
		if e.Largest {
			best = "-"
		}
		best += compareCode(inputModel{Name: "X", Type: gm.inputs[sm.plan.By].Type.NotNull()})[0]
		return gm.function("KeyOrder", funcModel{
			Doc: "orders pairs by their keys, the best of a key first.", Params: "a, b " + gm.eachKey(sm).goType, Result: "bool",
			Body: fmt.Sprintf("cmp.Or(%s, %s) < 0", compareCode(inputModel{Name: "By", Type: key})[0], best),
		})
	case e.Desc && key.Kind == value.Decimal:
		return "fn.Greater128"
	case e.Desc:
		return "fn.Greater[" + info(key).goType + "]"
	}
	return lessOf(key)
}

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

// fallType is the type of the fall of values in order.
func fallType(k value.Kind) string {
	switch k {
	case value.Int64:
		return "exact.IntFall"
	case value.Decimal:
		return "exact.DecimalFall"
	default:
		return "exact.FloatFall"
	}
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
