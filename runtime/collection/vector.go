package collection

import "github.com/featc-lang/featc/runtime"

// Dot returns the sum of a[i]*b[i] of vectors of one length, added from the first
// on; null where it is not finite.
func Dot(a, b runtime.Null[Vector]) runtime.Null[float64] {
	return added(a, b, func(x, y float64) float64 { return float64(x * y) })
}

// Squares returns the sum of the squares of a[i]-b[i], added from the first on;
// null where it is not finite.
func Squares(a, b runtime.Null[Vector]) runtime.Null[float64] {
	return added(a, b, func(x, y float64) float64 {
		d := float64(x - y)
		return float64(d * d)
	})
}

// added adds terms one by one; the conversions keep them from being fused.
func added(a, b runtime.Null[Vector], term func(x, y float64) float64) runtime.Null[float64] {
	if !a.Valid || !b.Valid {
		return runtime.Null[float64]{}
	}
	var sum float64
	for i := range min(a.V.Len(), b.V.Len()) {
		sum = float64(sum + term(a.V.At(i), b.V.At(i)))
	}
	return runtime.Null[float64]{V: sum, Valid: sum-sum == 0}
}
