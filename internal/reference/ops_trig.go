package reference

import (
	"math"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// maxAngle is the end of the angles of sine and cosine.
const maxAngle = 823549

// sinCos returns the sine and cosine of an angle. Half of pi comes in four parts,
// of which the products with the first three are exact.
func sinCos(a binary64) (sin, cos binary64) {
	n := binary64(math.Round(float64(a.mul(6.36619772367581382433e-01))))
	w2, w3 := n.mul(6.07710050630396597660e-11), n.mul(2.02226624871116645580e-21)
	a1 := a.sub(n.mul(1.57079632673412561417e+00))
	a2 := a1.sub(w2)
	a3 := a2.sub(w3)
	lost := n.mul(8.47842766036889956997e-32).sub(a1.sub(a2).sub(w2).add(a2.sub(a3).sub(w3)))
	x := a3.sub(lost)
	y := a3.sub(x).sub(lost)

	z := x.mul(x)
	w := z.mul(z)
	cube := z.mul(x)
	r := z.polynomial(8.33333333332248946124e-03, -1.98412698298579493134e-04, 2.75573137070700676789e-06,
		-2.50507602534068634195e-08, 1.58969099521155010221e-10)
	s := x.sub(z.mul(y.mul(0.5).sub(cube.mul(r))).sub(y).sub(cube.mul(-1.66666666666666324348e-01)))
	r = z.mul(z.polynomial(4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05)).
		add(w.mul(w).mul(z.polynomial(-2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11)))
	half := z.mul(0.5)
	one := binary64(1).sub(half)
	c := one.add(binary64(1).sub(one).sub(half).add(z.mul(r).sub(x.mul(y))))

	quarter := ((int64(n) % 4) + 4) % 4
	return []binary64{s, c, -s, -c}[quarter], []binary64{c, -s, -c, s}[quarter]
}

// arc returns the angle of a tangent that is not negative.
func arc(t binary64) binary64 {
	x, hi, lo := t, binary64(0), binary64(0)
	switch {
	case t < 0.4375:
	case t < 0.6875:
		x, hi, lo = t.mul(2).sub(1).div(t.add(2)), 4.63647609000806093515e-01, 2.26987774529616870924e-17
	case t < 1.1875:
		x, hi, lo = t.sub(1).div(t.add(1)), 7.85398163397448278999e-01, 3.06161699786838301793e-17
	case t < 2.4375:
		x, hi, lo = t.sub(1.5).div(t.mul(1.5).add(1)), 9.82793723247329054082e-01, 1.39033110312309984516e-17
	default:
		x, hi, lo = binary64(-1).div(t), 1.57079632679489655800e+00, 6.12323399573676603587e-17
	}
	z := x.mul(x)
	w := z.mul(z)
	even := z.mul(w.polynomial(3.33333333333329318027e-01, 1.42857142725034663711e-01, 9.09088713343650656196e-02,
		6.66107313738753120669e-02, 4.97687799461593236017e-02, 1.62858201153657823623e-02))
	odd := w.mul(w.polynomial(-1.99999999998764832476e-01, -1.11111104054623557880e-01, -7.69187620504482999495e-02,
		-5.83357013379057348645e-02, -3.65315727442169155270e-02))
	return hi.sub(x.mul(even.add(odd)).sub(lo).sub(x))
}

// atan2 returns the angle of a point.
func atan2(y, x binary64) binary64 {
	size := func(v binary64) binary64 { return binary64(math.Abs(float64(v))) }
	var out binary64
	switch {
	case x == 0 && y == 0:
		return 0
	case x == 0:
		out = math.Pi / 2
	case x > 0:
		out = arc(size(y.div(x)))
	default:
		out = binary64(math.Pi).sub(arc(size(y.div(x))).sub(1.2246467991473531772e-16))
	}
	if y < 0 {
		return -out
	}
	return out
}

// beside returns sqrt(1 - a*a) of an a up to 1.
func beside(a binary64) binary64 {
	return binary64(math.Sqrt(float64(binary64(1).sub(a).mul(binary64(1).add(a)))))
}

// within makes an operation that is null where an operand is larger than its
// limit, the last of which holds for those to come, too.
func within(f func(x []binary64) binary64, limits ...float64) op {
	return func(_ *ir.Call, args []value.Value) value.Value {
		x := make([]binary64, len(args))
		for i, a := range args {
			if x[i] = binary64(a.Float64()); math.Abs(a.Float64()) > limits[min(i, len(limits)-1)] {
				return value.Null
			}
		}
		return finite(float64(f(x)))
	}
}

var trigOps = map[ir.Op]op{
	ir.SinFloat: within(func(x []binary64) binary64 { s, _ := sinCos(x[0]); return s }, maxAngle),
	ir.CosFloat: within(func(x []binary64) binary64 { _, c := sinCos(x[0]); return c }, maxAngle),
	ir.TanFloat: within(func(x []binary64) binary64 { s, c := sinCos(x[0]); return s.div(c) }, maxAngle),

	ir.AsinFloat:  within(func(x []binary64) binary64 { return atan2(x[0], beside(x[0])) }, 1),
	ir.AcosFloat:  within(func(x []binary64) binary64 { return atan2(beside(x[0]), x[0]) }, 1),
	ir.Atan2Float: within(func(x []binary64) binary64 { return atan2(x[0], x[1]) }, math.MaxFloat64),

	ir.Haversine: within(func(x []binary64) binary64 {
		const degree = math.Pi / 180
		lat1, lon1, lat2, lon2 := x[0], x[1], x[2], x[3]
		north, _ := sinCos(lat2.sub(lat1).mul(degree / 2))
		east, _ := sinCos(lon2.sub(lon1).mul(degree / 2))
		_, cos1 := sinCos(lat1.mul(degree))
		_, cos2 := sinCos(lat2.mul(degree))
		h := north.mul(north).add(cos1.mul(cos2).mul(east.mul(east)))
		half := min(1, binary64(math.Sqrt(float64(h))))
		return atan2(half, beside(half)).mul(2 * 6371.0088)
	}, 90, 360, 90, 360),
}
