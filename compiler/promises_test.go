package compiler_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/runtime/value"
)

// leaves are columns of a source by the type that they are used as.
var leaves = map[string][]string{
	"number": {"i", "n", "f", "d", "d4", "whole", "fine", "wide", "full", "3", "-1", "0.05", "1e300", "99999999999999999999", "int64(dur)"},
	"time":   {"at", "at2", `"9999-12-31T23:59:59Z"`},
	"length": {"1h", "90000000d", "dur", "-dur"},
	"text":   {"s", "t", `"é"`},
	"truth":  {"b", "o", "true"},
}

// expression writes an expression of a type, nested at most depth deep.
func expression(r *rand.Rand, kind string, depth int) string {
	if depth == 0 || r.IntN(6) == 0 {
		return leaves[kind][r.IntN(len(leaves[kind]))]
	}
	forms := map[string][]string{
		"number": {
			"(%n + %n)", "(%n - %n)", "(%n * %n)", "(%n / %n)", "(%n %% %n)", "-%n", "abs(%n)", "sqrt(%n)", "floor(%n)", "trunc(%n)",
			"int64(%n)", "float64(%n)", "decimal(%n, 20, 4)", "decimal(%n, 38, 18)", "if(%b, %n, %n)", "if(%b, %n, null)",
			"coalesce(%n, %n)", "coalesce(null, %n)", "least(%n, %n)", "greatest(%n, %n, %n)", "length(%s)", "int64(%l)", "hour(%t, \"Asia/Kolkata\")", "year(%t, \"UTC\")",
		},
		"time":   {"(%t + %l)", "(%t - %l)", "(%l + %t)", "least(%t, %t)", "if(%b, %t, %t)", "coalesce(%t, %t)"},
		"length": {"(%t - %t)", "(%l + %l)", "(%l - %l)", "-%l", "if(%b, %l, %l)"},
		"text":   {"concat(%s, %s)", "if(%b, %s, null)", "coalesce(%s, %s)", "greatest(%s, %s)"},
		"truth": {
			"%n < %n", "%n == %n", "%t >= %t", "%l != %l", "%s < %s", "(%b and %b)", "(%b or %b)", "(not %b)", "(%n is null)", "(%s is not null)",
			"(%n in (1, 2.5))", "(%s not in (\"a\", \"b\"))", "starts_with(%s, %s)", "if(%b, %b, %b)",
		},
	}[kind]
	var b strings.Builder
	form := forms[r.IntN(len(forms))]
	kinds := map[byte]string{'n': "number", 't': "time", 'l': "length", 's': "text", 'b': "truth"}
	for i := 0; i < len(form); i++ {
		switch {
		case form[i] != '%':
			b.WriteByte(form[i])
		case form[i+1] == '%':
			b.WriteByte('%')
			i++
		default:
			b.WriteString(expression(r, kinds[form[i+1]], depth-1))
			i++
		}
	}
	return b.String()
}

// extremes are values of a type at the edges of what it holds.
func extremes(t types.Type) []value.Value {
	switch t.Kind {
	case value.Bool:
		return []value.Value{value.OfBool(true), value.OfBool(false)}
	case value.Int64:
		return []value.Value{value.OfInt64(0), value.OfInt64(-1), value.OfInt64(math.MaxInt64), value.OfInt64(math.MinInt64)}
	case value.Float64:
		return []value.Value{value.OfFloat64(0), value.OfFloat64(-1.5), value.OfFloat64(math.MaxFloat64), value.OfFloat64(5e-324)}
	case value.Decimal:
		most := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(t.Precision)), nil)
		most.Sub(most, big.NewInt(1))
		return []value.Value{cell.DecimalOf(new(big.Int)), cell.DecimalOf(most), cell.DecimalOf(new(big.Int).Neg(most))}
	case value.Timestamp:
		return []value.Value{value.OfTimestamp(0), value.OfTimestamp(-62135596800_000_000), value.OfTimestamp(253402300799_999_999)}
	}
	return []value.Value{value.OfString(""), value.OfString("naïve")}
}

// TestTypesKeepTheirPromises evaluates random expressions over extreme values:
// a result has the kind of its type, is null only where that is nullable, and
// a decimal has no more digits than its precision. Backends rely on it.
func TestTypesKeepTheirPromises(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	programs, checked := 0, 0
	for range 3000 {
		text := expression(r, []string{"number", "time", "length", "text", "truth"}[r.IntN(5)], 3)
		p, _ := compiler.LoadFiles(map[string][]byte{"p.feat": []byte(`package p
entity user (user_id: int64)
source txns {
  user_id: int64
  i: int64
  n: int64?
  f: float64
  d: decimal(12, 2)
  d4: decimal(20, 4)?
  whole: decimal(19, 0)
  fine: decimal(18, 18)
  wide: decimal(38, 18)
  full: decimal(38, 0)
  s: string
  t: string?
  b: bool
  o: bool?
  at: timestamp
  at2: timestamp?
  time at
}
view v for user from txns {
  let dur = at - "2025-01-01T00:00:00Z"
  let x = ` + text + `
}
`)})
		if p == nil {
			continue // types that do not go together
		}
		programs++
		e := p.Views[0].Lets[len(p.Views[0].Lets)-1].Expr
		for range 20 {
			row := map[int]value.Value{}
			got := reference.Eval(e, func(leaf ir.Expr) value.Value {
				c := leaf.(*ir.ColumnRef)
				v, ok := row[c.Index]
				if !ok {
					all := extremes(c.Type())
					if c.Type().Nullable {
						all = append(all, value.Null)
					}
					v = all[r.IntN(len(all))]
					row[c.Index] = v
				}
				return v
			})
			checked++
			if broken := promise(got, e.Type()); broken != "" {
				t.Fatalf("%s is %s: %+v %s\n%s\nof %v", text, e.Type(), got, broken, ir.Format(e), row)
			}
		}
	}
	if programs < 1000 || checked < 20*programs {
		t.Errorf("only %d programs compile", programs)
	}
}

// promise says what a value breaks of what its type promises.
func promise(v value.Value, t types.Type) string {
	switch {
	case v.IsNull() && t.Nullable:
		return ""
	case v.IsNull():
		return "is null"
	case v.Kind != t.Kind:
		return fmt.Sprintf("is of kind %s", v.Kind)
	case v.Kind == value.Decimal && !cell.Fits(cell.Unscaled(v), int(t.Precision)):
		return "has too many digits"
	}
	return ""
}
