package agg

import (
	"math"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// The sketch of approx_count_distinct: HyperLogLog with 2^hllBits registers over
// the 64 bits of hash64.
const (
	hllBits      = 12
	hllRegisters = 1 << hllBits
	hllTail      = 64 - hllBits // bits of a hash that are not the register; a rank is 1 to one more
)

var approxCountDistinctAggregation = &Aggregation{
	Name:       "approx_count_distinct",
	Signatures: []string{"approx_count_distinct(x) int64"},
	Doc: "About how many different values there are, by HyperLogLog (Flajolet et al. 2007) with 4096 registers over hash64 of the text of x, " +
		"with the estimator of Ertl (2017), which has no bias at any size. The standard error is 1.04 / sqrt(4096), 1.6 %, and less of small sets. " +
		"The hash is no secret: who can choose values by it can have them counted as few.",
	Algebra: ir.Multiset,
	Class:   ir.Sketch,
	Empty:   "0",
	Section: Sketches,
	State:   "the largest rank of each of 4096 registers, over `all` and per step of `30d by 1h`; where rows leave the window, the different ranks that each has seen, with their counts, so that they can be taken out again: 4096 * 53 at most, some 34,000 for a million values",
	SQL:     "key_deltas: what comes and goes of each rank of a register from label to label, spread over the labels in between; then per label the largest rank of each register, and a sum over the registers",
	Cost:    "an MD5 and a search; a read looks at every register",
	Peers:   Peers{Chronon: "APPROX_UNIQUE_COUNT", Tecton: "approx_count_distinct", Fennel: "Count(unique=True, approx=True)"},
	MinArgs: 1, MaxArgs: 1,
	Examples: []Example{
		{Call: "approx_count_distinct(x)", Type: "string?", Values: []string{"a", "b", "a", "null"}, Want: "2"},
		{Call: "approx_count_distinct(x)", Type: "int64", Values: []string{"1", "2", "3"}, Want: "3"},
	},
	Build: buildHyperLogLog,
}

func buildHyperLogLog(args []ir.Expr) (*Parts, *typing.Error) {
	text, err := hashed(args[0])
	if err != nil {
		return nil, err
	}
	hash := typing.Strict(ir.Hash64, types.Int64, text)
	register := floorDiv(hash, 1<<hllTail)
	bounds := []ir.Expr{typing.Checked(ir.SubInt, types.Int64, hash, typing.Checked(ir.MulInt, types.Int64, register, typing.Int(1<<hllTail)))}
	for i := range hllTail {
		bounds = append(bounds, typing.Int(1<<i))
	}
	length := typing.Strict(ir.Bucket, types.Int64, bounds...) // of the tail, in bits
	rank := typing.Checked(ir.SubInt, types.Int64, typing.Int(hllTail+1), length)

	var p parts
	k := p.each(register, nil)
	k.most = hllRegisters
	weight := halvings(&ir.EachRef{Part: ir.EachBest, T: types.Int64})
	largest := func(outer ir.ComponentKind) ir.Expr {
		return k.with(rank, &ir.Each{Key: k.key, Largest: true, Outer: ir.Component{Kind: outer, Arg: weight}})
	}
	sum, used := largest(ir.CompSum), largest(ir.CompCount)
	known := typing.Strict(ir.Coalesce, types.Int64, p.estimate(sum, used), typing.Int(0))
	known.T = types.Int64 // never null
	return p.finish(known)
}

// estimate is how many values fill registers so, null for none, by Ertl's improved raw
// estimator (New cardinality estimation algorithms for HyperLogLog sketches, 2017, section
// 3.1): m^2 / (2 ln 2) / (Z + m sigma(empty / m)), with Z the sum of 2^-rank over the registers
// with a value. It needs no table of biases and nothing that changes from one range to the
// next. Of his correction for registers that are full, there is nothing below 2^50 values.
func (p *parts) estimate(sum, used ir.Expr) ir.Expr {
	const m = float64(hllRegisters)
	empty := typing.Checked(ir.SubFloat, types.Float64, typing.Float(m), typing.ToFloat(used))
	z := plus(sum, product(typing.Float(m), p.sigma(product(empty, typing.Float(1/m)))))
	return typing.Checked(ir.FloatToInt, types.Int64,
		typing.Strict(ir.RoundFloat, types.Float64, divide(typing.Float(m*m/2/math.Ln2), z)))
}

// sigma is x + the sum of x^(2^k) * 2^(k-1) over k from 1 on: as far as 1 - 1/m, the
// largest x below 1 that there is, takes it to add anything.
func (p *parts) sigma(x ir.Expr) ir.Expr {
	x = p.step(x)
	sum := x
	for k := range hllBits + 6 {
		x = p.step(product(x, x))
		sum = plus(sum, product(x, typing.Float(math.Ldexp(1, k))))
	}
	return sum
}

// hashed is the text of which an argument's hash is taken.
func hashed(x ir.Expr) (ir.Expr, *typing.Error) {
	ops := map[value.Kind]ir.Op{
		value.Int64: ir.IntToText, value.Bool: ir.BoolToText, value.Decimal: ir.DecToText,
		value.Date: ir.DateToText, value.Timestamp: ir.TimeToText,
	}
	if x.Type().Kind == value.String {
		return x, nil
	}
	op, ok := ops[x.Type().Kind]
	if !ok {
		return nil, typing.Unexpected(0, "a string, int64, bool, decimal, date or timestamp", x.Type(), "count_distinct takes every type")
	}
	return typing.Strict(op, types.String, x), nil
}

// floorDiv is x divided by a positive constant, towards minus infinity.
func floorDiv(x ir.Expr, by int64) ir.Expr {
	return typing.Strict(ir.FloorDivInt, types.Int64, x, typing.Int(by))
}
