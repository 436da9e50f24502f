package data

import (
	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// Cause says why a value that was written became null.
type Cause = text.Cause

// The causes; Kept is the absence of one.
const (
	Kept      = text.Kept
	NotFinite = text.NotFinite
	NotUTF8   = text.NotUTF8
)

var errNull = text.ErrNull

// Decode reads one cell as a value of a column, by the rules of text.Decode. The
// error says what the cell is not: `"abc" is not a decimal(12, 2)`.
func Decode(written string, col *ir.Column) (value.Value, Cause, error) {
	return text.Decode(written, cell.Column(col))
}

// nullable is a copy of a column that takes nulls.
func nullable(col *ir.Column) *ir.Column {
	c := *col
	c.Type = c.Type.Null()
	return &c
}

// extra is a column that the program does not know: its text passes through.
func extra(name string) *ir.Column {
	return &ir.Column{Name: name, Type: types.String.Null()}
}
