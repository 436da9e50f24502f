package agg

import (
	"math"
	"math/big"

	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// each puts events together by key, with the sum of arg per key unless that is nil,
// and returns what its keys can be reduced over.
func (p *parts) each(key, arg ir.Expr) *keys {
	k := &keys{parts: p, key: key, arg: arg}
	if key.Type().Kind == value.Bool {
		k.most = 2
	}
	k.Key = &ir.EachRef{Part: ir.EachKey, T: key.Type().NotNull()}
	k.Next = &ir.EachRef{Part: ir.EachNext, T: key.Type().Null()}
	k.First = &ir.EachRef{Part: ir.EachFirst, T: key.Type().NotNull()}
	k.Count = &ir.EachRef{Part: ir.EachCount, T: types.Int64}
	if arg != nil {
		k.Sum = &ir.EachRef{Part: ir.EachSum, T: ir.Component{Kind: ir.CompSum, Arg: arg}.Type()}
	}
	return k
}

// keys are the keys of an each: Key, Count, Sum, Next and First are what is known of one.
type keys struct {
	parts           *parts
	key, arg        ir.Expr
	most            int64 // different keys there can be; 0: no bound
	cap             int   // keys that are reduced, the first; 0: all
	desc            bool  // the first key is the largest
	Key, Count, Sum ir.Expr
	Next, First     ir.Expr
}

// reduce adds a reduction of the keys and returns the reference to its result.
func (k *keys) reduce(outer ir.Component) ir.Expr { return k.add(&ir.Each{Key: k.key, Outer: outer}) }

// best adds the map from keys to the smallest or largest by of their events.
func (k *keys) best(by ir.Expr, largest bool) ir.Expr {
	best := &ir.EachRef{Part: ir.EachBest, T: by.Type().NotNull()}
	return k.with(by, &ir.Each{Key: k.key, Largest: largest, Outer: ir.Component{Kind: ir.CompMap, Arg: best}})
}

// with adds an each that keeps the best of something per key.
func (k *keys) with(by ir.Expr, e *ir.Each) ir.Expr {
	out := k.add(e)
	k.parts.components[len(k.parts.components)-1].By = by
	return out
}

// rank adds the key of a nearest rank, in parts of ir.RankUnit.
func (k *keys) rank(part int64) ir.Expr {
	return k.add(&ir.Each{Key: k.key, Rank: part, Outer: ir.Component{Kind: ir.CompRank, Arg: k.Key}})
}

func (k *keys) add(e *ir.Each) ir.Expr {
	e.Most, e.Cap, e.Desc = k.most, k.cap, k.desc
	c := ir.Component{Kind: ir.CompEach, Arg: k.arg, Each: e}
	k.parts.components = append(k.parts.components, c)
	return &ir.CompRef{Index: len(k.parts.components) - 1, T: c.Type()}
}

// counted demands a type whose values can be told apart and put in order.
func counted(args []ir.Expr, i int) *typing.Error {
	if t := args[i].Type(); t.Kind.IsNested() {
		return typing.Unexpected(i, "a value that is not made of others", t, "")
	}
	return nil
}

// fraction reads an argument that is a constant from 0 to 1 with at most nine
// digits after the point, in parts of ir.RankUnit.
func fraction(args []ir.Expr, i int) (int64, *typing.Error) {
	c, ok := args[i].(*ir.Const)
	bad := func(message string) (int64, *typing.Error) {
		return 0, &typing.Error{Arg: i, Message: message, Help: "write 0.5, or 0.99"}
	}
	if !ok || c.Value.IsNull() || !c.T.IsNumeric() {
		return bad("a rank is a constant from 0 to 1")
	}
	q := rational(c)
	q.Mul(q, new(big.Rat).SetInt64(ir.RankUnit))
	switch {
	case q.Sign() < 0 || q.Cmp(new(big.Rat).SetInt64(ir.RankUnit)) > 0:
		return bad("a rank is a constant from 0 to 1")
	case !q.IsInt():
		return bad("a rank has at most nine digits after the point")
	}
	return q.Num().Int64(), nil
}

// rational is a constant number, a float64 in the fewest digits.
func rational(c *ir.Const) *big.Rat {
	q := new(big.Rat)
	switch c.T.Kind {
	case value.Int64:
		q.SetInt64(c.Value.I)
	case value.Float64:
		q.SetString(decimalText(c.Value.Float64()))
	default:
		q.SetFrac(cell.Unscaled(c.Value), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.T.Scale)), nil))
	}
	return q
}

// halvings is 2^-k of an int64 k from 0 to 63, each step exact.
func halvings(k ir.Expr) ir.Expr {
	out := ir.Expr(typing.Float(1))
	for bit := range 6 {
		size := int64(1) << bit
		set := typing.Strict(ir.Ge, types.Bool, typing.Checked(ir.ModInt, types.Int64, k, typing.Int(2*size)), typing.Int(size))
		factor := typing.If(set, typing.Float(math.Ldexp(1, -int(size))), typing.Float(1))
		out = typing.Checked(ir.MulFloat, types.Float64, out, factor)
	}
	return out
}
