package cell

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/featc-lang/featc/runtime/value"
)

var (
	intPattern     = regexp.MustCompile(`^[-+]?[0-9]+$`)
	decimalPattern = regexp.MustCompile(`^[-+]?[0-9]+(\.[0-9]+)?$`)
	floatPattern   = regexp.MustCompile(`^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$`)
	notFinite      = regexp.MustCompile(`^(?i)[-+]?(nan|inf|infinity)$`)
)

func parseInt(text string) (value.Value, bool) {
	if !intPattern.MatchString(text) {
		return value.Null, false
	}
	i, err := strconv.ParseInt(text, 10, 64)
	return value.OfInt64(i), err == nil
}

// parseFloat reads a number to the nearest float64. What is not finite is
// null.
func parseFloat(text string) (value.Value, bool) {
	if notFinite.MatchString(text) {
		return value.Null, true
	}
	if !floatPattern.MatchString(text) {
		return value.Null, false
	}
	f, _ := strconv.ParseFloat(text, 64) // out of range: an infinity
	switch {
	case math.IsInf(f, 0):
		return value.Null, true
	case f == 0:
		return value.OfFloat64(0), true
	}
	return value.OfFloat64(f), true
}

// parseDecimal reads a number that a decimal(precision, scale) holds exactly.
func parseDecimal(text string, precision, scale int) (value.Value, bool) {
	if !decimalPattern.MatchString(text) {
		return value.Null, false
	}
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > scale {
		return value.Null, false
	}
	n, _ := new(big.Int).SetString(whole+fraction+strings.Repeat("0", scale-len(fraction)), 10)
	return DecimalOf(n), Fits(n, precision)
}

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
