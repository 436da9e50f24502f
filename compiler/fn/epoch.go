package fn

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// epoch is 1970-01-01T00:00:00Z.
func epoch() ir.Expr { return &ir.Const{Value: value.OfTimestamp(0), T: types.Timestamp} }

// sinceEpoch makes a function from a timestamp to a count of units.
func sinceEpoch(name, unit string, micros int64, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{name + "(t timestamp) int64"},
		Doc:        fmt.Sprintf("Whole %s since 1970 UTC, floored.", unit),
		MinArgs:    1, MaxArgs: 1,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			t, err := timeArg(args, 0)
			if err != nil {
				return nil, err
			}
			us := typing.Strict(ir.DurToInt, types.Int64, typing.Strict(ir.SubTime, types.Duration, t, epoch()))
			if micros == 1 {
				return us, nil
			}
			return typing.Strict(ir.FloorDivInt, types.Int64, us, typing.Int(micros)), nil
		},
	}
}

// fromEpoch makes a function from a count of units to a timestamp.
func fromEpoch(name, unit string, micros int64, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{name + "(n int64) timestamp"},
		Doc:        fmt.Sprintf("The timestamp that lies n %s after 1970 UTC. Null outside the years 1 to 9999.", unit),
		MinArgs:    1, MaxArgs: 1,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			n, err := int64Arg(args, 0)
			if err != nil {
				return nil, err
			}
			if micros != 1 {
				n = typing.Checked(ir.MulInt, types.Int64, n, typing.Int(micros))
			}
			return typing.Checked(ir.AddTimeDur, types.Timestamp, epoch(), typing.Strict(ir.IntToDur, types.Duration, n)), nil
		},
	}
}

// inUnits makes a function from a duration to a count of units.
func inUnits(name string, micros float64, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{name + "(d duration) float64"},
		Doc:        fmt.Sprintf("How many %s a duration lasts: its microseconds as a float64, divided by %.0f.", name, micros),
		MinArgs:    1, MaxArgs: 1,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			d, err := to(args, 0, types.Duration, "duration")
			if err != nil {
				return nil, err
			}
			us := typing.ToFloat(typing.Strict(ir.DurToInt, types.Int64, d))
			return typing.Strict(ir.DivFloat, types.Float64, us, typing.Float(micros)), nil
		},
	}
}
