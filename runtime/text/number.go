package text

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/featc-lang/featc/runtime/exact"
)

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
	if is(rest, "nan") || is(rest, "inf") || is(rest, "infinity") {
		return math.NaN(), true // an infinity is no different: neither is finite
	}
	mantissa := rest
	if i := strings.IndexAny(rest, "eE"); i >= 0 {
		mantissa = rest[:i]
		if _, exponent := splitSign(rest[i+1:]); !isDigits(exponent) {
			return 0, false
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if whole == "" && fraction == "" || whole != "" && !isDigits(whole) || fraction != "" && !isDigits(fraction) {
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil || errors.Is(err, strconv.ErrRange)
}

// parseDecimal reads [+-]?[0-9]+(\.[0-9]+)? exactly, as an unscaled integer.
// Digits beyond the scale must be zeros.
func parseDecimal(text string, precision, scale int) (exact.Int128, bool) {
	negative, rest := splitSign(text)
	whole, fraction, point := strings.Cut(rest, ".")
	if !isDigits(whole) || point && !isDigits(fraction) {
		return exact.Int128{}, false
	}
	whole = strings.TrimLeft(whole, "0")
	fraction = strings.TrimRight(fraction, "0")
	if len(whole) > precision-scale || len(fraction) > scale {
		return exact.Int128{}, false
	}
	// At most exact.MaxPrecision digits, so nothing below overflows.
	n := appendDigits(appendDigits(exact.Int128{}, whole), fraction)
	n, _ = n.Mul(exact.Pow10(scale - len(fraction)))
	if negative {
		n = n.Neg()
	}
	return n, true
}

// appendDigits is the integer whose digits are those of n, then digits.
func appendDigits(n exact.Int128, digits string) exact.Int128 {
	const most = 18 // digits that always fit int64
	for len(digits) > 0 {
		part := digits[:min(len(digits), most)]
		digits = digits[len(part):]
		n, _ = n.Mul(exact.Pow10(len(part)))
		n = n.Add(exact.FromInt64(number(part)))
	}
	return n
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

// number is the value of up to 18 digits.
func number(digits string) int64 {
	n := int64(0)
	for i := range len(digits) {
		n = n*10 + int64(digits[i]-'0')
	}
	return n
}
