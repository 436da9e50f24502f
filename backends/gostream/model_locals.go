package gostream

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// locals are the variables of Apply: columns that need a function, lets, and
// what several expressions have in common, each computed once.
type locals struct {
	gm      *groupModel
	names   names
	printer printer
	columns map[int]code
	tables  map[*plan.Lookup]*lookupModel
	lets    map[*ir.Let]code
	uses    map[string]int  // of calls, by their text
	calls   map[string]code // those that are variables
	out     []localModel
}

func newLocals(gm *groupModel) *locals {
	l := &locals{
		gm: gm, names: newNames(), columns: map[int]code{}, tables: map[*plan.Lookup]*lookupModel{},
		lets: map[*ir.Let]code{}, uses: map[string]int{}, calls: map[string]code{},
	}
	l.printer = printer{leaf: l.leaf, zone: gm.pkg.zone, pattern: gm.pkg.pattern, shared: l.shared}
	return l
}

// callText identifies a call: equal calls over the same lets have one text.
func callText(e *ir.Call) string {
	return ir.FormatWith(e, func(let *ir.Let) string { return fmt.Sprintf("%p", let) })
}

// count takes note of the calls in an expression that will be printed.
func (l *locals) count(e ir.Expr) {
	switch e := e.(type) {
	case *ir.LetRef:
		if l.uses[fmt.Sprintf("%p", e.Let)]++; l.uses[fmt.Sprintf("%p", e.Let)] == 1 {
			l.count(e.Let.Expr)
		}
	case *ir.Call:
		text := callText(e)
		if l.uses[text]++; l.uses[text] > 1 {
			return // what is in it is printed once
		}
		for _, a := range e.Args {
			l.count(a)
		}
	}
}

// shared returns the variable of a call that occurs more than once.
func (l *locals) shared(e *ir.Call) (code, bool) {
	text := callText(e)
	if l.uses[text] < 2 {
		return code{}, false
	}
	c, ok := l.calls[text]
	if !ok {
		c = l.printer.call(e)
		if strings.Contains(c.text, "(") {
			c = l.declare(callName(e), c)
		}
		l.calls[text] = c
	}
	return c, true
}

// used returns the locals that one of the texts, or another local, has a use
// for: an expression may come out without its operand, as `x is null` does for
// an x that never is.
func (l *locals) used(texts []string) []localModel {
	var out []localModel
	for _, v := range slices.Backward(l.out) {
		if slices.ContainsFunc(texts, func(text string) bool { return mentions(text, v.Name) }) {
			out = append(out, v)
			texts = append(texts, v.Code)
		}
	}
	slices.Reverse(out)
	return out
}

// callName names a call by the first column or let in it, and the operation.
func callName(e *ir.Call) string {
	name := ""
	ir.Walk(e, func(e ir.Expr) {
		switch e := e.(type) {
		case *ir.ColumnRef:
			name = cmp.Or(name, e.Source.Columns[e.Index].Name)
		case *ir.LookupRef:
			name = cmp.Or(name, e.Table.Name+"_"+e.Table.Columns[e.Index].Name)
		case *ir.LetRef:
			name = cmp.Or(name, e.Let.Name)
		}
	})
	return strings.ReplaceAll(cmp.Or(name, "value")+"_"+string(e.Op), ".", "_")
}

func (l *locals) print(e ir.Expr) code { return l.printer.expr(e) }

func (l *locals) leaf(e ir.Expr) code {
	switch e := e.(type) {
	case *ir.ColumnRef:
		c, ok := l.columns[e.Index]
		if !ok {
			c = columnCode(l.gm.Source, e.Index)
			if strings.Contains(c.text, "(") { // not a field alone
				c = l.declare(e.Source.Columns[e.Index].Name, c)
			}
			l.columns[e.Index] = c
		}
		return c
	case *ir.LookupRef:
		return l.lookup(e)
	case *ir.LetRef:
		c, ok := l.lets[e.Let]
		if !ok {
			c = l.print(e.Let.Expr)
			if !c.untyped { // a number takes its type from where it stands
				c = l.declare(e.Let.Name, c)
			}
			l.lets[e.Let] = c
		}
		return c
	default:
		panic(fmt.Sprintf("gostream: %T in a row-level expression", e))
	}
}

func (l *locals) declare(name string, c code) code {
	v := l.names.of(localName(name))
	l.out = append(l.out, localModel{v, c.text})
	return code{text: v, null: c.null}
}
