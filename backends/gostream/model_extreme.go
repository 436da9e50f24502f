package gostream

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/runtime/value"
)

// element is what a minimum or a maximum compares: its argument, with what that is
// compared by if that is something else.
func (gm *groupModel) element(sm *slotModel) kindInfo {
	x := info(gm.inputs[sm.plan.Arg].Type)
	if sm.plan.By == plan.None {
		return x
	}
	return gm.pair(info(gm.inputs[sm.plan.By].Type), x)
}

// better is the function that decides for a minimum or a maximum.
func (gm *groupModel) better(sm *slotModel) string {
	if sm.plan.By != plan.None {
		return gm.betterPair(sm.plan.Kind == ir.CompArgMax, gm.inputs[sm.plan.By].Type, gm.inputs[sm.plan.Arg].Type)
	}
	f := "fn.Less"
	if sm.plan.Kind == ir.CompMax {
		f = "fn.Greater"
	}
	switch gm.kind(sm) {
	case value.Decimal:
		return f + "128"
	case value.Vector:
		return f + "[float64]"
	}
	return f + "[" + info(gm.inputs[sm.plan.Arg].Type).goType + "]"
}

// argument is the argument of a best value.
func argument(sm *slotModel, best code) code {
	if sm.plan.By == plan.None {
		return best
	}
	return nullable("window.XOf(%s)", best.text)
}

// best is the type of the best value among rows, null where there is none.
func (gm *groupModel) best(sm *slotModel) string {
	return fmt.Sprintf("runtime.Null[%s]", gm.element(sm).goType)
}

// byElement reports whether a slot is the smallest or largest of each element of vectors.
func (gm *groupModel) byElement(sm *slotModel) bool {
	return gm.kind(sm) == value.Vector && sm.plan.By == plan.None && sm.plan.Kind.Algebra() == ir.Semilattice
}

// extremes is the package that has what a minimum or a maximum is made with.
func (gm *groupModel) extremes(sm *slotModel) string {
	if gm.byElement(sm) {
		return "collection"
	}
	return "window"
}

// fold is the statement that puts the argument of a row in the place of one that it is
// better than.
func (gm *groupModel) fold(sm *slotModel, best string) string {
	return fmt.Sprintf("%s.Fold(&%s, %s, %s)", gm.extremes(sm), best, sm.arg, gm.better(sm))
}
