package fuzz

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/compiler/types"
)

// table is a declared table: its columns as rows of sources see them, and the
// entity whose features they are.
type table struct {
	name    string
	entity  string
	keys    []term
	columns []term
	own     []term // the same, and the key, as rows of the table have them
}

// tables declares none to two tables over the key of some entity.
func (w *writer) tables() {
	for i := range w.rng.IntN(3) {
		w.table(fmt.Sprintf("t%d", i))
	}
}

func (w *writer) table(name string) {
	e := pick(w.rng, w.entity)
	t := table{name: name, entity: e.name, keys: e.keys}
	column := func(c string, of types.Type) {
		t.columns = append(t.columns, term{name + "." + c, of.Null()})
		t.own = append(t.own, term{c, of})
		w.line("  %s: %s", c, of)
	}
	w.line("table %s {", name)
	key := "key "
	for i, k := range e.keys {
		k.t = k.t.OrNull(w.chance(40))
		t.own = append(t.own, k)
		w.line("  %s: %s", k.text, k.t)
		if i > 0 {
			key += ", "
		}
		key += k.text
	}
	settings := []string{key, "time at"}
	for i := range 1 + w.rng.IntN(3) {
		column(fmt.Sprintf("c%d", i), pick(w.rng, w.columns).OrNull(w.chance(60)))
	}
	column("at", types.Timestamp)
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
		w.line("  gone: %s", types.Bool.OrNull(w.chance(50)))
		settings = append(settings, "deleted gone")
	}
	for _, s := range settings {
		w.line("  %s", s)
	}
	w.line("}")
	w.declared = append(w.declared, t)
}

// lookups are the columns that rows of every source can look up: they have the
// keys of all entities.
func (w *writer) lookups() []term {
	var out []term
	for _, t := range w.declared {
		out = append(out, t.columns...)
	}
	return out
}

// includeTables includes in the set some tables of its entities, or has derived
// features read them.
func (w *writer) includeTables() {
	for _, t := range w.declared {
		if !slices.Contains(w.used, t.entity) {
			continue
		}
		if w.chance(50) {
			w.line("  include %s.*", t.name)
		}
		w.scope = append(slices.Clip(w.scope), t.columns...)
	}
}
