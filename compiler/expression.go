package compiler

import (
	"github.com/featc-lang/featc/compiler/check"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/parse"
	"github.com/featc-lang/featc/lang/source"
)

// Expression compiles an expression without names, such as the examples of the
// function catalogue. It is nil where the bag has an error.
func Expression(text string) (ir.Expr, *diag.Bag) {
	bag := &diag.Bag{}
	e := parse.Expr(source.NewFile("expression", []byte(text)), bag)
	if bag.HasErrors() {
		return nil, bag
	}
	out := check.Expression(e, bag)
	if bag.HasErrors() {
		return nil, bag
	}
	return out, bag
}
