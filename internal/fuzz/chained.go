package fuzz

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/types"
)

// chained includes in the set none to two views over views, of which the second
// may be over the first, and returns their text.
func (w *writer) chained() string {
	if !w.chance(40) {
		return ""
	}
	set := w.out.String()
	w.out, w.features = strings.Builder{}, nil
	var names []string
	for i := range 1 + w.rng.IntN(2) {
		of := pick(w.rng, w.views)
		w.scope = slices.Concat(of.entity.keys, []term{{"at", types.Timestamp}}, of.features)
		names = append(names, fmt.Sprintf("w%d", i))
		w.viewOf(names[i], of.entity, of.name+" every "+w.grid())
	}
	views := w.out.String()
	w.out = strings.Builder{}
	w.out.WriteString(set)
	for _, name := range names {
		w.line("  include %s.*", name)
	}
	w.scope = w.features
	for range w.rng.IntN(2) {
		w.derived()
	}
	return views
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
