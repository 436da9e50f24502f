package sql

import (
	"math"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
)

// trigOps are the functions of angles, step by step as the logarithm is.
var trigOps = map[ir.Op]render{
	ir.SinFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		s, _ := x.sinCos(x.angle(a[0]))
		return s
	},
	ir.CosFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		_, c := x.sinCos(x.angle(a[0]))
		return c
	},
	ir.TanFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		s, c := x.sinCos(x.angle(a[0]))
		return sqlast.Bin(s, "/", c)
	},
	ir.AsinFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		v := x.upTo(a[0], 1)
		return x.atan2(v, x.beside(v))
	},
	ir.AcosFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		v := x.upTo(a[0], 1)
		return x.atan2(x.beside(v), v)
	},
	ir.Atan2Float: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr { return x.atan2(x.atom(a[0]), x.atom(a[1])) },
	ir.Haversine: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		const degree, radius = math.Pi / 180, 6371.0088
		lat1, lon1, lat2, lon2 := x.upTo(a[0], 90), x.upTo(a[1], 360), x.upTo(a[2], 90), x.upTo(a[3], 360)
		sine := func(from, to sqlast.Expr) sqlast.Expr {
			s, _ := x.sinCos(x.atom(sqlast.Bin(sqlast.Bin(to, "-", from), "*", float(degree/2))))
			return x.atom(s)
		}
		cosine := func(v sqlast.Expr) sqlast.Expr {
			_, c := x.sinCos(x.atom(sqlast.Bin(v, "*", float(degree))))
			return c
		}
		north, east := sine(lat1, lat2), sine(lon1, lon2)
		across := sqlast.Bin(sqlast.Bin(cosine(lat1), "*", cosine(lat2)), "*", sqlast.Bin(east, "*", east))
		h := x.atom(sqlast.Fn("sqrt", sqlast.Bin(sqlast.Bin(north, "*", north), "+", across)))
		half := x.atom(orElse(sqlast.When{Cond: sqlast.Bin(h, ">", float(1)), Then: float(1)}, h))
		return sqlast.Bin(float(2*radius), "*", x.atan2(half, x.beside(half)))
	},
}

// angle is an angle that is not too large for sinCos.
func (x *exprs) angle(s sqlast.Expr) sqlast.Expr { return x.upTo(s, 823549) }

// upTo is s, null where it is larger than a limit.
func (x *exprs) upTo(s sqlast.Expr, limit float64) sqlast.Expr {
	v := x.atom(s)
	return x.atom(sqlast.If(sqlast.Between{X: v, Lo: float(-limit), Hi: float(limit)}, v))
}

// sinCos is the sine and the cosine of an angle. Half of pi comes in four parts,
// of which the products with the first three are exact.
func (x *exprs) sinCos(a sqlast.Expr) (sin, cos sqlast.Expr) {
	bin := sqlast.Bin
	n := x.atom(sqlast.Fn("round", bin(a, "*", float(6.36619772367581382433e-01))))
	w2, w3 := x.atom(bin(n, "*", float(6.07710050630396597660e-11))), x.atom(bin(n, "*", float(2.02226624871116645580e-21)))
	a1 := x.atom(bin(a, "-", bin(n, "*", float(1.57079632673412561417e+00))))
	a2 := x.atom(bin(a1, "-", w2))
	a3 := x.atom(bin(a2, "-", w3))
	lost := x.atom(bin(bin(n, "*", float(8.47842766036889956997e-32)), "-",
		bin(bin(bin(a1, "-", a2), "-", w2), "+", bin(bin(a2, "-", a3), "-", w3))))
	v := x.atom(bin(a3, "-", lost))
	y := x.atom(bin(bin(a3, "-", v), "-", lost))

	z := x.atom(bin(v, "*", v))
	w := x.atom(bin(z, "*", z))
	cube := x.atom(bin(z, "*", v))
	r := polynomial(z, 8.33333333332248946124e-03, -1.98412698298579493134e-04, 2.75573137070700676789e-06,
		-2.50507602534068634195e-08, 1.58969099521155010221e-10)
	s := x.atom(bin(v, "-", bin(bin(bin(z, "*", bin(bin(float(0.5), "*", y), "-", bin(cube, "*", r))), "-", y), "-",
		bin(cube, "*", float(-1.66666666666666324348e-01)))))
	r = bin(bin(z, "*", polynomial(z, 4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05)), "+",
		bin(bin(w, "*", w), "*", polynomial(z, -2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11)))
	half := x.atom(bin(float(0.5), "*", z))
	one := x.atom(bin(float(1), "-", half))
	c := x.atom(bin(one, "+", bin(bin(bin(float(1), "-", one), "-", half), "+", bin(bin(z, "*", r), "-", bin(v, "*", y)))))

	quarter := x.atom(bin(n, "-", bin(float(4), "*", sqlast.Fn("floor", bin(n, "/", float(4))))))
	turned := func(by ...sqlast.Expr) sqlast.Expr {
		var whens []sqlast.When
		for i, v := range by {
			whens = append(whens, sqlast.When{Cond: bin(quarter, "=", float(float64(i))), Then: v})
		}
		return sqlast.Case{Whens: whens}
	}
	minus := func(v sqlast.Expr) sqlast.Expr { return sqlast.Unary{Op: "-", X: v} }
	return turned(s, c, minus(s), minus(c)), turned(c, minus(s), minus(c), s)
}

// atan2 is the angle of a point.
func (x *exprs) atan2(y, v sqlast.Expr) sqlast.Expr {
	right := sqlast.Bin(v, ">", float(0))
	t := x.atom(sqlast.Fn("abs", sqlast.If(sqlast.Bin(v, "<>", float(0)), sqlast.Bin(y, "/", v))))
	arc := x.atom(x.arc(t))
	out := x.atom(sqlast.Case{Whens: []sqlast.When{
		{Cond: sqlast.And(sqlast.Bin(y, "=", float(0)), sqlast.Bin(v, "=", float(0))), Then: float(0)},
		{Cond: sqlast.And(sqlast.Bin(y, "<>", float(0)), sqlast.Bin(v, "=", float(0))), Then: float(math.Pi / 2)},
		{Cond: right, Then: arc},
	}, Else: sqlast.Bin(float(math.Pi), "-", sqlast.Bin(arc, "-", float(1.2246467991473531772e-16)))})
	return orElse(sqlast.When{Cond: sqlast.Bin(y, "<", float(0)), Then: sqlast.Unary{Op: "-", X: out}}, out)
}

// beside is sqrt(1 - v*v) of a v up to 1.
func (x *exprs) beside(v sqlast.Expr) sqlast.Expr {
	return x.atom(sqlast.Fn("sqrt", sqlast.Bin(sqlast.Bin(float(1), "-", v), "*", sqlast.Bin(float(1), "+", v))))
}

// arc is the angle of a tangent that is not negative.
func (x *exprs) arc(t sqlast.Expr) sqlast.Expr {
	one := func(op string) sqlast.Expr { return sqlast.Bin(t, op, float(1)) }
	ranges := []struct {
		below  float64
		v      sqlast.Expr
		hi, lo float64
	}{
		{0.4375, t, 0, 0},
		{0.6875, sqlast.Bin(sqlast.Bin(sqlast.Bin(float(2), "*", t), "-", float(1)), "/", sqlast.Bin(float(2), "+", t)), 4.63647609000806093515e-01, 2.26987774529616870924e-17},
		{1.1875, sqlast.Bin(one("-"), "/", one("+")), 7.85398163397448278999e-01, 3.06161699786838301793e-17},
		{2.4375, sqlast.Bin(sqlast.Bin(t, "-", float(1.5)), "/", sqlast.Bin(float(1), "+", sqlast.Bin(float(1.5), "*", t))), 9.82793723247329054082e-01, 1.39033110312309984516e-17},
		{math.MaxFloat64, sqlast.Bin(float(-1), "/", t), 1.57079632679489655800e+00, 6.12323399573676603587e-17},
	}
	of := func(get func(i int) sqlast.Expr) sqlast.Expr {
		var whens []sqlast.When
		last := len(ranges) - 1
		for i, r := range ranges[:last] {
			whens = append(whens, sqlast.When{Cond: sqlast.Bin(t, "<", float(r.below)), Then: get(i)})
		}
		return x.atom(sqlast.Case{Whens: whens, Else: get(last)})
	}
	v := of(func(i int) sqlast.Expr { return ranges[i].v })
	hi := of(func(i int) sqlast.Expr { return float(ranges[i].hi) })
	lo := of(func(i int) sqlast.Expr { return float(ranges[i].lo) })
	z := x.atom(sqlast.Bin(v, "*", v))
	w := x.atom(sqlast.Bin(z, "*", z))
	even := sqlast.Bin(z, "*", polynomial(w, 3.33333333333329318027e-01, 1.42857142725034663711e-01, 9.09088713343650656196e-02,
		6.66107313738753120669e-02, 4.97687799461593236017e-02, 1.62858201153657823623e-02))
	odd := sqlast.Bin(w, "*", polynomial(w, -1.99999999998764832476e-01, -1.11111104054623557880e-01, -7.69187620504482999495e-02,
		-5.83357013379057348645e-02, -3.65315727442169155270e-02))
	return sqlast.Bin(hi, "-", sqlast.Bin(sqlast.Bin(sqlast.Bin(v, "*", sqlast.Bin(even, "+", odd)), "-", lo), "-", v))
}
