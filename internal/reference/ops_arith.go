package reference

import (
	"math"
	"math/big"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// sign returns -1, 0 or 1.
func sign(z *big.Int, x []*big.Int) *big.Int { return z.SetInt64(int64(x[0].Sign())) }

// quo is truncated division; nil for a zero divisor.
func quo(z *big.Int, x []*big.Int) *big.Int {
	if x[1].Sign() == 0 {
		return nil
	}
	return z.Quo(x[0], x[1])
}

// floorQuo is division towards minus infinity by a positive number.
func floorQuo(z *big.Int, x []*big.Int) *big.Int { return z.Div(x[0], x[1]) } // Euclidean: the same here

var numberOps = map[ir.Op]op{
	ir.DivInt:      integer(value.Int64, quo),
	ir.FloorDivInt: integer(value.Int64, floorQuo),
	ir.SignInt:     integer(value.Int64, sign),
	ir.SignDec:     integer(value.Int64, sign),
	ir.SignFloat: func(_ *ir.Call, args []value.Value) value.Value {
		switch x := args[0].Float64(); {
		case x > 0:
			return value.OfInt64(1)
		case x < 0:
			return value.OfInt64(-1)
		}
		return value.OfInt64(0)
	},
	ir.RoundFloat: float(roundHalfAway),
	ir.RoundDec: func(call *ir.Call, args []value.Value) value.Value {
		unit := power(10, scaleOf(call.Args[0])-int(call.T.Scale))
		x := new(big.Rat).SetFrac(bigOf(args[0]), unit)
		return decimalOf(roundRat(x), int(call.T.Precision))
	},
	ir.Distance: func(_ *ir.Call, args []value.Value) value.Value {
		dx := args[2].Float64() - args[0].Float64()
		dy := args[3].Float64() - args[1].Float64()
		xx, yy := float64(dx*dx), float64(dy*dy)
		return finite(math.Sqrt(float64(xx + yy)))
	},
	ir.WidthBucket: func(_ *ir.Call, args []value.Value) value.Value {
		x, lo, hi, n := args[0].Float64(), args[1].Float64(), args[2].Float64(), args[3].I
		if x < lo {
			return value.OfInt64(0)
		}
		if x >= hi {
			return value.OfInt64(n + 1)
		}
		scaled := float64((x - lo) * float64(n))
		return value.OfInt64(1 + min(n-1, int64(math.Floor(scaled/(hi-lo)))))
	},
	ir.Bucket: func(_ *ir.Call, args []value.Value) value.Value {
		n := int64(0)
		for _, bound := range args[1:] {
			if compare(args[0], bound) >= 0 {
				n++
			}
		}
		return value.OfInt64(n)
	},
}

// roundHalfAway rounds the exact value of a float to the nearest whole number.
func roundHalfAway(x []float64) float64 {
	if math.IsNaN(x[0]) || math.IsInf(x[0], 0) {
		return x[0]
	}
	f, _ := new(big.Float).SetInt(roundRat(new(big.Rat).SetFloat64(x[0]))).Float64()
	return f
}

// roundRat rounds to the nearest integer, half away from zero.
func roundRat(x *big.Rat) *big.Int {
	half := big.NewRat(1, 2)
	sum := new(big.Rat).Add(new(big.Rat).Abs(x), half)
	n := new(big.Int).Quo(sum.Num(), sum.Denom())
	if x.Sign() < 0 {
		n.Neg(n)
	}
	return n
}

func init() {
	notStrict[ir.NullIf] = func(args []value.Value) value.Value {
		if same(args[0], args[1]) {
			return value.Null
		}
		return args[0]
	}
	notStrict[ir.IsDistinct] = func(args []value.Value) value.Value {
		return value.OfBool(!same(args[0], args[1]))
	}
	notStrict[ir.Between] = func(args []value.Value) value.Value {
		atLeast := comparedWith(args[0], args[1], func(s int) bool { return s >= 0 })
		atMost := comparedWith(args[0], args[2], func(s int) bool { return s <= 0 })
		return three([]value.Value{atLeast, atMost}, false)
	}
}

// same reports whether two values are equal, or both null.
func same(a, b value.Value) bool {
	if a.IsNull() || b.IsNull() {
		return a.IsNull() && b.IsNull()
	}
	return compare(a, b) == 0
}

func comparedWith(a, b value.Value, accept func(sign int) bool) value.Value {
	if a.IsNull() || b.IsNull() {
		return value.Null
	}
	return value.OfBool(accept(compare(a, b)))
}
