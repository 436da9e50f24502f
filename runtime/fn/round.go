package fn

import (
	"cmp"
	"math"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
)

// DivInt returns a / b truncated, null for b = 0.
func DivInt(a, b Int) Int {
	if !a.Valid || !b.Valid || b.V == 0 || a.V == math.MinInt64 && b.V == -1 {
		return Int{}
	}
	return runtime.Some(a.V / b.V)
}

// FloorDivInt returns a / b towards minus infinity, for b > 0.
func FloorDivInt(a Int, b int64) Int {
	q := a.V / b
	if a.V%b < 0 {
		q--
	}
	return checked(q, a.Valid)
}

// SignInt returns -1, 0 or 1.
func SignInt(a Int) Int { return checked(int64(cmp.Compare(a.V, 0)), a.Valid) }

// SignFloat returns -1, 0 or 1.
func SignFloat(a Float) Int { return checked(int64(cmp.Compare(a.V, 0)), a.Valid) }

// SignDec returns -1, 0 or 1.
func SignDec(a Dec) Int { return checked(int64(a.V.Compare(exact.Int128{})), a.Valid) }

// RoundFloat returns the whole number nearest to a, half away from zero.
func RoundFloat(a Float) Float { return checked(math.Round(a.V), a.Valid) }

// RoundDec returns a with as many digits fewer after the point, half away from
// zero. digits is 1 to 18.
func RoundDec(a Dec, digits int) Dec {
	unit := int64(exact.Pow10(digits).Lo)
	q, r := a.V.QuoRem64(unit)
	switch {
	case r >= unit-r:
		q = q.Add(exact.FromInt64(1))
	case -r >= unit+r:
		q = q.Sub(exact.FromInt64(1))
	}
	return checked(q, a.Valid)
}

// Distance returns how far apart the points (x1, y1) and (x2, y2) are.
func Distance(x1, y1, x2, y2 Float) Float {
	dx, dy := float64(x2.V-x1.V), float64(y2.V-y1.V)
	sum := float64(dx*dx) + float64(dy*dy)
	return finite(math.Sqrt(sum), x1.Valid && y1.Valid && x2.Valid && y2.Valid)
}

// WidthBucket returns which of n equal parts of lo to hi holds x: 1 to n, 0
// below lo, n+1 from hi on.
func WidthBucket(x Float, lo, hi float64, n int64) Int {
	switch {
	case !x.Valid:
		return Int{}
	case x.V < lo:
		return runtime.Some[int64](0)
	case x.V >= hi:
		return runtime.Some(n + 1)
	}
	scaled := float64((x.V - lo) * float64(n))
	return runtime.Some(1 + min(n-1, int64(scaled/(hi-lo))))
}
