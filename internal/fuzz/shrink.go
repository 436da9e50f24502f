package fuzz

import (
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// Fails reports whether an input still shows what is being shrunk.
type Fails func(in *engine.Input) bool

// Compile is the front end.
type Compile func(text string) (*ir.Program, error)

// Shrink returns the smallest program and input that it finds to fail still:
// labels, events, then lines of views and sets are left out, one after the
// other, until nothing more can be.
func Shrink(text string, in *engine.Input, compile Compile, fails Fails) (string, *engine.Input) {
	for {
		before := len(text) + len(in.Labels) + size(in)
		in = shrinkLabels(in, fails)
		in = shrinkEvents(in, fails)
		text, in = shrinkText(text, in, compile, fails)
		if len(text)+len(in.Labels)+size(in) == before {
			return text, in
		}
	}
}

func size(in *engine.Input) int {
	n := 0
	for _, e := range in.Events {
		n += len(e.Rows)
	}
	return n
}

func shrinkLabels(in *engine.Input, fails Fails) *engine.Input {
	labels := smallest(in.Labels, func(labels []engine.Label) bool {
		next := *in
		next.Labels = labels
		return len(labels) > 0 && fails(&next)
	})
	next := *in
	next.Labels = labels
	return &next
}

func shrinkEvents(in *engine.Input, fails Fails) *engine.Input {
	next := *in
	next.Events = slices.Clone(in.Events)
	for i, e := range in.Events {
		with := func(rows [][]value.Value) *engine.Input {
			one := next
			one.Events = slices.Clone(next.Events)
			one.Events[i] = &engine.Events{Source: e.Source, Rows: rows}
			return &one
		}
		rows := smallest(e.Rows, func(rows [][]value.Value) bool { return fails(with(rows)) })
		next = *with(rows)
	}
	return &next
}

// shrinkText leaves out lines of views and of sets; columns stay, so that the
// events stay rows of their source.
func shrinkText(text string, in *engine.Input, compile Compile, fails Fails) (string, *engine.Input) {
	lines := strings.Split(text, "\n")
	best := in
	inside := ""
	for i := 0; i < len(lines); i++ {
		word, _, _ := strings.Cut(strings.TrimSpace(lines[i]), " ")
		switch word {
		case "source", "table", "view", "featureset", "request":
			inside = word
			continue
		case "}":
			if inside == "request" {
				inside = "featureset"
			}
			continue
		}
		if inside != "view" && inside != "featureset" {
			continue
		}
		without := slices.Delete(slices.Clone(lines), i, i+1)
		if next := rebuild(strings.Join(without, "\n"), best, compile); next != nil && fails(next) {
			lines, best = without, next
			i--
		}
	}
	return withoutTables(lines, best, compile, fails)
}

// withoutTables leaves out the tables that nothing reads any more.
func withoutTables(lines []string, best *engine.Input, compile Compile, fails Fails) (string, *engine.Input) {
	for i := 0; i < len(lines); i++ {
		if !strings.HasPrefix(strings.TrimSpace(lines[i]), "table ") {
			continue
		}
		end := i
		for strings.TrimSpace(lines[end]) != "}" {
			end++
		}
		without := slices.Delete(slices.Clone(lines), i, end+1)
		if next := rebuild(strings.Join(without, "\n"), best, compile); next != nil && fails(next) {
			lines, best = without, next
			i--
		}
	}
	return strings.Join(lines, "\n"), best
}

// rebuild binds an input's events and labels to a changed program; nil where it
// does not compile or does not take them.
func rebuild(text string, in *engine.Input, compile Compile) *engine.Input {
	program, err := compile(text)
	if err != nil || len(program.Sets) == 0 {
		return nil
	}
	next := &engine.Input{Program: program, Set: program.Sets[0], Labels: in.Labels}
	if len(next.Set.KeyColumns()) != len(in.Set.KeyColumns()) {
		return nil
	}
	for _, src := range next.Set.Sources() {
		for _, e := range in.Events {
			if e.Source.Name == src.Name {
				next.Events = append(next.Events, &engine.Events{Source: src, Rows: e.Rows})
			}
		}
	}
	return next
}

// smallest leaves out runs of items, of half of them down to one, for as long
// as the rest fails.
func smallest[T any](items []T, fails func([]T) bool) []T {
	for n := max(len(items)/2, 1); n > 0; n /= 2 {
		for i := 0; i < len(items); {
			rest := slices.Delete(slices.Clone(items), i, min(i+n, len(items)))
			if fails(rest) {
				items = rest
			} else {
				i += n
			}
		}
	}
	return items
}
