// Package diag holds what the compiler has to say to a person: diagnostics
// with stable codes, anchored to the smallest span that is wrong, and three
// renderings of them (snippets with carets, one line each, JSON).
//
// How a message should sound: it says what is wrong in plain words, in lower
// case and without a full stop; it names the thing by the name the person gave
// it; Help says what to write instead. "error" is for what cannot mean
// anything, "warning" for what means something that is probably not wanted.
package diag

import (
	"errors"
	"sort"

	"github.com/featc-lang/featc/lang/source"
)

// Severity orders diagnostics from harmless to fatal.
type Severity int

// The severities.
const (
	Warning Severity = iota + 1
	Error
)

func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Code is the stable name of a kind of diagnostic, "F" and four digits:
// F01xx syntax, F02xx names, F03xx types, F04xx windows and aggregations,
// F05xx features and sets, F06xx sources, F07xx tests, F08xx code generation,
// F09xx leaks.
// A code is never reused.
type Code string

// Related points at a second place that explains the first.
type Related struct {
	Span source.Span
	Text string
}

// Diagnostic is one thing to say about one place.
type Diagnostic struct {
	Code     Code
	Severity Severity
	Message  string      // one line: what is wrong
	Span     source.Span // the smallest place that is wrong
	Label    string      // optional, a few words beside the carets
	Related  []Related
	Help     string // optional: what to write instead
}

// Error makes a diagnostic usable as an error.
func (d *Diagnostic) Error() string {
	return d.Span.String() + ": " + d.Severity.String() + ": " + d.Message + " [" + string(d.Code) + "]"
}

// Bag collects diagnostics.
type Bag struct{ list []*Diagnostic }

// Add appends diagnostics; nil ones are ignored.
func (b *Bag) Add(ds ...*Diagnostic) {
	for _, d := range ds {
		if d != nil {
			b.list = append(b.list, d)
		}
	}
}

// Sorted returns the diagnostics by file and position, without exact repeats.
func (b *Bag) Sorted() []*Diagnostic {
	out := append([]*Diagnostic(nil), b.list...)
	sort.SliceStable(out, func(i, j int) bool {
		x, y := out[i].Span, out[j].Span
		if x.File != y.File {
			return fileName(x) < fileName(y)
		}
		return x.Start < y.Start
	})
	kept := out[:0]
	for i, d := range out {
		if i > 0 && d.Code == out[i-1].Code && d.Span == out[i-1].Span && d.Message == out[i-1].Message {
			continue
		}
		kept = append(kept, d)
	}
	return kept
}

func fileName(s source.Span) string {
	if s.File == nil {
		return ""
	}
	return s.File.Name
}

// HasErrors reports whether any diagnostic is an error.
func (b *Bag) HasErrors() bool {
	for _, d := range b.list {
		if d.Severity == Error {
			return true
		}
	}
	return false
}

// Err returns nil, or an error that holds the diagnostics if any is an error.
func (b *Bag) Err() error {
	if !b.HasErrors() {
		return nil
	}
	return &Failure{b.Sorted()}
}

// Failure is the error form of a list of diagnostics.
type Failure struct{ Diagnostics []*Diagnostic }

func (f *Failure) Error() string {
	errs := make([]error, len(f.Diagnostics))
	for i, d := range f.Diagnostics {
		errs[i] = d
	}
	return errors.Join(errs...).Error()
}

// Info documents a code: its meaning, and the smallest program that shows it.
// Each package that makes diagnostics exports its codes as a []Info, and a
// test compiles every example and demands the code.
type Info struct {
	Code    Code
	Title   string // a few words
	Explain string // one or two sentences: why, and what to do
	Example string // a .feat file that gives exactly this code
}
