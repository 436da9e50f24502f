package reference

import (
	"math"
	"math/big"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

var conversionOps = map[ir.Op]op{
	ir.IntToFloat: func(_ *ir.Call, args []value.Value) value.Value {
		return value.OfFloat64(float64(args[0].I))
	},
	ir.IntToDec: func(call *ir.Call, args []value.Value) value.Value {
		return rescale(bigOf(args[0]), 0, call)
	},
	ir.DecToFloat: func(call *ir.Call, args []value.Value) value.Value {
		return value.OfFloat64(decToFloat(bigOf(args[0]), scaleOf(call.Args[0])))
	},
	ir.DecRescale: func(call *ir.Call, args []value.Value) value.Value {
		return rescale(bigOf(args[0]), scaleOf(call.Args[0]), call)
	},
	ir.DecToInt: func(call *ir.Call, args []value.Value) value.Value {
		x := new(big.Int).Quo(bigOf(args[0]), power(10, scaleOf(call.Args[0])))
		if !x.IsInt64() {
			return value.Null
		}
		return value.OfInt64(x.Int64())
	},
	ir.FloatToInt: func(_ *ir.Call, args []value.Value) value.Value {
		f := args[0].Float64()
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return value.Null
		}
		x, _ := big.NewFloat(f).Int(nil) // truncates
		if !x.IsInt64() {
			return value.Null
		}
		return value.OfInt64(x.Int64())
	},
	ir.DurToInt: func(_ *ir.Call, args []value.Value) value.Value {
		return value.OfInt64(args[0].I)
	},
}

func scaleOf(e ir.Expr) int { return int(e.Type().Scale) }

// rescale brings an unscaled integer from a scale to that of the call.
func rescale(x *big.Int, from int, call *ir.Call) value.Value {
	x = new(big.Int).Mul(x, power(10, int(call.T.Scale)-from))
	return decimalOf(x, int(call.T.Precision))
}

// decToFloat converts through three limbs of 43 bits, truncated toward zero.
func decToFloat(x *big.Int, scale int) float64 {
	limb := power(2, 43)
	rest, c := new(big.Int).QuoRem(x, limb, new(big.Int))
	a, b := rest.QuoRem(rest, limb, new(big.Int))
	const shift = 1 << 43
	// Conversions round every product by itself.
	f := float64(float64(a.Int64())*shift) + float64(b.Int64())
	f = float64(f*shift) + float64(c.Int64())
	ten, _ := new(big.Float).SetInt(power(10, scale)).Float64() // exact up to 10^22
	return f / ten
}
