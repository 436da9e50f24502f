package gostream

import (
	"slices"

	"github.com/featc-lang/featc/runtime/value"
)

// split gives a field that may be null one more, which says that it is not. Beside
// others it takes a byte, where a runtime.Null takes eight.
func (gm *groupModel) split(f inputModel) inputModel {
	if f.null {
		f.Valid = gm.rowNames.of(f.Name + "Valid")
	}
	return f
}

// RowFields are the fields of a row, those of one byte last.
func (gm *groupModel) RowFields() []stateField {
	var wide, narrow []stateField
	for _, f := range gm.Inputs {
		if f.Type.Kind == value.Bool {
			narrow = append(narrow, stateField{Name: f.Name, Type: "bool"})
		} else {
			wide = append(wide, stateField{Name: f.Name, Type: f.PlainType()})
		}
		if f.Valid != "" {
			narrow = append(narrow, stateField{Name: f.Valid, Type: "bool"})
		}
	}
	return append(wide, narrow...)
}

// AnyNull reports whether some field of a row can be null.
func (gm *groupModel) AnyNull() bool {
	return slices.ContainsFunc(gm.Inputs, func(f inputModel) bool { return f.Valid != "" })
}
