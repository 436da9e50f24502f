package reference

import (
	"math"
	"math/big"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

type op = func(call *ir.Call, args []value.Value) value.Value

// The first and last instants that a timestamp can hold: years 1 to 9999.
var (
	firstInstant = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	lastInstant  = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro() - 1
)

// integer returns an operation on the integers in its operands; its result is
// null where it does not fit the kind.
func integer(kind value.Kind, f func(z *big.Int, x []*big.Int) *big.Int) op {
	return func(_ *ir.Call, args []value.Value) value.Value {
		z := f(new(big.Int), bigs(args))
		if z == nil || !z.IsInt64() {
			return value.Null
		}
		i := z.Int64()
		if kind == value.Timestamp && (i < firstInstant || i > lastInstant) {
			return value.Null
		}
		return value.Value{Kind: kind, I: i}
	}
}

func bigs(args []value.Value) []*big.Int {
	out := make([]*big.Int, len(args))
	for i, a := range args {
		out[i] = bigOf(a)
	}
	return out
}

func add(z *big.Int, x []*big.Int) *big.Int { return z.Add(x[0], x[1]) }
func sub(z *big.Int, x []*big.Int) *big.Int { return z.Sub(x[0], x[1]) }
func mul(z *big.Int, x []*big.Int) *big.Int { return z.Mul(x[0], x[1]) }
func neg(z *big.Int, x []*big.Int) *big.Int { return z.Neg(x[0]) }
func abs(z *big.Int, x []*big.Int) *big.Int { return z.Abs(x[0]) }

// rem is the remainder of truncated division; nil for a zero divisor.
func rem(z *big.Int, x []*big.Int) *big.Int {
	if x[1].Sign() == 0 {
		return nil
	}
	return z.Rem(x[0], x[1])
}

var integerOps = map[ir.Op]op{
	ir.AddInt: integer(value.Int64, add),
	ir.SubInt: integer(value.Int64, sub),
	ir.MulInt: integer(value.Int64, mul),
	ir.ModInt: integer(value.Int64, rem),
	ir.NegInt: integer(value.Int64, neg),
	ir.AbsInt: integer(value.Int64, abs),

	ir.AddTimeDur: integer(value.Timestamp, add),
	ir.SubTimeDur: integer(value.Timestamp, sub),
	ir.SubTime:    integer(value.Duration, sub),
	ir.AddDur:     integer(value.Duration, add),
	ir.SubDur:     integer(value.Duration, sub),
	ir.NegDur:     integer(value.Duration, neg),
}

// decimal returns an operation on unscaled integers; its result is null where
// it has more digits than the precision of the call's type.
func decimal(f func(z *big.Int, x []*big.Int) *big.Int) op {
	return func(call *ir.Call, args []value.Value) value.Value {
		return decimalOf(f(new(big.Int), bigs(args)), int(call.T.Precision))
	}
}

var decimalOps = map[ir.Op]op{
	ir.AddDec: decimal(add),
	ir.SubDec: decimal(sub),
	ir.MulDec: decimal(mul),
	ir.NegDec: decimal(neg),
	ir.AbsDec: decimal(abs),
}

// float returns an IEEE operation; its result is null where it is not finite.
func float(f func(x []float64) float64) op {
	return func(_ *ir.Call, args []value.Value) value.Value {
		x := make([]float64, len(args))
		for i, a := range args {
			x[i] = a.Float64()
		}
		return finite(f(x))
	}
}

var floatOps = map[ir.Op]op{
	ir.AddFloat:   float(func(x []float64) float64 { return x[0] + x[1] }),
	ir.SubFloat:   float(func(x []float64) float64 { return x[0] - x[1] }),
	ir.MulFloat:   float(func(x []float64) float64 { return x[0] * x[1] }),
	ir.DivFloat:   float(func(x []float64) float64 { return x[0] / x[1] }),
	ir.NegFloat:   float(func(x []float64) float64 { return -x[0] }),
	ir.AbsFloat:   float(func(x []float64) float64 { return math.Abs(x[0]) }),
	ir.SqrtFloat:  float(func(x []float64) float64 { return math.Sqrt(x[0]) }),
	ir.FloorFloat: float(func(x []float64) float64 { return math.Floor(x[0]) }),
	ir.CeilFloat:  float(func(x []float64) float64 { return math.Ceil(x[0]) }),
	ir.TruncFloat: float(func(x []float64) float64 { return math.Trunc(x[0]) }),
	ir.CanonFloat: float(func(x []float64) float64 { return canonical(x[0]) }),
}
