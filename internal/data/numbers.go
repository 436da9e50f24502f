package data

import (
	"errors"
	"math"
	"math/bits"
	"strconv"
	"strings"

	"github.com/featc-lang/featc/runtime/value"
)

func parseBool(text string) (b, ok bool) {
	switch strings.ToLower(text) {
	case "true", "t", "1":
		return true, true
	case "false", "f", "0":
		return false, true
	}
	return false, false
}

// parseInt reads [+-]?[0-9]+ in the range of int64.
func parseInt(text string) (int64, bool) {
	if _, digits := splitSign(text); !isDigits(digits) {
		return 0, false
	}
	i, err := strconv.ParseInt(text, 10, 64)
	return i, err == nil
}

// parseFloat reads [+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)? to the
// nearest float64, and nan, inf and infinity in any case. A number that is too
// large is an infinity.
func parseFloat(text string) (float64, bool) {
	_, rest := splitSign(text)
	switch strings.ToLower(rest) {
	case "nan":
		return math.NaN(), true
	case "inf", "infinity":
		return math.Inf(1), true
	}
	mantissa, exponent := rest, ""
	if i := strings.IndexAny(rest, "eE"); i >= 0 {
		mantissa = rest[:i]
		if _, exponent = splitSign(rest[i+1:]); !isDigits(exponent) {
			return 0, false
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if !isDigits(whole + fraction) {
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, false
	}
	return f, true
}

// ofFloat is the value of a float that comes from outside: null where it is not
// finite, and zero has one bit pattern.
func ofFloat(f float64) (value.Value, Cause) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return value.Null, NotFinite
	}
	if f == 0 {
		f = 0
	}
	return value.OfFloat64(f), Kept
}

// parseDecimal reads [+-]?[0-9]+(\.[0-9]+)? exactly, as an unscaled 128-bit
// integer. Digits beyond the scale must be zeros.
func parseDecimal(text string, precision, scale int) (hi int64, lo uint64, ok bool) {
	negative, rest := splitSign(text)
	whole, fraction, point := strings.Cut(rest, ".")
	if !isDigits(whole) || point && !isDigits(fraction) {
		return 0, 0, false
	}
	whole = strings.TrimLeft(whole, "0")
	fraction = strings.TrimRight(fraction, "0")
	if len(whole) > precision-scale || len(fraction) > scale {
		return 0, 0, false
	}
	digits := whole + fraction + strings.Repeat("0", scale-len(fraction))
	var high, low uint64 // below 10^38 < 2^127
	for i := range len(digits) {
		over, product := bits.Mul64(low, 10)
		sum, carry := bits.Add64(product, uint64(digits[i]-'0'), 0)
		high, low = high*10+over+carry, sum
	}
	if negative {
		var borrow uint64
		low, borrow = bits.Sub64(0, low, 0)
		high, _ = bits.Sub64(0, high, borrow)
	}
	return int64(high), low, true
}

func splitSign(text string) (negative bool, rest string) {
	if text != "" && (text[0] == '-' || text[0] == '+') {
		return text[0] == '-', text[1:]
	}
	return false, text
}

func isDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}
