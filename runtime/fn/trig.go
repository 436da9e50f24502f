package fn

import (
	"math"

	"github.com/featc-lang/featc/runtime"
)

// Half of pi in three parts of 33 bits, whose products with a whole number below
// 2^20 are exact, and what is left of it.
const (
	halfPi1 = 1.57079632673412561417e+00
	halfPi2 = 6.07710050630396597660e-11
	halfPi3 = 2.02226624871116645580e-21
	halfPi4 = 8.47842766036889956997e-32
)

// maxAngle is the end of the angles that sine and cosine take: 2^19 quarters of
// a turn, which is as far as the parts of pi reach.
const maxAngle = 823549

// sinCos returns the sine and the cosine of an angle of at most maxAngle, by the
// kernels of FreeBSD's k_sin.c and k_cos.c, each operation rounded by itself.
func sinCos(a float64) (sin, cos float64) {
	n := math.Round(float64(a * 6.36619772367581382433e-01))
	a1 := a - float64(n*halfPi1)
	w2, w3 := float64(n*halfPi2), float64(n*halfPi3)
	a2 := a1 - w2
	a3 := a2 - w3
	lost := float64(n*halfPi4) - (((a1 - a2) - w2) + ((a2 - a3) - w3))
	x := a3 - lost
	y := (a3 - x) - lost

	z := float64(x * x)
	w := float64(z * z)
	cube := float64(z * x)
	r := 8.33333333332248946124e-03 + float64(z*(-1.98412698298579493134e-04+float64(z*(2.75573137070700676789e-06+
		float64(z*(-2.50507602534068634195e-08+float64(z*1.58969099521155010221e-10)))))))
	s := x - ((float64(z*(float64(0.5*y)-float64(cube*r))) - y) - float64(cube*-1.66666666666666324348e-01))
	r = float64(z*(4.16666666666666019037e-02+float64(z*(-1.38888888888741095749e-03+float64(z*2.48015872894767294178e-05))))) +
		float64(float64(w*w)*(-2.75573143513906633035e-07+float64(z*(2.08757232129817482790e-09+float64(z*-1.13596475577881948265e-11)))))
	half := float64(0.5 * z)
	one := 1 - half
	c := one + (((1 - one) - half) + (float64(z*r) - float64(x*y)))

	switch n - 4*math.Floor(n/4) {
	case 0:
		return s, c
	case 1:
		return c, -s
	case 2:
		return -s, -c
	}
	return -c, s
}

// angle returns sinCos, NaN where there is none.
func angle(a Float) (sin, cos float64) {
	if !a.Valid || math.Abs(a.V) > maxAngle {
		return math.NaN(), math.NaN()
	}
	return sinCos(a.V)
}

// SinFloat returns the sine of a, null beyond 823549.
func SinFloat(a Float) Float {
	s, _ := angle(a)
	return finite(s, true)
}

// CosFloat returns the cosine of a, null beyond 823549.
func CosFloat(a Float) Float {
	_, c := angle(a)
	return finite(c, true)
}

// TanFloat returns the sine of a over its cosine.
func TanFloat(a Float) Float {
	s, c := angle(a)
	return finite(float64(s/c), true)
}

// Atan2Float returns the angle of the point (x, y), 0 for the origin.
func Atan2Float(y, x Float) Float {
	if !x.Valid || !y.Valid {
		return Float{}
	}
	return runtime.Some(atan2(y.V, x.V))
}

// AsinFloat returns the angle whose sine is a, null beyond 1.
func AsinFloat(a Float) Float { return finite(asin(a.V), a.Valid) }

// AcosFloat returns the angle whose cosine is a, null beyond 1.
func AcosFloat(a Float) Float {
	if !a.Valid || math.Abs(a.V) > 1 {
		return Float{}
	}
	return runtime.Some(atan2(beside(a.V), a.V))
}

// asin is NaN beyond 1.
func asin(a float64) float64 { return atan2(a, beside(a)) }

// beside is the other short side of a triangle whose long side is 1.
func beside(a float64) float64 { return math.Sqrt(float64((1 - a) * (1 + a))) }

// atan2 is by the algorithm of FreeBSD's e_atan2.c.
func atan2(y, x float64) float64 {
	const pi, piLo = math.Pi, 1.2246467991473531772e-16
	var out float64
	switch {
	case y == 0 && x == 0:
		return 0
	case x == 0:
		out = pi / 2
	case x > 0:
		out = arc(math.Abs(y / x))
	default:
		out = pi - (arc(math.Abs(y/x)) - piLo)
	}
	if y < 0 {
		return -out
	}
	return out
}

// arc is the angle whose tangent is t, which is 0 or more, by the algorithm of
// FreeBSD's s_atan.c, each operation rounded by itself.
func arc(t float64) float64 {
	x, hi, lo := t, 0.0, 0.0
	switch {
	case t < 0.4375:
	case t < 0.6875:
		x, hi, lo = (float64(2*t)-1)/(2+t), 4.63647609000806093515e-01, 2.26987774529616870924e-17
	case t < 1.1875:
		x, hi, lo = (t-1)/(t+1), 7.85398163397448278999e-01, 3.06161699786838301793e-17
	case t < 2.4375:
		x, hi, lo = (t-1.5)/(1+float64(1.5*t)), 9.82793723247329054082e-01, 1.39033110312309984516e-17
	default:
		x, hi, lo = -1/t, 1.57079632679489655800e+00, 6.12323399573676603587e-17
	}
	z := float64(x * x)
	w := float64(z * z)
	even := float64(z * (3.33333333333329318027e-01 + float64(w*(1.42857142725034663711e-01+float64(w*(9.09088713343650656196e-02+
		float64(w*(6.66107313738753120669e-02+float64(w*(4.97687799461593236017e-02+float64(w*1.62858201153657823623e-02)))))))))))
	odd := float64(w * (-1.99999999998764832476e-01 + float64(w*(-1.11111104054623557880e-01+float64(w*(-7.69187620504482999495e-02+
		float64(w*(-5.83357013379057348645e-02+float64(w*-3.65315727442169155270e-02)))))))))
	return hi - ((float64(x*(even+odd)) - lo) - x)
}

// Haversine returns the distance in kilometres of two points given in degrees,
// on a sphere of radius 6371.0088 km; null where there is no such point.
func Haversine(lat1, lon1, lat2, lon2 Float) Float {
	const degree, radius = math.Pi / 180, 6371.0088
	known := lat1.Valid && lon1.Valid && lat2.Valid && lon2.Valid
	if !known || max(math.Abs(lat1.V), math.Abs(lat2.V)) > 90 || max(math.Abs(lon1.V), math.Abs(lon2.V)) > 360 {
		return Float{}
	}
	north, _ := sinCos(float64((lat2.V - lat1.V) * (degree / 2)))
	east, _ := sinCos(float64((lon2.V - lon1.V) * (degree / 2)))
	_, cos1 := sinCos(float64(lat1.V * degree))
	_, cos2 := sinCos(float64(lat2.V * degree))
	h := float64(north*north) + float64(float64(cos1*cos2)*float64(east*east))
	return runtime.Some(float64(2 * radius * asin(min(1, math.Sqrt(h)))))
}
