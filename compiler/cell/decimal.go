package cell

import (
	"math"
	"math/big"

	"github.com/featc-lang/featc/runtime/value"
)

// Fits reports whether an unscaled integer has at most so many digits.
func Fits(n *big.Int, precision int) bool {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(precision)), nil)
	return n.CmpAbs(limit) < 0
}

// DecimalOf returns the decimal with an unscaled integer of at most 127 bits.
func DecimalOf(n *big.Int) value.Value {
	mask := new(big.Int).SetUint64(math.MaxUint64)
	low := new(big.Int).And(n, mask) // And and Rsh follow two's complement
	high := new(big.Int).Rsh(n, 64)
	return value.OfDecimal(high.Int64(), low.Uint64())
}

// Unscaled returns the unscaled integer of a decimal.
func Unscaled(v value.Value) *big.Int {
	high, low := v.Decimal()
	n := new(big.Int).Lsh(big.NewInt(high), 64)
	return n.Add(n, new(big.Int).SetUint64(low))
}
