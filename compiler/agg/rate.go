package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var rateAggregation = &Aggregation{
	Name:       "rate",
	Signatures: []string{"rate(unit duration) float64?", "rate(x float64, unit duration) float64?"},
	Doc: "Events, or the exact sum of x, per unit of time, a constant: count() or sum(x) divided by the length of the window in units, as float64. " +
		"The length of `7d` or `(8d, 1d]` is what its ends are apart, of `30d by 1h` from its beginning to the read. Windows that are not between two times (`all`, `last 100`, `session(30m)`) " +
		"begin with the oldest event that counts: null where that is at the other end. Without events the rate is 0, of x null. Units of a calendar are refused.",
	Algebra: ir.Semilattice,
	Empty:   "0",
	Section: Time,
	State:   "a count or a sum; over `all`, the time of the oldest event",
	SQL:     "as count or sum, and as min",
	Cost:    "constant; over `all` as min",
	MinArgs: 1, MaxArgs: 2,
	Examples: []Example{
		{Call: "rate(1h)", Type: "int64", Values: []string{"5", "5", "5", "5", "5", "5"}, Want: "0.25"},
		{Call: "rate(x, 1d)", Type: "int64?", Values: []string{"5", "null", "7"}, Want: "12"},
		{Call: "rate(x, 1d)", Type: "int64?", Values: []string{"null"}, Want: "null"},
	},
	BuildIn: buildRate,
}

func buildRate(args []ir.Expr, in Place) (*Parts, *typing.Error) {
	unit, err := positive(args, len(args)-1)
	if err != nil {
		return nil, err
	}
	w := in.Window
	if w.Calendar.Unit != 0 {
		return nil, &typing.Error{Arg: typing.Whole, Message: "takes no window that is a unit of a calendar",
			Help: "give it a window of a length, such as `over 1d`, or divide a count by a constant in a feature of its own"}
	}
	var p parts
	var total ir.Expr
	if len(args) == 1 {
		total = p.count(typing.Int(1))
	} else {
		if err := numeric(args); err != nil {
			return nil, err
		}
		total = p.add(ir.CompSum, args[0])
	}
	units := divide(typing.ToFloat(p.length(in)), typing.Float(float64(unit)))
	rate := divide(typing.ToFloat(total), units)
	if len(args) == 1 {
		none := typing.Strict(ir.Eq, types.Bool, total, typing.Int(0))
		rate = typing.If(none, typing.Float(0), rate)
	}
	return p.finish(rate)
}

// length is how long a window is in microseconds; null where it is not between two times
// and has no event.
func (p *parts) length(in Place) ir.Expr {
	w := in.Window
	end := micros(&ir.NowRef{})
	if w.To > 0 {
		end = typing.Checked(ir.SubInt, types.Int64, end, typing.Int(w.To))
	}
	switch {
	case w.AllTime || w.Counts():
		return typing.Checked(ir.SubInt, types.Int64, end, micros(p.add(ir.CompMin, in.Time)))
	case w.Step > 0:
		from := typing.Checked(ir.SubInt, types.Int64, micros(&ir.NowRef{}), typing.Int(w.From))
		begin := typing.Checked(ir.MulInt, types.Int64, floorDiv(from, w.Step), typing.Int(w.Step))
		return typing.Checked(ir.SubInt, types.Int64, end, begin)
	}
	return &ir.Const{Value: value.OfInt64(w.From - w.To), T: types.Int64}
}
