package fuzz

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// Lists, maps and vectors stand in a source and a table of their own, with a view over
// them and, where the set has no other, a request. They come last of all, so that the rest
// of a seed's program is what it was before there were any.

var nestedTypes = []types.Type{
	types.List(types.Int64.Null()), types.List(types.Float64), types.List(types.String.Null()), types.List(types.Decimal(12, 2).Null()),
	types.List(types.List(types.Int64)), types.List(types.Bool), types.List(types.Date), types.List(types.Timestamp),
	types.Map(types.String, types.Float64.Null()), types.Map(types.Int64, types.List(types.String.Null())), types.Map(types.Date, types.Int64),
	types.Vector(2, ""), types.Vector(2, "m v1"), types.Vector(3, ""),
}

// nestedParts writes a source, a table and a view over lists, maps and vectors, and what
// the set has of them; with a request, if it may have one.
func (w *writer) nestedParts(requests bool) (declared, inSet string) {
	before := w.out.String()
	w.out = strings.Builder{}
	of := pick(w.rng, w.used)
	e := w.entity[slices.IndexFunc(w.entity, func(e entity) bool { return e.name == of })]
	w.columns = slices.Concat(columnTypes, nestedTypes, nestedTypes, nestedTypes)
	w.table("nt")
	w.source("ns")
	w.nested = true
	s, t := w.sources[len(w.sources)-1], w.declared[len(w.declared)-1]
	w.scope = slices.Concat(s.columns, t.columns)
	w.viewOf("nv", e, s.name)
	declared = w.out.String()
	w.out = strings.Builder{}
	w.scope = slices.DeleteFunc(slices.Clone(w.features), func(f term) bool { return !strings.HasPrefix(f.text, "nv.") })
	w.line("  include nv.*")
	if requests {
		w.line("  request {")
		for i := range 1 + w.rng.IntN(3) {
			t := pick(w.rng, nestedTypes).OrNull(w.chance(50))
			w.line("    q%d: %s", i, t)
			w.scope = append(w.scope, term{fmt.Sprintf("request.q%d", i), t})
		}
		w.line("  }")
	}
	for range 1 + w.rng.IntN(3) {
		w.derived()
	}
	inSet = w.out.String()
	w.nested, w.columns = false, columnTypes
	w.out = strings.Builder{}
	w.out.WriteString(before)
	return declared, inSet
}

var nestedKinds = []value.Kind{value.List, value.Map, value.Vector}

// collections are the names of lists, maps and vectors.
func (x *exprs) collections() []term {
	var out []term
	for _, k := range nestedKinds {
		out = append(out, x.named(k)...)
	}
	return out
}

// collection writes a list, a map or a vector; there is a name of one.
func (x *exprs) collection(depth int) term {
	a := pick(x.rng, x.collections())
	if depth <= 0 || x.chance(60) {
		return a
	}
	same := a
	for _, b := range x.collections() {
		if b.t.Same(a.t) && x.chance(60) {
			same = b
		}
	}
	switch {
	case a.t.Kind == value.Map && x.chance(50):
		if x.chance(50) {
			return term{fmt.Sprintf("keys(%s)", a.text), types.List(*a.t.Key)}
		}
		return term{fmt.Sprintf("values(%s)", a.text), types.List(*a.t.Elem)}
	case x.chance(30):
		return term{fmt.Sprintf("coalesce(%s, %q)", a.text, emptyOf(a.t)), a.t}
	case x.chance(50):
		return term{fmt.Sprintf("if(%s, %s, %s)", x.text(value.Bool, depth-1), a.text, same.text), a.t}
	}
	return term{fmt.Sprintf("coalesce(%s, %s)", a.text, same.text), a.t}
}

// emptyOf is a constant of a type, as JSON.
func emptyOf(t types.Type) string {
	switch t.Kind {
	case value.List:
		return "[]"
	case value.Map:
		return "{}"
	}
	return "[" + strings.Repeat("0.5, ", int(t.Length)-1) + "-1]"
}

// ofCollection writes an expression of a kind over a list, a map or a vector; false where
// none is.
func (x *exprs) ofCollection(kind value.Kind, depth int) (term, bool) {
	c := x.collection(depth)
	t := types.Type{Kind: kind}
	switch {
	case kind == value.Int64 && c.t.Kind != value.Vector && x.chance(50):
		return term{fmt.Sprintf("length(%s)", c.text), t}, true
	case kind == value.Bool && x.chance(40):
		other := fmt.Sprintf("%q", emptyOf(c.t))
		for _, o := range x.collections() {
			if o.t.Same(c.t) && x.chance(50) {
				other = o.text
			}
		}
		return term{fmt.Sprintf("(%s %s %s)", c.text, pick(x.rng, []string{"==", "!="}), other), t}, true
	case kind == value.Bool && c.t.Kind != value.Vector:
		of := c.t.Elem
		if c.t.Kind == value.Map {
			of = c.t.Key
		}
		if of.Kind.IsNested() {
			return term{fmt.Sprintf("contains(%s, %q)", c.text, emptyOf(*of)), t}, true
		}
		if e, ok := x.like(*of, depth); ok {
			return term{fmt.Sprintf("contains(%s, %s)", c.text, e), t}, true
		}
	case kind == value.Float64 && c.t.Kind == value.Vector && x.chance(60):
		other := fmt.Sprintf("%q", emptyOf(c.t))
		for _, o := range x.named(value.Vector) {
			if o.t.Same(c.t) && x.chance(60) {
				other = o.text
			}
		}
		return term{fmt.Sprintf("%s(%s, %s)", pick(x.rng, []string{"dot", "cosine", "l2_distance"}), c.text, other), t}, true
	case kind == value.Float64 && c.t.Kind == value.Vector:
		return term{fmt.Sprintf("element(%s, %s)", c.text, x.number(depth)), t}, true
	case c.t.Elem != nil && c.t.Elem.Kind == kind:
		if c.t.Kind == value.List {
			return term{fmt.Sprintf("element(%s, %s)", c.text, x.number(depth)), c.t.Elem.NotNull()}, true
		}
		if e, ok := x.like(*c.t.Key, depth); ok {
			return term{fmt.Sprintf("element(%s, %s)", c.text, e), c.t.Elem.NotNull()}, true
		}
	}
	return term{}, false
}

// number is the number of an element, mostly one that there is.
func (x *exprs) number(depth int) string {
	if x.chance(80) {
		return pick(x.rng, []string{"1", "-1", "2", "-2", "3"})
	}
	return x.text(value.Int64, depth)
}

// like writes an expression of a type that is not nested; false where none can be made.
func (x *exprs) like(t types.Type, depth int) (string, bool) {
	switch t.Kind {
	case value.Date:
		return `"2025-01-01"`, true
	case value.Timestamp:
		return "at", x.calendar()
	case value.Decimal:
		return "0.5", t.Scale > 0
	}
	return x.text(t.Kind, depth), true
}

// nestedCall writes an aggregation of lists, maps or vectors.
func (w *writer) nestedCall() (string, types.Type) {
	c := w.collection(2)
	names := []string{"first", "last", "count", "count_distinct", "lag", "last_n"}
	if c.t.Kind == value.Vector {
		names = append(names, "sum", "mean", "min", "max", "sum", "mean", "min", "max")
	}
	switch name := pick(w.rng, names); name {
	case "count", "count_distinct":
		return fmt.Sprintf("%s(%s)", name, c.text), types.Int64
	case "lag":
		return fmt.Sprintf("lag(%s, %d)", c.text, w.rng.IntN(4)), c.t.Null()
	case "last_n":
		return fmt.Sprintf("last_n(%s, %d)", c.text, 1+w.rng.IntN(3)), types.List(c.t.NotNull()).Null()
	default:
		return fmt.Sprintf("%s(%s)", name, c.text), c.t.Null()
	}
}
