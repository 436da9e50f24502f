package data

import (
	"encoding/json"
	"io"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// writeJSONL writes an object per row, with every column in it: numbers and bools
// as such, bytes as base64, other values as strings of their text, and null.
func writeJSONL(w io.Writer, columns []*Column) error {
	names := make([]string, len(columns))
	cells := make([]func(row int) string, len(columns))
	rows := 0
	for i, c := range columns {
		names[i] = c.Name
		if c.Arrow != nil {
			text := arrowText(c.Arrow, arrow.Array.ValueStr)
			cells[i] = func(row int) string {
				if s, ok := text(row); ok {
					return jsonString(s)
				}
				return "null"
			}
			rows = c.Arrow.Len()
			continue
		}
		cells[i], rows = func(row int) string { return jsonValue(c.Values[row], c.Type) }, len(c.Values)
	}
	out := newJSONRows(w, names)
	for row := range rows {
		for i, cell := range cells {
			out.text(i, cell(row))
		}
		if err := out.end(); err != nil {
			return err
		}
	}
	return out.flush()
}

// jsonValue writes a value such that it is read back to the same bits.
func jsonValue(v value.Value, t types.Type) string {
	switch v.Kind {
	case value.Invalid:
		return "null"
	case value.Bool, value.Int64, value.Duration, value.Float64, value.Decimal, value.List, value.Map, value.Vector:
		return Text(v, t)
	case value.Bytes:
		return string(text.AppendJSON(nil, v, nil))
	}
	return jsonString(Text(v, t))
}

func jsonString(s string) string {
	text, _ := json.Marshal(s) // a string always can be
	return string(text)
}
