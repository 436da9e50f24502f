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

// category demands what can be the key of a map.
func category(args []ir.Expr) *typing.Error {
	if t := args[0].Type(); !slices.Contains(types.KeyKinds, t.Kind) {
		return typing.Unexpected(0, "an int64, string, bool, date or timestamp", t, "")
	}
	return nil
}

// byCategory is an aggregation whose result is a map from categories; openMLDB is what
// that has it as.
func byCategory(name, result, doc, openMLDB string, examples []Example) *Aggregation {
	return &Aggregation{
		Name: name,
		Signatures: []string{
			name + "(category K, x T) map(K, " + result + ")?", name + "(category K, x T, cap int64) map(K, " + result + ")?",
		},
		Doc: doc + " With a cap, a constant from 1 to 100000, of the smallest categories only. " +
			"Events where either is null are skipped.",
		Algebra: ir.Multiset,
		Empty:   "null",
		Section: Categories,
		Peers:   Peers{OpenMLDB: openMLDB},
		MinArgs: 2, MaxArgs: 3,
		Examples: examples,
	}
}

// summed is a map from categories to what value makes of the sum and the count of x.
func summed(name, doc, openMLDB string, value func(k *keys) ir.Expr, examples ...Example) *Aggregation {
	a := byCategory(name, "U", doc, openMLDB, examples)
	a.State = "each category with its count and sum, in order: not bounded over `all`, unless by a cap"
	a.SQL = "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values"
	a.Cost = "a search among the categories, and at a read all of them"
	a.Build = func(args []ir.Expr) (*Parts, *typing.Error) {
		var p parts
		k, err := p.categories(args, args[1], 2)
		if err != nil {
			return nil, err
		}
		return p.finish(k.reduce(ir.Component{Kind: ir.CompMap, Arg: value(k)}))
	}
	return a
}

// bestBy is a map from categories to the smallest or largest x.
func bestBy(name, which, openMLDB string, largest bool, examples ...Example) *Aggregation {
	a := byCategory(name, "T", "The "+which+" x per category.", openMLDB, examples)
	a.State = "each category with its different x and their counts, in order; of what has left the log and in tiles, the best x per category: not bounded over `all`, unless by a cap"
	a.SQL = "key_deltas: what comes and goes of each category and x from label to label, spread over the labels in between; then per label the best of each category"
	a.Cost = "a search among the values, and at a read all of them"
	a.Build = func(args []ir.Expr) (*Parts, *typing.Error) {
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
	return a
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
