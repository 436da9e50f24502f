package jsonio

import (
	"errors"
	"fmt"
	"strings"

	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// Nulls is told of a value that was written and became null.
type Nulls func(column string, cause text.Cause)

// FieldError says which field of which row is wrong, and how.
type FieldError struct {
	Row   int // from 0
	Field string
	Err   error
}

func (e *FieldError) Error() string {
	return fmt.Sprintf("row %d: column %s: %v", e.Row, e.Field, e.Err)
}

// Unwrap returns what is wrong with the value.
func (e *FieldError) Unwrap() error { return e.Err }

// Row reads an event of a source from an object: a field that it has not is null,
// one that is no column is left out. The arrival may be missing: a server
// gives it.
func Row(object jsontext.Value, number int, s *registry.Source, nulls Nulls) ([]value.Value, error) {
	row := make([]value.Value, len(s.Columns))
	var few [64]bool // so that most sources need no memory for it
	seen := few[:]
	if len(row) > len(few) {
		seen = make([]bool, len(row))
	}
	for k, v := range object.Fields {
		i := columnIndex(s.Columns, k.Text())
		if i < 0 || seen[i] {
			continue
		}
		seen[i] = true
		if err := cell(row, i, v, number, s, nulls); err != nil {
			return nil, err
		}
	}
	return row, missing(row, number, s)
}

// Columns reads events of a source from an object of arrays, one for each column. Of
// a column that is there twice, the first counts; the second has its length all the
// same.
func Columns(df jsontext.Value, s *registry.Source, most int, nulls Nulls) ([][]value.Value, error) {
	rows := [][]value.Value(nil)
	first, begun := "", false // the name of the first column, and whether there was one
	seen := make([]bool, len(s.Columns))
	for k, v := range df.Fields {
		name := k.Text()
		if !v.IsArray() {
			return nil, fmt.Errorf("column %s is not an array", name)
		}
		at := columnIndex(s.Columns, name)
		if at >= 0 && seen[at] {
			at = -1
		} else if at >= 0 {
			seen[at] = true
		}
		n := 0
		for e := range v.Elements {
			if !begun {
				if n >= most {
					return nil, &TooManyError{Most: most}
				}
				rows = append(rows, make([]value.Value, len(s.Columns)))
			} else if n >= len(rows) {
				return nil, fmt.Errorf("columns %s and %s differ in length", first, name)
			}
			if at >= 0 {
				if err := cell(rows[n], at, e, n, s, nulls); err != nil {
					return nil, err
				}
			}
			n++
		}
		if n != len(rows) {
			return nil, fmt.Errorf("columns %s and %s differ in length", first, name)
		}
		if !begun {
			first, begun = name, true
		}
	}
	for i, row := range rows {
		if err := missing(row, i, s); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// TooManyError is reported for more rows than a request may have.
type TooManyError struct{ Most int }

func (e *TooManyError) Error() string { return fmt.Sprintf("more than %d rows", e.Most) }

func columnIndex(columns []registry.Column, name string) int {
	for i := range columns {
		if columns[i].Name == name {
			return i
		}
	}
	return -1
}

func cell(row []value.Value, i int, v jsontext.Value, number int, s *registry.Source, nulls Nulls) error {
	c := &s.Columns[i]
	out, cause, err := Decode(v, c)
	if i == s.Arrival && errors.Is(err, ErrNull) {
		return nil
	}
	if err != nil {
		return &FieldError{number, c.Name, err}
	}
	if cause != text.Kept && nulls != nil {
		nulls(c.Name, cause)
	}
	out.S = strings.Clone(out.S) // operators may keep it, and should not keep the whole body
	row[i] = out
	return nil
}

// missing reports a column that has no value and must have one.
func missing(row []value.Value, number int, s *registry.Source) error {
	for i, v := range row {
		if c := &s.Columns[i]; v.IsNull() && !c.Nullable && i != s.Arrival {
			return &FieldError{number, c.Name, ErrNull}
		}
	}
	return nil
}
