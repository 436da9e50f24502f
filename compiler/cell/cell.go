// Package cell joins the columns of a program with the decoder of text: the
// cells of test blocks, and the string literals that stand for times.
package cell

import (
	"errors"
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// Column is what the text of a column is read as. It looks the column's zone
// up, which is slow: where there are many cells, do it once.
func Column(col *ir.Column) text.Column {
	out := *Of(col.Type)
	out.Zone, out.Epoch = Zone(col), text.UnitOf(col.Epoch)
	return out
}

// Of is what text is read as to give values of a type.
func Of(t types.Type) *text.Column {
	out := &text.Column{
		Kind: t.Kind, Precision: int(t.Precision), Scale: int(t.Scale), Nullable: t.Nullable, Length: int(t.Length),
	}
	if t.Elem != nil {
		out.Elem = Of(*t.Elem)
	}
	if t.Key != nil {
		out.Key = Of(*t.Key)
	}
	return out
}

// Zone is how the local times of a column are read, nil where it declares no zone.
func Zone(col *ir.Column) text.Zone {
	if col.Zone == "" {
		return nil
	}
	var out text.Zone
	for _, s := range zone.Readings(col.Zone) {
		out = append(out, text.Reading{From: s.Since, Offset: s.Offset})
	}
	return out
}

// Decode reads one cell as a value of a column. What became null in a nullable
// column is not an error. The error says what the cell is not, without naming
// the column: `"abc" is not an int64`.
func Decode(cell string, col *ir.Column) (value.Value, error) {
	v, _, err := text.Decode(cell, Column(col))
	var e *text.Error
	if errors.As(err, &e) {
		err = errors.New(problem(e, col))
	}
	return v, err
}

// problem words an error for the place in a program where the cell is written:
// whole, and with the unit as the program names it.
func problem(e *text.Error, col *ir.Column) string {
	expected := e.Expected
	switch {
	case expected == "" && e.Cause == text.Kept:
		return "an empty value, and it is not nullable"
	case expected == "":
		return fmt.Sprintf("%q is %s, and it is not nullable", e.Text, e.Cause)
	case col.Epoch != "":
		expected = "a timestamp in " + col.Epoch + " since 1970"
	case col.Type.Kind == value.Timestamp && col.Zone != "":
		expected = "a timestamp, such as 2025-01-31T10:00:00"
	}
	return fmt.Sprintf("%q is not %s", e.Text, expected)
}
