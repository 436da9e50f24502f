package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

// The buckets of approx_quantile: magnitudes from g^(i-1), excluded, to g^i, with
// g = 1.01. Those below logSmallest count as zero, those from logLargest on are
// skipped, so that bucket numbers lie between -logOffset and logOffset.
const (
	logOfBase   = 0.009950330853168092 // ln g
	logSmallest = 1e-300
	logLargest  = 1e300
	logOffset   = 100_000
)

var approxQuantileAggregation = &Aggregation{
	Name:       "approx_quantile",
	Signatures: []string{"approx_quantile(x float64, q float64) float64?"},
	Doc: "About quantile(x, q): values fall into buckets whose bounds grow by 1 %, and the answer is the geometric middle of the bucket that has the rank, as in DDSketch (Masson et al. 2019). " +
		"Its relative error to the true quantile is at most 0.5 %; 0 is exact. Magnitudes below 1e-300 count as 0, those from 1e300 on are skipped.",
	Algebra: ir.Multiset,
	Class:   ir.Sketch,
	Empty:   "null",
	Section: Sketches,
	State:   "each bucket that has a value, with its count: 278,000 at most, 232 for each power of ten",
	SQL:     "key_deltas: what comes and goes of each bucket from label to label, spread over the labels in between; then per label over its buckets",
	Cost:    "a logarithm and a search; a read looks at one block in 256 of the buckets",
	Peers:   Peers{Chronon: "APPROX_PERCENTILE", Tecton: "approx_percentile", Fennel: "Quantile(approx=True)"},
	MinArgs: 2, MaxArgs: 2,
	Examples: []Example{
		{Call: "approx_quantile(x, 0.5)", Type: "int64?", Values: []string{"40", "10", "null", "30", "20"}, Want: "20.086034091173858"},
		{Call: "approx_quantile(x, 0.1)", Type: "float64", Values: []string{"0", "-7", "7", "1e300"}, Want: "-6.995658076323382"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		if err := numeric(args); err != nil {
			return nil, err
		}
		q, err := fraction(args, 1)
		if err != nil {
			return nil, err
		}
		var p parts
		k := p.each(logBucket(typing.ToFloat(args[0])), nil)
		k.most = 2*logOffset + 1
		return p.finish(middle(k.rank(q)))
	},
}

// logBucket is the number of the bucket of a float64, in the order of values: 0 for
// zero, and the bucket of its magnitude plus logOffset with its sign for others.
func logBucket(x ir.Expr) ir.Expr {
	magnitude := typing.Strict(ir.AbsFloat, types.Float64, x)
	power := divide(typing.Checked(ir.LnFloat, types.Float64, magnitude), typing.Float(logOfBase))
	number := typing.Checked(ir.AddInt, types.Int64,
		typing.Checked(ir.FloatToInt, types.Int64, typing.Strict(ir.CeilFloat, types.Float64, power)), typing.Int(logOffset))
	signed := typing.Checked(ir.MulInt, types.Int64, number, typing.Strict(ir.SignFloat, types.Int64, x))
	zero := typing.Strict(ir.Lt, types.Bool, magnitude, typing.Float(logSmallest))
	large := typing.Strict(ir.Ge, types.Bool, magnitude, typing.Float(logLargest))
	return typing.If(zero, typing.Int(0), typing.If(large, typing.Nothing(types.Int64), signed))
}

// middle is the geometric middle of a bucket: g^(i - 1/2), with its sign.
func middle(bucket ir.Expr) ir.Expr {
	sign := typing.ToFloat(typing.Strict(ir.SignInt, types.Int64, bucket))
	number := typing.Checked(ir.SubInt, types.Int64, typing.Checked(ir.AbsInt, types.Int64, bucket), typing.Int(logOffset))
	power := typing.Checked(ir.SubFloat, types.Float64, typing.ToFloat(number), typing.Float(0.5))
	magnitude := typing.Checked(ir.ExpFloat, types.Float64,
		typing.Checked(ir.MulFloat, types.Float64, power, typing.Float(logOfBase)))
	zero := typing.Strict(ir.Eq, types.Bool, bucket, typing.Int(0))
	return typing.If(zero, typing.Float(0), typing.Checked(ir.MulFloat, types.Float64, sign, magnitude))
}
