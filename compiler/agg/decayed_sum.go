package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// ln2 is the logarithm of 2.
const ln2 = 0.6931471805599453

// decayBlocks is how many half-lives a decayed sum looks back from the newest one.
const decayBlocks = 64

var decayedSumAggregation = &Aggregation{
	Name:       "decayed_sum",
	Signatures: []string{"decayed_sum(x float64, t timestamp, half_life duration) float64?"},
	Doc: "The sum of x * 2^(-(r - t) / half_life), of the instant r of the read: an x counts half after a half-life, a constant, t being the time of events, say. " +
		"With h the half-life, b = floor(t / h) since 1970 and B the largest b: the exact sum over b of 2^(b - B) * (the exact sum of x * exp((t - b*h) / h * ln 2)), " +
		"times exp(-((r - B*h) / h * ln 2)), where exp is the language's own. So what is 64 half-lives older than the newest counts nothing, and sums are in units of 2^-60, as in sum. An x of magnitude 2^61 and above is skipped.",
	Algebra: ir.Multiset,
	Empty:   "null",
	Section: Basic,
	State:   "for each half-life that has events, a count and a sum; over `all`, of what has left the log those of the newest 65",
	SQL:     "key_deltas: what comes and goes of each half-life from label to label, spread over the labels in between; then per label over its half-lives",
	Cost:    "an exponential and a search among the half-lives, and at a read 65 of them",
	Peers:   Peers{Fennel: "ExpDecaySum"},
	MinArgs: 3, MaxArgs: 3,
	Examples: []Example{
		// The read is a day after the first event, the second a minute later.
		{Call: "decayed_sum(x, at, 1d)", Type: "int64?", Values: []string{"8", "null"}, Want: "4"},
		{Call: "decayed_sum(x, at, 1d)", Type: "float64", Values: []string{"8", "4"}, Want: "6.000962936154574"},
		{Call: `decayed_sum(x, if(x > 5, at, "2024-12-31T00:00:00Z"), 1d)`, Type: "int64", Values: []string{"8", "4"}, Want: "5"},
	},
	Build: buildDecayedSum,
}

func buildDecayedSum(args []ir.Expr) (*Parts, *typing.Error) {
	if err := numeric(args); err != nil {
		return nil, err
	}
	if t := args[1].Type(); t.Kind != value.Timestamp {
		return nil, typing.Unexpected(1, "timestamp", t, "the time of events is the column that `time` names")
	}
	h, err := positive(args, 2)
	if err != nil {
		return nil, err
	}
	t := micros(args[1])
	block := floorDiv(t, h)
	x := typing.ToFloat(args[0])
	weighed := typing.Checked(ir.MulFloat, types.Float64, x, power2(halfLives(t, block, h))) // less than twice as much

	var p parts
	k := p.each(block, bounded(x, weighed, maxSummand/2))
	k.desc, k.cap = true, decayBlocks+1
	age := typing.Checked(ir.SubInt, types.Int64, k.First, k.Key)
	near := typing.Strict(ir.Lt, types.Bool, age, typing.Int(decayBlocks))
	decayed := typing.Checked(ir.MulFloat, types.Float64, k.Sum, halvings(age))
	sum := k.reduce(ir.Component{Kind: ir.CompSum, Arg: typing.If(near, decayed, typing.Nothing(types.Float64))})
	newest := k.reduce(ir.Component{Kind: ir.CompMax, Arg: k.Key})
	since := typing.Strict(ir.NegFloat, types.Float64, halfLives(micros(&ir.NowRef{}), newest, h))
	return p.finish(typing.Checked(ir.MulFloat, types.Float64, sum, power2(since)))
}

// micros is an instant as microseconds since 1970.
func micros(t ir.Expr) ir.Expr {
	epoch := &ir.Const{Value: value.OfTimestamp(0), T: types.Timestamp}
	return typing.Strict(ir.DurToInt, types.Int64, typing.Strict(ir.SubTime, types.Duration, t, epoch))
}

// halfLives is how many half-lives an instant is after the beginning of a block.
func halfLives(t, block ir.Expr, h int64) ir.Expr {
	begin := typing.Checked(ir.MulInt, types.Int64, block, typing.Int(h))
	return divide(typing.ToFloat(typing.Checked(ir.SubInt, types.Int64, t, begin)), typing.Float(float64(h)))
}

// power2 is 2^x, as exp(x * ln 2).
func power2(x ir.Expr) ir.Expr {
	return typing.Checked(ir.ExpFloat, types.Float64, typing.Checked(ir.MulFloat, types.Float64, x, typing.Float(ln2)))
}

// positive reads an argument that is a constant duration above 0, in microseconds.
func positive(args []ir.Expr, i int) (int64, *typing.Error) {
	c, ok := args[i].(*ir.Const)
	if !ok || c.T.Kind != value.Duration || c.Value.IsNull() || c.Value.I <= 0 {
		return 0, &typing.Error{Arg: i, Message: "expected a constant duration above 0", Help: "write 7d, or 1h30m"}
	}
	return c.Value.I, nil
}
