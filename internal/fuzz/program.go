package fuzz

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// Program is the text of a random program, and what data for it must know.
type Program struct {
	Text string
	Unit int64 // microseconds: windows, delays and times are multiples
}

// units are the grains of time of programs.
var units = []struct {
	name   string
	micros int64
}{{"us", 1}, {"ms", 1_000}, {"s", 1_000_000}, {"m", 60_000_000}, {"h", 3_600_000_000}, {"d", 86_400_000_000}}

// NewProgram writes a random program: one or two sources, one to three
// entities, none to two tables, views over them, views over those and a set of all
// their features. Programs are small: what SQL costs goes by their size, and two
// small ones meet more than a large one.
func NewProgram(rng *rand.Rand) Program {
	unit := units[rng.IntN(len(units))]
	w := &writer{exprs: exprs{rng: rng}, unit: unit.name, columns: columnTypes}
	w.line("package fuzz")
	w.entities()
	w.tables()
	for i := range 1 + rng.IntN(2) {
		w.source(fmt.Sprintf("s%d", i))
	}
	for i := range 1 + rng.IntN(2) {
		w.view(fmt.Sprintf("v%d", i))
	}
	w.set()
	return Program{Text: w.out.String(), Unit: unit.micros}
}

type writer struct {
	exprs
	out      strings.Builder
	unit     string
	entity   []entity
	sources  []source
	declared []table
	views    []view
	used     []string // entities of views
	features []term   // of views, qualified
	names    int
	columns  []types.Type // of which columns are
}

type entity struct {
	name string
	keys []term
}

type source struct {
	name    string
	columns []term
}

type view struct {
	name     string
	entity   entity
	features []term
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.out, format+"\n", args...) }

// name returns a name that nothing else has.
func (w *writer) name(prefix string) string {
	w.names++
	return fmt.Sprintf("%s%d", prefix, w.names)
}

// duration is a multiple of the program's unit, at least low.
func (w *writer) duration(low int) string { return fmt.Sprintf("%d%s", low+w.rng.IntN(8), w.unit) }

// entities declares e0 over the key a, e1 over b, and e2 over both.
func (w *writer) entities() {
	a, b := term{"a", types.Int64}, term{"b", types.String}
	if w.chance(15) {
		a.t = pick(w.rng, []types.Type{types.Bool, types.Date, types.Timestamp, types.String})
	}
	for _, e := range []entity{{"e0", []term{a}}, {"e1", []term{b}}, {"e2", []term{a, b}}} {
		w.entity = append(w.entity, e)
		var keys []string
		for _, k := range e.keys {
			keys = append(keys, k.text+": "+k.t.String())
		}
		w.line("entity %s (%s)", e.name, strings.Join(keys, ", "))
	}
}

var columnTypes = []types.Type{
	types.Int64, types.Int64, types.Float64, types.Float64, types.String, types.Bool, types.Timestamp, types.Date,
	types.Decimal(12, 2), types.Decimal(38, 0), types.Decimal(18, 18), types.Decimal(38, 10), types.Decimal(1, 0),
}

func (w *writer) source(name string) {
	s := source{name: name}
	column := func(name string, t types.Type) {
		s.columns = append(s.columns, term{name, t})
		w.line("  %s: %s", name, t)
	}
	w.line("source %s {", name)
	for _, k := range w.entity[2].keys {
		column(k.text, k.t.OrNull(w.chance(70)))
	}
	for i := range 2 + w.rng.IntN(4) {
		column(fmt.Sprintf("c%d", i), pick(w.rng, w.columns).OrNull(w.chance(60)))
	}
	column("at", types.Timestamp)
	settings := []string{"time at"}
	switch {
	case w.chance(50):
		column("landed", types.Timestamp.OrNull(w.chance(30)))
		settings = append(settings, "arrival landed")
	case w.chance(40):
		settings = append(settings, "delay "+w.duration(1))
	}
	if w.chance(30) {
		column("seq", types.Int64.OrNull(w.chance(50)))
		settings = append(settings, "sequence seq")
	}
	if w.chance(40) {
		column("id", pick(w.rng, []types.Type{types.Int64, types.String}).OrNull(w.chance(50)))
		settings = append(settings, "unique id within "+w.duration(1))
	}
	if w.chance(40) {
		settings = append(settings, "lateness "+w.duration(1))
	}
	for _, s := range settings {
		w.line("  %s", s)
	}
	w.line("}")
	w.sources = append(w.sources, s)
}

func (w *writer) view(name string) {
	e, s := pick(w.rng, w.entity), pick(w.rng, w.sources)
	w.scope = slices.Concat(s.columns, w.lookups())
	w.viewOf(name, e, s.name)
}

// viewOf writes a view over the rows that are in scope.
func (w *writer) viewOf(name string, e entity, from string) {
	where := ""
	if w.chance(40) {
		where = " where " + w.text(value.Bool, 2)
	}
	w.line("view %s for %s from %s%s {", name, e.name, from, where)
	for range w.rng.IntN(3) {
		let := w.expr(pick(w.rng, w.kinds()), 3)
		n := w.name("l")
		w.line("  let %s = %s", n, let.text)
		w.scope = append(w.scope, term{n, let.t})
	}
	var features []term
	for range 1 + w.rng.IntN(4) {
		features = append(features, w.aggregated()...)
	}
	w.scope = features
	for range w.rng.IntN(3) {
		features = append(features, w.derived())
		w.scope = features
	}
	w.line("}")
	w.views = append(w.views, view{name, e, features})
	w.used = append(w.used, e.name)
	for _, f := range features {
		w.features = append(w.features, term{name + "." + f.text, f.t})
	}
}

// over writes an over clause and returns the suffixes of the features' names.
func (w *writer) over() (string, []string) {
	if w.chance(25) {
		return w.startedOver()
	}
	one := []string{""}
	switch w.rng.IntN(11) {
	case 0:
		return "", one
	case 1:
		return " over all", one
	case 2:
		n, m := 1+w.rng.IntN(4), 5+w.rng.IntN(4)
		return fmt.Sprintf(" over %d%s, %d%s", n, w.unit, m, w.unit), []string{fmt.Sprintf("_%d%s", n, w.unit), fmt.Sprintf("_%d%s", m, w.unit)}
	case 3:
		return " over " + w.duration(1), one
	case 4, 10:
		return fmt.Sprintf(" over last %d", 1+w.rng.IntN(5)), one
	case 5:
		return fmt.Sprintf(" over last %d within %s", 1+w.rng.IntN(5), w.duration(1)), one
	case 6, 7:
		return fmt.Sprintf(" over %s%s, now%s", pick(w.rng, []string{"(", "["}), w.duration(1), pick(w.rng, []string{")", "]"})), one
	}
	to := 1 + w.rng.IntN(3)
	return fmt.Sprintf(" over %s%s, %d%s%s", pick(w.rng, []string{"(", "["}), w.duration(to+1), to, w.unit, pick(w.rng, []string{")", "]"})), one
}

// fallback is a default of a type.
func fallback(t types.Type) string {
	switch t.Kind {
	case value.Bool:
		return "true"
	case value.Float64:
		return "15e-1"
	case value.String:
		return `"none"`
	case value.Timestamp:
		return `"2025-01-01T00:00:00Z"`
	case value.Date:
		return `"2025-01-01"`
	case value.Duration:
		return "1s"
	}
	return "0"
}

// derived writes a feature over those in scope.
func (w *writer) derived() term {
	var x term
	if w.nested && w.chance(30) && len(w.collections()) > 0 {
		x = w.collection(2)
	} else {
		x = w.expr(pick(w.rng, w.kinds()), 2)
	}
	for !w.refers(x.text) {
		name := pick(w.rng, w.scope)
		x = term{fmt.Sprintf("coalesce(%s, %s)", name.text, name.text), name.t}
	}
	name := w.name("d")
	clause := ""
	if w.chance(20) && !x.t.Kind.IsNested() {
		clause = " default " + fallback(x.t)
	}
	w.line("  %s = %s%s", name, x.text, clause)
	return term{name, x.t}
}

// refers reports whether an expression mentions a name in scope: a constant is
// no feature.
func (w *writer) refers(text string) bool {
	for _, s := range w.scope {
		if strings.Contains(text, s.text) {
			return true
		}
	}
	return false
}

// set declares a set of all views' features, sometimes with a request, and more
// views. These come last, so that the rest of a seed's
// program is what it was before there were any.
func (w *writer) set() {
	var entities []string
	for _, e := range w.entity {
		for _, u := range w.used {
			if u == e.name {
				entities = append(entities, e.name)
				break
			}
		}
	}
	w.line("featureset set for %s {", strings.Join(entities, ", "))
	w.scope = w.features
	requests := w.chance(40)
	if requests {
		w.line("  request {")
		for i := range 1 + w.rng.IntN(3) {
			t := pick(w.rng, columnTypes).OrNull(w.chance(50))
			w.line("    r%d: %s", i, t)
			w.scope = append(w.scope, term{fmt.Sprintf("request.r%d", i), t})
		}
		w.line("  }")
	}
	for _, v := range w.views {
		w.line("  include %s.*", v.name)
	}
	w.includeTables()
	for range w.rng.IntN(4) {
		w.derived()
	}
	more := w.more()
	nested := ""
	if w.chance(30) {
		declared, inSet := w.nestedParts(!requests)
		w.out.WriteString(inSet)
		nested = declared
	}
	w.line("}")
	w.out.WriteString(more + nested)
}
