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

// categories is each by a category, which can be the key of a map, with the sum of
// x per category unless that is nil; a cap may be the argument at.
func (p *parts) categories(args []ir.Expr, x ir.Expr, at int) (*keys, *typing.Error) {
	if t := args[0].Type(); !slices.Contains(types.KeyKinds, t.Kind) {
		return nil, typing.Unexpected(0, "an int64, string, bool, date or timestamp", t, "")
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
