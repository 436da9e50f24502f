package fn

import (
	"math"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var widthBucketFunction = &Function{
	Name:       "width_bucket",
	Signatures: []string{"width_bucket(x float64, low, high, n) int64"},
	Doc: "Which of n equal parts of low to high holds x, from 1; 0 below low, n + 1 from high on. In between it is " +
		"1 + floor((x - low) * n / (high - low)) in float operations, and at most n.",
	MinArgs: 4, MaxArgs: 4,
	Examples: []Example{
		{"width_bucket(0, 0, 10, 5)", "1"}, {"width_bucket(9.99, 0, 10, 5)", "5"},
		{"width_bucket(10, 0, 10, 5)", "6"}, {"width_bucket(-1, 0, 10, 5)", "0"},
	},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		x, err := numberArg(args, 0)
		if err != nil {
			return nil, err
		}
		low, err := floatConstant(args, 1)
		if err != nil {
			return nil, err
		}
		high, err := floatConstant(args, 2)
		if err != nil {
			return nil, err
		}
		n, err := constant(args, 3, 1, 1_000_000)
		if err != nil {
			return nil, err
		}
		width := high.Value.Float64() - low.Value.Float64()
		if !(width > 0) {
			return nil, &typing.Error{Arg: 2, Message: "the upper end is not above the lower"}
		}
		if math.IsInf(width*float64(n), 0) {
			return nil, &typing.Error{Arg: 2, Message: "the ends are too far apart"}
		}
		return typing.Strict(ir.WidthBucket, types.Int64, x, low, high, typing.Int(int64(n))), nil
	},
}
