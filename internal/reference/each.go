package reference

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// keyed is a key with what the events that have it add.
type keyed struct {
	key  value.Value
	n    int64
	args []compared
	bys  []value.Value
}

// reduceEach puts events together by key and reduces the keys, in order.
func reduceEach(c ir.Component, events []compared) value.Value {
	at := map[value.Value]*keyed{}
	var keys []*keyed
	for _, e := range events {
		k := at[e.key]
		if k == nil {
			k = &keyed{key: e.key}
			at[e.key] = k
			keys = append(keys, k)
		}
		k.n++
		k.args = append(k.args, compared{arg: e.arg})
		k.bys = append(k.bys, e.by)
	}
	slices.SortFunc(keys, func(a, b *keyed) int { return compare(a.key, b.key) })
	if c.Each.Desc {
		slices.Reverse(keys)
	}
	if c.Each.Cap > 0 && len(keys) > c.Each.Cap {
		keys = keys[:c.Each.Cap]
	}
	if o := c.Each.Outer; o.Kind == ir.CompTally {
		return tally(o.N, keys)
	}
	if c.Each.Outer.Kind == ir.CompRank {
		return rank(keys, c.Each.Rank)
	}
	var inputs []compared
	for i, k := range keys {
		leaf := func(e ir.Expr) value.Value {
			switch part := e.(*ir.EachRef).Part; part {
			case ir.EachKey:
				return k.key
			case ir.EachCount:
				return value.OfInt64(k.count(c))
			case ir.EachSum:
				return reduceInputs(ir.Component{Kind: ir.CompSum, Arg: c.Arg}, k.args)
			case ir.EachBest:
				return k.best(c)
			case ir.EachFirst:
				return keys[0].key
			case ir.EachNext:
				if i+1 < len(keys) {
					return keys[i+1].key
				}
				return value.Null
			default:
				panic(fmt.Sprintf("reference: part %v of a key", part))
			}
		}
		var in compared
		if o := c.Each.Outer; o.Arg != nil {
			in.arg = Eval(o.Arg, leaf)
		}
		if o := c.Each.Outer; o.By != nil {
			in.by = Eval(o.By, leaf)
		}
		inputs = append(inputs, in)
	}
	switch c.Each.Outer.Kind {
	case ir.CompList:
		if o := c.Each.Outer; o.By == nil && o.N > 0 {
			return repeated(o.N, keys, inputs)
		}
		return list(c.Each.Outer, inputs)
	case ir.CompFrequent:
		return frequent(c, keys, inputs)
	case ir.CompMap:
		return mapOf(keys, inputs)
	}
	return reduceInputs(c.Each.Outer, inputs)
}

// rank returns the smallest key for which the events up to it are ceil(n * part /
// 10^9) of n or more, and one at least; null where there is no event.
func rank(keys []*keyed, part int64) value.Value {
	n := int64(0)
	for _, k := range keys {
		n += k.n
	}
	need := new(big.Int).Mul(big.NewInt(n), big.NewInt(part))
	need.Add(need, big.NewInt(ir.RankUnit-1)).Quo(need, big.NewInt(ir.RankUnit))
	upTo := int64(0)
	for _, k := range keys {
		upTo += k.n
		if upTo >= max(1, need.Int64()) {
			return k.key
		}
	}
	return value.Null
}

// argExtreme returns the argument of the input whose by, and among equal ones
// whose argument, compares to every other as sign or 0.
func argExtreme(inputs []compared, sign int) value.Value {
	best := inputs[0]
	for _, in := range inputs[1:] {
		c := compare(in.by, best.by)
		if c == 0 {
			c = compare(in.arg, best.arg)
		}
		if c == sign {
			best = in
		}
	}
	return best.arg
}

// list returns the arguments of keys: of all, ascending by key, or of the N with the
// smallest by; null where there is none.
func list(c ir.Component, inputs []compared) value.Value {
	if len(inputs) == 0 {
		return value.Null
	}
	if c.By != nil {
		slices.SortStableFunc(inputs, func(a, b compared) int { return compare(a.by, b.by) })
		inputs = inputs[:min(c.N, len(inputs))]
	}
	var out []value.Value
	for _, in := range inputs {
		out = append(out, in.arg)
	}
	return value.OfList(out...)
}

// best is the best of what it is kept of.
func (k *keyed) best(c ir.Component) value.Value {
	if c.Each.Largest {
		return extreme(k.bys, +1)
	}
	return extreme(k.bys, -1)
}

// count is how many events have the key, and the best where that is kept.
func (k *keyed) count(c ir.Component) int64 {
	if c.By == nil {
		return k.n
	}
	best, n := k.best(c), int64(0)
	for _, by := range k.bys {
		if by == best {
			n++
		}
	}
	return n
}

// frequent returns the arguments of keys that come most often, by the events of their
// keys; null where there is none.
func frequent(c ir.Component, keys []*keyed, inputs []compared) value.Value {
	counts := map[value.Value]int64{}
	var out []value.Value
	for i, k := range keys {
		if counts[inputs[i].arg] == 0 {
			out = append(out, inputs[i].arg)
		}
		counts[inputs[i].arg] += k.count(c)
	}
	if len(out) == 0 {
		return value.Null
	}
	slices.SortFunc(out, func(a, b value.Value) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), compare(a, b)) })
	return value.OfList(out[:min(c.Each.Outer.N, len(out))]...)
}

// tally returns the counts of the keys from 0 up to, not including, n.
func tally(n int, keys []*keyed) value.Value {
	counts := make([]value.Value, n)
	for i := range counts {
		counts[i] = value.OfInt64(0)
	}
	for _, k := range keys {
		counts[k.key.I] = value.OfInt64(k.n)
	}
	return value.OfList(counts...)
}

// repeated returns the first n of the arguments of keys, each as often as its key has
// events; null where there is none.
func repeated(n int, keys []*keyed, inputs []compared) value.Value {
	var out []value.Value
	for i, k := range keys {
		for j := int64(0); j < k.n && len(out) < n; j++ {
			out = append(out, inputs[i].arg)
		}
	}
	if len(out) == 0 {
		return value.Null
	}
	return value.OfList(out...)
}

// mapOf returns the map from keys to arguments; null where there is none.
func mapOf(keys []*keyed, inputs []compared) value.Value {
	if len(keys) == 0 {
		return value.Null
	}
	var out []value.Pair
	for i, k := range keys {
		out = append(out, value.Pair{Key: k.key, Value: inputs[i].arg})
	}
	return value.OfMap(out...)
}
