package fuzz

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// term is the text of an expression and its type.
type term struct {
	text string
	t    types.Type
}

// exprs writes random expressions over the names in scope.
type exprs struct {
	rng    *rand.Rand
	scope  []term
	nested bool // lists, maps and vectors in scope are read
}

var zones = []string{"UTC", "Asia/Kolkata", "America/New_York", "Europe/Paris", "America/Vancouver", "Africa/Casablanca"}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

func (x *exprs) chance(percent int) bool { return x.rng.IntN(100) < percent }

// named returns the names of a kind.
func (x *exprs) named(kind value.Kind) []term {
	var out []term
	for _, s := range x.scope {
		if s.t.Kind == kind {
			out = append(out, s)
		}
	}
	return out
}

// kinds returns the kinds that expr can make: those of literals and names.
func (x *exprs) kinds() []value.Kind {
	out := []value.Kind{value.Bool, value.Int64, value.Float64, value.Decimal, value.String, value.Duration}
	for _, k := range []value.Kind{value.Timestamp, value.Date} {
		if len(x.named(k)) > 0 {
			out = append(out, k)
		}
	}
	return out
}

// expr writes an expression of a kind that kinds has.
func (x *exprs) expr(kind value.Kind, depth int) term {
	if depth <= 0 || x.chance(25) {
		return x.leaf(kind)
	}
	if x.nested && x.chance(35) && len(x.collections()) > 0 {
		if t, ok := x.ofCollection(kind, depth-1); ok {
			return t
		}
	}
	if x.chance(15) {
		return x.choice(kind, depth-1)
	}
	if x.chance(25) {
		if t, ok := x.called(kind, depth-1); ok {
			return t
		}
	}
	switch kind {
	case value.Bool:
		return term{x.condition(depth - 1), types.Bool}
	case value.Int64:
		return term{x.integer(depth - 1), types.Int64}
	case value.Float64:
		return term{x.float(depth - 1), types.Float64}
	case value.Decimal:
		return x.decimal(depth - 1)
	case value.String:
		return term{fmt.Sprintf("concat(%s, %s)", x.text(value.String, depth-1), x.text(value.String, depth-1)), types.String}
	case value.Timestamp:
		return term{fmt.Sprintf("(%s %s %s)", x.text(kind, depth-1), pick(x.rng, []string{"+", "-"}), x.leaf(value.Duration).text), types.Timestamp}
	case value.Date:
		if x.calendar() {
			return term{fmt.Sprintf("date(at, %q)", pick(x.rng, zones)), types.Date}
		}
	case value.Duration:
		if len(x.named(value.Timestamp)) > 0 {
			return term{fmt.Sprintf("(%s - %s)", x.text(value.Timestamp, 0), x.text(value.Timestamp, 0)), types.Duration}
		}
	}
	return x.leaf(kind)
}

func (x *exprs) text(kind value.Kind, depth int) string { return x.expr(kind, depth).text }

// leaf is a name or a literal.
func (x *exprs) leaf(kind value.Kind) term {
	if names := x.named(kind); len(names) > 0 && (x.chance(75) || kind == value.Timestamp || kind == value.Date) {
		return pick(x.rng, names)
	}
	switch kind {
	case value.Bool:
		return term{pick(x.rng, []string{"true", "false"}), types.Bool}
	case value.Int64:
		return term{pick(x.rng, []string{"0", "1", "2", "3", "-1", "10", "1000000", "9223372036854775807"}), types.Int64}
	case value.Float64:
		return term{pick(x.rng, []string{"0e0", "1e0", "5e-1", "-25e-1", "1e-300", "1e300", "1e16", "3e0", "1e-20"}), types.Float64}
	case value.Decimal:
		return pick(x.rng, []term{
			{"0.5", types.Decimal(1, 1)}, {"1.25", types.Decimal(3, 2)}, {"-10.00", types.Decimal(4, 2)}, {"0.001", types.Decimal(3, 3)},
		})
	case value.String:
		return term{pick(x.rng, []string{`""`, `"a"`, `"b"`, `"é"`, `"😀"`, `"a b"`}), types.String}
	case value.Duration:
		return term{pick(x.rng, []string{"1us", "1s", "90m", "2d"}), types.Duration}
	}
	panic(fmt.Sprintf("fuzz: no literal of kind %v", kind))
}

// choice writes one of several operands of one kind.
func (x *exprs) choice(kind value.Kind, depth int) term {
	a, b := x.expr(kind, depth), x.expr(kind, depth)
	t := a.t
	if kind == value.Decimal {
		t, _ = types.Common(a.t, b.t)
	}
	switch {
	case x.chance(40):
		return term{fmt.Sprintf("if(%s, %s, %s)", x.text(value.Bool, depth), a.text, b.text), t}
	case x.chance(50) || kind == value.Bool:
		return term{fmt.Sprintf("coalesce(%s, %s)", a.text, b.text), t}
	}
	return term{fmt.Sprintf("%s(%s, %s)", pick(x.rng, []string{"least", "greatest"}), a.text, b.text), t}
}

func (x *exprs) condition(depth int) string {
	switch x.rng.IntN(9) {
	case 0:
		return fmt.Sprintf("(%s and %s)", x.text(value.Bool, depth), x.text(value.Bool, depth))
	case 1:
		return fmt.Sprintf("(%s or %s)", x.text(value.Bool, depth), x.text(value.Bool, depth))
	case 2:
		return fmt.Sprintf("(not %s)", x.text(value.Bool, depth))
	case 3:
		return fmt.Sprintf("(%s is %snull)", x.text(pick(x.rng, x.kinds()), depth), pick(x.rng, []string{"", "not "}))
	case 4:
		kind := pick(x.rng, []value.Kind{value.Int64, value.String})
		members := []string{"0, 1, 2", "-1, 9223372036854775807"}
		if kind == value.String {
			members = []string{`"a", "é"`, `""`}
		}
		return fmt.Sprintf("(%s %sin (%s))", x.text(kind, depth), pick(x.rng, []string{"", "not "}), pick(x.rng, members))
	case 5:
		return fmt.Sprintf("%s(%s, %s)", pick(x.rng, []string{"starts_with", "ends_with", "contains"}),
			x.text(value.String, depth), x.text(value.String, depth))
	}
	operators := []string{"==", "!=", "<", "<=", ">", ">="}
	left := pick(x.rng, x.kinds())
	right := left
	switch left {
	case value.Bool:
		operators = operators[:2]
	case value.Int64, value.Float64, value.Decimal:
		right = pick(x.rng, []value.Kind{value.Int64, value.Float64, value.Decimal})
	}
	return fmt.Sprintf("(%s %s %s)", x.text(left, depth), pick(x.rng, operators), x.text(right, depth))
}

func (x *exprs) integer(depth int) string {
	switch x.rng.IntN(6) {
	case 0, 1:
		return fmt.Sprintf("(%s %s %s)", x.text(value.Int64, depth), pick(x.rng, []string{"+", "-", "*", "%"}), x.text(value.Int64, depth))
	case 2:
		return fmt.Sprintf(pick(x.rng, []string{"(-%s)", "abs(%s)"}), x.text(value.Int64, depth))
	case 3:
		return fmt.Sprintf("length(%s)", x.text(value.String, depth))
	case 4:
		if x.calendar() {
			return fmt.Sprintf("%s(at, %q)", pick(x.rng, []string{"hour", "weekday", "day", "month", "year"}), pick(x.rng, zones))
		}
	}
	return fmt.Sprintf("int64(%s)", x.text(pick(x.rng, []value.Kind{value.Float64, value.Decimal, value.Duration}), depth))
}

// calendar reports whether the event time is in scope, the only timestamp that
// calendar functions are asked about: it is near the present. Far from it they
// are a matter of zone data, not of engines.
func (x *exprs) calendar() bool {
	for _, s := range x.scope {
		if s.text == "at" {
			return true
		}
	}
	return false
}

func (x *exprs) float(depth int) string {
	switch x.rng.IntN(5) {
	case 0, 1:
		return fmt.Sprintf("(%s %s %s)", x.text(value.Float64, depth), pick(x.rng, []string{"+", "-", "*", "/"}), x.text(value.Float64, depth))
	case 2:
		return fmt.Sprintf(pick(x.rng, []string{"(-%s)", "abs(%s)", "sqrt(%s)", "floor(%s)", "ceil(%s)", "trunc(%s)"}), x.text(value.Float64, depth))
	case 3:
		exact := []value.Kind{value.Int64, value.Decimal}
		return fmt.Sprintf("(%s / %s)", x.text(pick(x.rng, exact), depth), x.text(pick(x.rng, exact), depth))
	}
	return fmt.Sprintf("float64(%s)", x.text(pick(x.rng, []value.Kind{value.Int64, value.Decimal}), depth))
}

func (x *exprs) decimal(depth int) term {
	a, b := x.expr(value.Decimal, depth), x.expr(value.Decimal, depth)
	switch x.rng.IntN(5) {
	case 0, 1:
		return term{fmt.Sprintf("(%s %s %s)", a.text, pick(x.rng, []string{"+", "-"}), b.text), types.DecimalSum(a.t, b.t)}
	case 2:
		if t, ok := types.DecimalProduct(a.t, b.t); ok {
			return term{fmt.Sprintf("(%s * %s)", a.text, b.text), t}
		}
	case 3:
		n := x.expr(value.Int64, depth)
		return term{fmt.Sprintf("decimal(%s, 20, 4)", n.text), types.Decimal(20, 4)}
	}
	return term{fmt.Sprintf(pick(x.rng, []string{"(-%s)", "abs(%s)"}), strings.TrimSpace(a.text)), a.t}
}
