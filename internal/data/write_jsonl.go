package data

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// writeJSONL writes an object per row, with every column in it: numbers and bools
// as such, other values as strings, and null.
func writeJSONL(w io.Writer, columns []*Column) error {
	out := bufio.NewWriterSize(w, 1<<16)
	keys := make([]string, len(columns))
	cells := make([]func(row int) (string, error), len(columns))
	rows := 0
	for i, c := range columns {
		key, err := jsonString(c.Name)
		if err != nil {
			return err
		}
		keys[i] = key + ": "
		if c.Arrow != nil {
			text := arrowText(c.Arrow)
			cells[i] = func(row int) (string, error) {
				if s, ok := text(row); ok {
					return jsonString(s)
				}
				return "null", nil
			}
			rows = c.Arrow.Len()
			continue
		}
		cells[i], rows = func(row int) (string, error) { return jsonValue(c.Values[row], c.Type) }, len(c.Values)
	}
	for row := range rows {
		before := "{"
		for i, cell := range cells {
			text, err := cell(row)
			if err != nil {
				return err
			}
			for _, part := range []string{before, keys[i], text} {
				if _, err := out.WriteString(part); err != nil {
					return err
				}
			}
			before = ", "
		}
		if _, err := out.WriteString("}\n"); err != nil {
			return err
		}
	}
	return out.Flush()
}

// jsonValue writes a value such that it is read back to the same bits.
func jsonValue(v value.Value, t types.Type) (string, error) {
	switch v.Kind {
	case value.Invalid:
		return "null", nil
	case value.Bool, value.Int64, value.Duration, value.Float64, value.Decimal:
		return Text(v, t), nil
	}
	return jsonString(Text(v, t))
}

func jsonString(s string) (string, error) {
	text, err := json.Marshal(s)
	return string(text), err
}
