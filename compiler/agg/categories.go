package agg

import (
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// eachOf is each, by the first argument; a cap may be the argument at.
func (p *parts) eachOf(args []ir.Expr, key int, arg ir.Expr, at int) (*keys, *typing.Error) {
	if err := counted(args, key); err != nil {
		return nil, err
	}
	k := p.each(args[key], arg)
	if at < len(args) {
		n, err := number(args, at, 1, maxKeys)
		if err != nil {
			return nil, err
		}
		k.cap = int(n)
	}
	return k, nil
}

// What the pages of aggregations by category say alike.
const (
	ofSmallest = "With a cap, a constant from 1 to 100000, of the smallest categories only. "
	sumState   = "each category with its count and sum, in order: not bounded over `all`, unless by a cap"
	sumSQL     = "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values"
	bestState  = "each category with its different x and their counts, in order; of what has left the log and in tiles, the best x per category: not bounded over `all`, unless by a cap"
	bestSQL    = "key_deltas: what comes and goes of each category and x from label to label, spread over the labels in between; then per label the best of each category"
)

// category demands what can be the key of a map.
func category(args []ir.Expr) *typing.Error {
	if t := args[0].Type(); !slices.Contains(types.KeyKinds, t.Kind) {
		return typing.Unexpected(0, "an int64, string, bool, date or timestamp", t, "")
	}
	return nil
}

// summed builds a map from categories to what value makes of the sum and the count of x.
func summed(value func(k *keys) ir.Expr) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		var p parts
		k, err := p.categories(args, args[1], 2)
		if err != nil {
			return nil, err
		}
		return p.finish(k.reduce(ir.Component{Kind: ir.CompMap, Arg: value(k)}))
	}
}

// bestBy builds a map from categories to the smallest or largest x.
func bestBy(largest bool) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		if err := category(args); err != nil {
			return nil, err
		}
		if t := args[1].Type(); !t.IsOrdered() {
			return nil, typing.Unexpected(1, "a type with an order", t, "")
		}
		var p parts
		k, err := p.eachOf(args, 0, nil, 2)
		if err != nil {
			return nil, err
		}
		return p.finish(k.best(args[1], largest))
	}
}

// categories is each by a category, which can be the key of a map, with the sum of
// x per category unless that is nil; a cap may be the argument at.
func (p *parts) categories(args []ir.Expr, x ir.Expr, at int) (*keys, *typing.Error) {
	if err := category(args); err != nil {
		return nil, err
	}
	if x != nil {
		if !x.Type().IsNumeric() {
			return nil, typing.Unexpected(1, "a number", x.Type(), "")
		}
		if x.Type().Kind == value.Float64 {
			x = bounded(x, x, maxSummand) // what the sum skips does not count
		}
	}
	return p.eachOf(args, 0, x, at)
}
