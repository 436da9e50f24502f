package data

import (
	"strconv"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// JSON writes a value of a source's column as the column is written in JSON, so
// that it is read back to the same bits.
func JSON(v value.Value, c *ir.Column) string {
	if v.IsNull() || c.Epoch == "" {
		return jsonValue(v, c.Type)
	}
	return strconv.FormatInt(v.I/map[string]int64{"s": 1_000_000, "ms": 1000, "us": 1}[c.Epoch], 10)
}
