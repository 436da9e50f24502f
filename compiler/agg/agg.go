// Package agg is the catalogue of aggregations: what may stand before `over`.
// Each aggregation is one file; adding one is writing that file and naming it
// in catalogue.go.
//
// An aggregation is taken apart into components, each of which a backend
// reduces over the window by itself, and a finishing expression over them.
// Backends know components only, so that mean or var need no line in any.
package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// Aggregation is one entry of the catalogue.
type Aggregation struct {
	Name       string
	Alias      string   // a second name; "" for none
	Signatures []string // as a person calls it: "mean(x float64) float64?"
	Doc        string   // one or two sentences
	Section    Section  // of docs/aggregations.md
	Algebra    ir.Algebra
	Class      ir.Class
	Empty      string // what an empty window gives: "0" or "null"
	State      string // what an operator keeps for it beside the window's rows, and its bound
	SQL        string // how SQL computes it, in a phrase
	Cost       string // of a row that enters or leaves a window, and of a read
	Peers      Peers
	MinArgs    int
	MaxArgs    int
	Examples   []Example
	// Build takes a call apart. The number of arguments is right, and floats
	// among them are canonical.
	Build func(args []ir.Expr) (*Parts, *typing.Error)
	// BuildIn is in the place of Build where the window has a say, or other columns.
	BuildIn func(args []ir.Expr, in Place) (*Parts, *typing.Error)
}

// Place is where an aggregation stands.
type Place struct {
	Window ir.Window
	Time   ir.Expr   // the time of events, row-level
	Order  []ir.Expr // their sequence and unique id, as far as there are such
}

// In takes a call apart where it stands.
func (a *Aggregation) In(args []ir.Expr, in Place) (*Parts, *typing.Error) {
	if a.BuildIn != nil {
		return a.BuildIn(args, in)
	}
	return a.Build(args)
}

// Section is a heading of docs/aggregations.md.
type Section string

// The sections, in the order of the page.
const (
	Basic      Section = "Counts, sums, extremes"
	Moments    Section = "Moments"
	Order      Section = "By the order of events"
	Multisets  Section = "Of the different values"
	Categories Section = "By category"
	Logic      Section = "Logic"
	Time       Section = "Time"
	Sketches   Section = "Sketches"
	Vectors    Section = "Vectors"
)

// Sections lists them.
var Sections = []Section{Basic, Moments, Order, Multisets, Categories, Logic, Time, Sketches, Vectors}

// Peers is the name that each feature platform has for the aggregation, as its
// public documentation or source has it; "" where it has none. Names agree in
// what is meant; edges, such as nulls and rounding, may differ.
type Peers struct{ Chronon, Tecton, OpenMLDB, Feast, Feathr, Fennel string }

// Parts is an aggregation taken apart: components, and the expression over
// them that gives the result. Steps are what it uses more than once.
type Parts struct {
	Components []ir.Component
	Steps      []ir.Expr
	Finish     ir.Expr
}

// Example is a call over a small table of events, one a minute, oldest first,
// and its value. Values are written as in a test block, the result as in a
// check: strings in quotes.
type Example struct {
	Call   string
	Type   string   // of the column x: "int64?"
	Values []string // of x
	Y      []string // of the column y, an int64?; nil: null in all events
	Want   string
}

// CheckCount says what is wrong with a number of arguments; nil: nothing.
func (a *Aggregation) CheckCount(n int) *typing.Error {
	return typing.CheckCount(n, a.MinArgs, a.MaxArgs, a.Signatures)
}

// parts collects components while an aggregation is built.
type parts struct {
	components []ir.Component
	steps      []ir.Expr
}

// add adds a component and returns the reference to its result.
func (p *parts) add(kind ir.ComponentKind, arg ir.Expr) ir.Expr {
	c := ir.Component{Kind: kind, Arg: arg}
	p.components = append(p.components, c)
	return &ir.CompRef{Index: len(p.components) - 1, T: c.Type()}
}

// count counts the events whose argument is not null.
func (p *parts) count(arg ir.Expr) ir.Expr {
	if !arg.Type().Nullable {
		arg = nil // all of them; the count of rows is likely needed elsewhere too
	}
	return p.add(ir.CompCount, arg)
}

// finish ends an aggregation: e is its value. Steps that nothing uses are left out.
func (p *parts) finish(e ir.Expr) (*Parts, *typing.Error) {
	p.prune(e)
	return &Parts{Components: p.components, Steps: p.steps, Finish: e}, nil
}

// single builds an aggregation that is one component of its argument.
func single(kind ir.ComponentKind) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		var p parts
		return p.finish(p.add(kind, args[0]))
	}
}

// ordered is single for arguments that can be compared.
func ordered(kind ir.ComponentKind) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		if t := args[0].Type(); !t.IsOrdered() {
			return nil, typing.Unexpected(0, "a type with an order", t, "count with a where instead: `count() where x`")
		}
		return single(kind)(args)
	}
}

// numeric demands a number.
func numeric(args []ir.Expr) *typing.Error { return numericAt(args, 0) }

// numericAt demands that argument i is a number.
func numericAt(args []ir.Expr, i int) *typing.Error {
	t := args[i].Type()
	help := ""
	switch {
	case t.IsNumeric():
		return nil
	case t.Kind == value.Bool:
		help = "to count what is true, write `count() where …`"
	case t.Kind == value.Duration:
		help = "int64(x) is the duration in microseconds"
	}
	return typing.Unexpected(i, "a number", t, help)
}

// bounded is e, null where the magnitude of x is not below limit.
func bounded(x, e ir.Expr, limit float64) ir.Expr {
	magnitude := typing.Strict(ir.AbsFloat, types.Float64, x)
	inside := typing.Strict(ir.Lt, types.Bool, magnitude, typing.Float(limit))
	return typing.If(inside, e, typing.Nothing(types.Float64))
}

// divide is x / y of floats.
func divide(x, y ir.Expr) ir.Expr { return typing.Checked(ir.DivFloat, types.Float64, x, y) }
