package reference

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"strings"

	"github.com/featc-lang/featc/runtime/value"
)

func compareInt(a, b int64) int { return cmp.Compare(a, b) }

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// compareNullsFirst orders values of one type, nulls before all others.
func compareNullsFirst(a, b value.Value) int {
	if a.IsNull() || b.IsNull() {
		return compareBool(!a.IsNull(), !b.IsNull())
	}
	return compare(a, b)
}

// compare orders two values of one type, neither of them null: numbers by size
// (-0 equals 0), strings and bytes bytewise, false before true.
func compare(a, b value.Value) int {
	switch a.Kind {
	case value.Float64:
		return cmp.Compare(a.Float64(), b.Float64())
	case value.Decimal:
		return bigOf(a).Cmp(bigOf(b))
	case value.String, value.Bytes, value.List, value.Map, value.Vector: // whose encodings order as they do
		return strings.Compare(a.S, b.S)
	case value.Bool, value.Int64, value.Timestamp, value.Date, value.Duration:
		return compareInt(a.I, b.I)
	}
	panic(fmt.Sprintf("reference: compare %v with %v", a.Kind, b.Kind))
}

func isTrue(v value.Value) bool { return !v.IsNull() && v.Bool() }

// canonical returns x with -0 turned into 0.
func canonical(x float64) float64 {
	if x == 0 {
		return 0
	}
	return x
}

// bigOf returns the integer in a value: a decimal's is unscaled.
func bigOf(v value.Value) *big.Int {
	if v.Kind != value.Decimal {
		return big.NewInt(v.I)
	}
	hi, lo := v.Decimal()
	x := new(big.Int).Lsh(big.NewInt(hi), 64)
	return x.Add(x, new(big.Int).SetUint64(lo))
}

// decimalOf returns a decimal from its unscaled integer; null where it has more
// digits than precision.
func decimalOf(x *big.Int, precision int) value.Value {
	if new(big.Int).Abs(x).Cmp(power(10, precision)) >= 0 {
		return value.Null
	}
	hi := new(big.Int).Rsh(x, 64) // floors
	lo := new(big.Int).Sub(x, new(big.Int).Lsh(hi, 64))
	return value.OfDecimal(hi.Int64(), lo.Uint64())
}

// power returns base^n.
func power(base int64, n int) *big.Int {
	return new(big.Int).Exp(big.NewInt(base), big.NewInt(int64(n)), nil)
}

// finite returns x as a value; null where x is NaN or infinite.
func finite(x float64) value.Value {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return value.Null
	}
	return value.OfFloat64(x)
}
