package fuzz

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/types"
)

// more includes in the set none to four views more, and returns their text: one
// whose rows look tables up by what they please, one over the versions of a table,
// and up to two views over views, of which the second may be over the first.
func (w *writer) more() string {
	set := w.out.String()
	w.out, w.features = strings.Builder{}, nil
	var names []string
	if len(w.declared) > 0 && w.chance(40) {
		e := pick(w.rng, w.entity)
		if slices.Contains(w.used, e.name) {
			names = append(names, "k0")
			w.keyed(names[0], e)
		}
	}
	if len(w.declared) > 0 && w.chance(30) {
		t := pick(w.rng, w.declared)
		if i := slices.IndexFunc(w.entity, func(e entity) bool { return e.name == t.entity }); slices.Contains(w.used, t.entity) {
			names = append(names, "h0")
			w.scope = t.own
			w.viewOf("h0", w.entity[i], t.name)
		}
	}
	if w.chance(40) {
		for i := range 1 + w.rng.IntN(2) {
			of := pick(w.rng, w.views)
			w.scope = slices.Concat(of.entity.keys, []term{{"at", types.Timestamp}}, of.features)
			name := fmt.Sprintf("w%d", i)
			names = append(names, name)
			w.viewOf(name, of.entity, of.name+" every "+w.grid())
		}
	}
	views := w.out.String()
	w.out = strings.Builder{}
	w.out.WriteString(set)
	for _, name := range names {
		w.line("  include %s.*", name)
	}
	if w.scope = w.features; len(w.scope) > 0 && w.chance(50) {
		w.derived()
	}
	return views
}

// keyed writes a view whose rows look tables up by expressions.
func (w *writer) keyed(name string, e entity) {
	s := pick(w.rng, w.sources)
	w.scope = s.columns
	var found []term
	for range 1 + w.rng.IntN(3) {
		t := pick(w.rng, w.declared)
		var keys []string
		for _, k := range t.keys {
			keys = append(keys, w.text(k.t.Kind, 2))
		}
		column := pick(w.rng, t.columns)
		field := strings.TrimPrefix(column.text, t.name+".")
		found = append(found, term{fmt.Sprintf("%s[%s].%s", t.name, strings.Join(keys, ", "), field), column.t})
	}
	w.scope = slices.Concat(s.columns, found, found)
	w.viewOf(name, e, s.name)
}

// grid writes when a view is read: not so often that there are more than some
// hundred readings between the first event and the last label.
func (w *writer) grid() string {
	if w.chance(70) {
		return w.duration(1)
	}
	units := []string{"hour", "day", "week", "month", "year"}
	if w.unit == "d" {
		units = units[1:]
	}
	return fmt.Sprintf("%s(%q)", pick(w.rng, units), pick(w.rng, calendarZones))
}
