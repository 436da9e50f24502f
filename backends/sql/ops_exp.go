package sql

import (
	"math"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
)

// expOps are the logarithm and the exponential, step by step: an engine's own
// would differ in the last bits.
var expOps = map[ir.Op]render{
	ir.LnFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		m, k := x.normalized(a[0])
		return x.ln(m, k)
	},
	ir.Log2Float: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		m, k := x.normalized(a[0])
		return sqlast.Bin(k, "+", sqlast.Bin(x.ln(m, nil), "*", float(1.44269504088896338700)))
	},
	ir.Log10Float: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		m, k := x.normalized(a[0])
		low := sqlast.Bin(sqlast.Bin(k, "*", float(3.69423907715893078616e-13)), "+", sqlast.Bin(x.ln(m, nil), "*", float(4.34294481903251816668e-01)))
		return sqlast.Bin(low, "+", sqlast.Bin(k, "*", float(3.01029995663611771306e-01)))
	},
	ir.ExpFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		v := x.atom(a[0])
		within := sqlast.Between{X: v, Lo: float(-746), Hi: float(710)}
		in := x.atom(sqlast.If(within, v)) // outside, steps would overflow
		sign := sqlast.Case{Whens: []sqlast.When{{Cond: sqlast.Bin(in, "<", float(0)), Then: float(-0.5)}}, Else: float(0.5)}
		k := x.atom(sqlast.Fn("trunc", sqlast.Bin(sqlast.Bin(float(1.44269504088896338700), "*", in), "+", sign)))
		hi := x.atom(sqlast.Bin(in, "-", sqlast.Bin(k, "*", float(ln2Hi))))
		lo := x.atom(sqlast.Bin(k, "*", float(ln2Lo)))
		r := x.atom(sqlast.Bin(hi, "-", lo))
		t := x.atom(sqlast.Bin(r, "*", r))
		c := x.atom(sqlast.Bin(r, "-", sqlast.Bin(t, "*", polynomial(t, 1.66666666666666657415e-01, -2.77777777770155933842e-03,
			6.61375632143793436117e-05, -1.65339022054652515390e-06, 4.13813679705723846039e-08))))
		quotient := sqlast.Bin(sqlast.Bin(r, "*", c), "/", sqlast.Bin(float(2), "-", c))
		y := sqlast.Bin(float(1), "-", sqlast.Bin(sqlast.Bin(lo, "-", quotient), "-", hi))
		return sqlast.Case{Whens: []sqlast.When{
			{Cond: sqlast.Bin(v, "<", float(-746)), Then: float(0)},
		}, Else: x.finite(x.scaled(y, k))}
	},
	ir.PowFloat: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		v := x.atom(a[0])
		out := v
		for n := int64(1); n < c.Args[1].(*ir.Const).Value.I; n++ {
			out = sqlast.Bin(out, "*", v)
		}
		return x.finite(out)
	},
}

// The natural logarithm of 2 in two parts.
const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
)

// normalized is m and the whole number k of s = m * 2^k, with m from sqrt(1/2) to
// sqrt(2); null for an s of 0 and below.
func (x *exprs) normalized(s sqlast.Expr) (m, k sqlast.Expr) {
	v := x.atom(s)
	v = x.atom(sqlast.If(sqlast.Bin(v, ">", float(0)), v))
	// log2 is near enough to be off by one only where a step mends it.
	guess := x.atom(sqlast.Fn("round", sqlast.Fn("log2", v)))
	near := x.atom(x.scaled(v, sqlast.Bin(float(0), "-", guess)))
	low, high := sqlast.Bin(near, "<", float(math.Sqrt2/2)), sqlast.Bin(near, ">=", float(math.Sqrt2))
	either := func(below, above, otherwise sqlast.Expr) sqlast.Expr {
		return x.atom(sqlast.Case{Whens: []sqlast.When{{Cond: low, Then: below}, {Cond: high, Then: above}}, Else: otherwise})
	}
	k = either(sqlast.Bin(guess, "-", float(1)), sqlast.Bin(guess, "+", float(1)), guess)
	m = either(sqlast.Bin(near, "*", float(2)), sqlast.Bin(near, "*", float(0.5)), near)
	return m, k
}

// ln is the natural logarithm of m * 2^k, which are normalized; k is nil for 0.
func (x *exprs) ln(m, k sqlast.Expr) sqlast.Expr {
	f := x.atom(sqlast.Bin(m, "-", float(1)))
	s := x.atom(sqlast.Bin(f, "/", sqlast.Bin(float(2), "+", f)))
	z := x.atom(sqlast.Bin(s, "*", s))
	w := x.atom(sqlast.Bin(z, "*", z))
	odd := sqlast.Bin(z, "*", polynomial(w, 6.666666666666735130e-01, 2.857142874366239149e-01, 1.818357216161805012e-01, 1.479819860511658591e-01))
	even := sqlast.Bin(w, "*", polynomial(w, 3.999999999940941908e-01, 2.222219843214978396e-01, 1.531383769920937332e-01))
	half := x.atom(sqlast.Bin(sqlast.Bin(float(0.5), "*", f), "*", f))
	tail := sqlast.Bin(s, "*", sqlast.Bin(half, "+", sqlast.Bin(odd, "+", even)))
	if k == nil { // adding zeros changes nothing
		return sqlast.Bin(f, "-", sqlast.Bin(half, "-", tail))
	}
	tail = sqlast.Bin(tail, "+", sqlast.Bin(k, "*", float(ln2Lo)))
	return sqlast.Bin(sqlast.Bin(k, "*", float(ln2Hi)), "-", sqlast.Bin(sqlast.Bin(half, "-", tail), "-", f))
}

// polynomial is c[0] + v*(c[1] + v*(…)).
func polynomial(v sqlast.Expr, c ...float64) sqlast.Expr {
	out := sqlast.Expr(float(c[len(c)-1]))
	for i := len(c) - 2; i >= 0; i-- {
		out = sqlast.Bin(float(c[i]), "+", sqlast.Bin(v, "*", out))
	}
	return out
}

// scaled is s * 2^k for a whole k, rounded once: half of the exponent at a time,
// powers of two are floats, and only the second product can leave the normal ones.
func (x *exprs) scaled(s, k sqlast.Expr) sqlast.Expr {
	k = x.atom(k)
	first := x.atom(sqlast.Fn("trunc", sqlast.Bin(k, "/", float(2))))
	power := func(k sqlast.Expr) sqlast.Expr { return sqlast.Fn("power", float(2), k) }
	return sqlast.Bin(sqlast.Bin(s, "*", power(first)), "*", power(sqlast.Bin(k, "-", first)))
}
