package reference

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// reduce computes component i of an aggregation over rows, oldest first.
func reduce(c ir.Component, i int, rows []*row) value.Value {
	inputs := make([]compared, 0, len(rows))
	for _, r := range rows {
		if r.where {
			inputs = append(inputs, r.comps[i])
		}
	}
	return reduceInputs(c, inputs)
}

// reduceInputs computes a component over what it reads, skipping nulls.
func reduceInputs(c ir.Component, all []compared) value.Value {
	kept := make([]compared, 0, len(all))
	for _, in := range all {
		if (c.Arg == nil || !in.arg.IsNull()) && (c.By == nil || !in.by.IsNull()) && (c.Each == nil || !in.key.IsNull()) {
			kept = append(kept, in)
		}
	}
	if c.Kind == ir.CompEach {
		return reduceEach(c, kept)
	}
	if c.Kind == ir.CompCount {
		return value.OfInt64(int64(len(kept)))
	}
	inputs := make([]value.Value, len(kept))
	for i, in := range kept {
		inputs[i] = in.arg
	}
	if c.Kind == ir.CompDistinct {
		different := map[value.Value]bool{}
		for _, v := range inputs {
			different[v] = true
		}
		return value.OfInt64(int64(len(different)))
	}
	if len(inputs) == 0 {
		return value.Null
	}
	if c.Arg.Type().Kind == value.Vector && (c.Kind == ir.CompSum || c.Kind == ir.CompMin || c.Kind == ir.CompMax) {
		return reduceVectors(c.Kind, inputs)
	}
	switch c.Kind {
	case ir.CompUnits:
		return sumUnits(inputs)
	case ir.CompSum:
		if c.Arg.Type().Kind == value.Float64 {
			return sumFloat(inputs)
		}
		return sumExact(inputs)
	case ir.CompMin:
		return extreme(inputs, -1)
	case ir.CompMax:
		return extreme(inputs, +1)
	case ir.CompArgMin:
		return argExtreme(kept, -1)
	case ir.CompArgMax:
		return argExtreme(kept, +1)
	case ir.CompLastN:
		newest := slices.Clone(inputs[max(0, len(inputs)-c.N):])
		slices.Reverse(newest)
		return value.OfList(newest...)
	case ir.CompDrawdown:
		return drawdown(inputs)
	case ir.CompFirstN:
		return value.OfList(inputs[:min(c.N, len(inputs))]...)
	case ir.CompLag:
		if c.N >= len(inputs) {
			return value.Null
		}
		return inputs[len(inputs)-1-c.N]
	case ir.CompFirst:
		return inputs[0]
	case ir.CompLast:
		return inputs[len(inputs)-1]
	}
	panic(fmt.Sprintf("reference: component %v", c.Kind))
}

// extreme returns the input that compares to every other as sign or 0.
func extreme(inputs []value.Value, sign int) value.Value {
	best := inputs[0]
	for _, v := range inputs[1:] {
		if compare(v, best) == sign {
			best = v
		}
	}
	return best
}

// drawdown returns the largest of the differences between an input and a later one, or
// itself; null where that does not fit.
func drawdown(inputs []value.Value) value.Value {
	peak, floats := inputs[0], inputs[0].Kind == value.Float64
	largest, most := new(big.Int), 0.0
	for _, v := range inputs {
		if compare(v, peak) > 0 {
			peak = v
		}
		if floats {
			most = max(most, peak.Float64()-v.Float64())
		} else if d := new(big.Int).Sub(bigOf(peak), bigOf(v)); d.Cmp(largest) > 0 {
			largest = d
		}
	}
	if floats {
		return finite(most)
	}
	return decimalOf(largest, types.MaxPrecision)
}

// sumExact adds int64 or decimals of one scale; null from 10^38.
func sumExact(inputs []value.Value) value.Value {
	sum := new(big.Int)
	for _, v := range inputs {
		sum.Add(sum, bigOf(v))
	}
	return decimalOf(sum, types.MaxPrecision)
}

// sumUnits adds floats as integers in units of 2^-60, each truncated to it.
// Inputs of magnitude 2^62 and above are skipped; null where all are, or where
// the sum reaches 2^63.
func sumUnits(inputs []value.Value) value.Value {
	sum := new(big.Int)
	any := false
	for _, v := range inputs {
		if units, ok := fixedPoint(v.Float64()); ok {
			sum.Add(sum, units)
			any = true
		}
	}
	if !any || new(big.Int).Abs(sum).Cmp(power(2, 123)) >= 0 {
		return value.Null
	}
	return decimalOf(sum, types.MaxPrecision)
}

// sumFloat is sumUnits as a float64.
func sumFloat(inputs []value.Value) value.Value {
	units := sumUnits(inputs)
	if units.IsNull() {
		return value.Null
	}
	sum := bigOf(units)
	// h and l are the quotient and remainder by 2^60, both truncated.
	h, l := new(big.Int).QuoRem(sum, power(2, 60), new(big.Int))
	scaled := float64(l.Int64()) / float64(1<<60) // exact: a power of two
	return value.OfFloat64(float64(h.Int64()) + scaled)
}

// fixedPoint returns trunc(x * 2^60); false where |x| >= 2^62.
func fixedPoint(x float64) (*big.Int, bool) {
	exact := new(big.Float).SetFloat64(x)
	if new(big.Float).Abs(exact).Cmp(big.NewFloat(1<<62)) >= 0 {
		return nil, false
	}
	units, _ := exact.SetMantExp(exact, 60).Int(nil)
	return units, true
}
