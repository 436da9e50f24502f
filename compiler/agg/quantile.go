package agg

import (
	"strconv"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var quantileAggregation = &Aggregation{
	Name:       "quantile",
	Signatures: []string{"quantile(x T, q float64) T?"},
	Doc: "The value of nearest rank: of n values in ascending order the one at max(1, ceil(q * n)). " +
		"q is a constant from 0 to 1 with at most nine digits after the point, taken as it is written.",
	Algebra: ir.Multiset,
	Empty:   "null",
	Section: Multisets,
	State:   "each different value with its count, in order: not bounded over `all`",
	SQL:     "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values",
	Cost:    "a search among the values; a read looks at one block in 256 of them",
	MinArgs: 2, MaxArgs: 2,
	Examples: []Example{
		{Call: "quantile(x, 0.5)", Type: "int64?", Values: []string{"40", "10", "null", "30", "20"}, Want: "20"},
		{Call: "quantile(x, 0.75)", Type: "float64", Values: []string{"4", "1", "3", "2"}, Want: "3"},
		{Call: "quantile(x, 0)", Type: "string", Values: []string{"b", "a"}, Want: `"a"`},
		{Call: "quantile(x, 1)", Type: "string", Values: []string{"b", "a"}, Want: `"b"`},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		q, err := fraction(args, 1)
		if err != nil {
			return nil, err
		}
		return ranked(args[0], q)
	},
}

// ranked builds the value of x at a rank.
func ranked(x ir.Expr, part int64) (*Parts, *typing.Error) {
	if t := x.Type(); !t.IsOrdered() {
		return nil, typing.Unexpected(0, "a type with an order", t, "")
	}
	var p parts
	return p.finish(p.each(x, nil).rank(part))
}

// decimalText is a float64 in the fewest digits.
func decimalText(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
