package verify

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// TestBlock writes a case as a `test` block for a .feat file; what it demands
// is the judge's value.
func (c *Case) TestBlock() string {
	set := c.Input.Set
	feature := set.Features[c.Feature]
	var out strings.Builder
	fmt.Fprintf(&out, "test %s {\n", quote(fmt.Sprintf("%s: %s differs", feature.Name, c.Engine)))
	for _, e := range c.Input.Events {
		if len(e.Rows) > 0 {
			fmt.Fprintf(&out, "  %s:\n%s", e.Source.Name, eventTable(e))
		}
	}
	label := c.Input.Labels[0]
	fmt.Fprintf(&out, "  at %s for %s", data.Text(value.OfTimestamp(label.At), types.Timestamp), entities(set, label))
	separator, request := " with", set.Request
	if !readsRequest(feature.Feature) {
		request = nil // a test gives only what its checks need
	}
	for i, r := range request {
		fmt.Fprintf(&out, "%s %s %s", separator, r.Name, cell(label.Request[i], r.Type))
		separator = ","
	}
	fmt.Fprintf(&out, ":\n    %s\n}\n", demand(feature.Feature, c.Want))
	return out.String()
}

// eventTable writes events as the aligned table of a test block.
func eventTable(e *engine.Events) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 1, ' ', 0)
	line := func(cells []string) { fmt.Fprintf(w, "    %s\n", strings.Join(cells, "\t")) }
	cells := make([]string, len(e.Source.Columns))
	for i, c := range e.Source.Columns {
		cells[i] = c.Name
	}
	line(cells)
	for _, row := range e.Rows {
		for i, c := range e.Source.Columns {
			cells[i] = cell(row[i], c.Type)
		}
		line(cells)
	}
	_ = w.Flush() // a strings.Builder does not fail
	return out.String()
}

func entities(set *ir.FeatureSet, label engine.Label) string {
	var out []string
	for _, e := range set.Entities {
		text := e.Name
		for i, k := range set.KeyIndex(e) {
			text += " " + cell(label.Keys[k], e.Keys[i].Type)
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// readsRequest reports whether a feature depends on request data.
func readsRequest(f *ir.Feature) bool {
	found := false
	ir.Walk(f.Expr, func(e ir.Expr) {
		switch e := e.(type) {
		case *ir.RequestRef:
			found = true
		case *ir.FeatureRef:
			found = found || readsRequest(e.Feature)
		}
	})
	return found
}

// cell writes a value as a cell of a test block: quoted where it has to be.
func cell(v value.Value, t types.Type) string {
	if v.IsNull() {
		return "null"
	}
	text := data.Text(v, t)
	if v.Kind.IsText() {
		plain := func(r rune) bool {
			return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-'
		}
		if text == "" || text == "null" || strings.ContainsFunc(text, func(r rune) bool { return !plain(r) }) {
			return quote(text)
		}
	}
	return text
}

// demand writes the check that a feature has a value.
func demand(f *ir.Feature, v value.Value) string {
	name := f.QName()
	switch v.Kind {
	case value.Invalid:
		return name + " is null"
	case value.Float64:
		// With an exponent the literal is a float64 whatever stands beside it.
		return name + " == " + strconv.FormatFloat(v.Float64(), 'e', -1, 64)
	case value.Duration:
		return name + " == " + strconv.FormatInt(v.I, 10) + "us"
	case value.String, value.Bytes, value.Timestamp, value.Date, value.List, value.Map, value.Vector:
		return name + " == " + quote(data.Text(v, f.Type))
	}
	return name + " == " + data.Text(v, f.Type)
}

// quote writes a string literal of the language.
func quote(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		case !strconv.IsPrint(r):
			fmt.Fprintf(&out, `\u{%x}`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// Show writes a value with its bits, for people: 0.1 (0x3fb999999999999a).
func Show(v value.Value, t types.Type) string {
	switch v.Kind {
	case value.Invalid:
		return "null"
	case value.Float64:
		return fmt.Sprintf("%s (0x%016x)", data.Text(v, t), uint64(v.I))
	case value.Decimal:
		hi, lo := v.Decimal()
		return fmt.Sprintf("%s (0x%016x%016x)", data.Text(v, t), uint64(hi), lo)
	case value.String, value.Bytes:
		return fmt.Sprintf("%q (% x)", v.S, v.S)
	case value.List, value.Map, value.Vector:
		return fmt.Sprintf("%s (% x)", data.Text(v, t), v.S)
	}
	return fmt.Sprintf("%s (0x%016x)", data.Text(v, t), uint64(v.I))
}
