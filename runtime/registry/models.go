package registry

import (
	"fmt"

	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// CheckModels reports a vector that, by what another column of the row says, is of
// another model than its column is declared with. The error names both.
func CheckModels(columns []Column, row []value.Value) error {
	for i := range columns {
		c := &columns[i]
		if c.ModelIn == "" {
			continue
		}
		said := value.Null
		for j := range columns {
			if columns[j].Name == c.ModelIn {
				said = row[j]
			}
		}
		if err := text.CheckModel(row[i], said, c.Model); err != nil {
			return fmt.Errorf("column %s %w", c.Name, err)
		}
	}
	return nil
}
