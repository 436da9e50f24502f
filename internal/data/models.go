package data

import (
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// model is a vector among fields that says in another one of which model it is.
type model struct {
	vector, said int // fields
	want         string
}

// modelsOf lists the vectors that do.
func modelsOf(fields []field) []model {
	var out []model
	for i, f := range fields {
		if f.column.ModelIn == "" {
			continue
		}
		for j, other := range fields {
			if other.column.Name == f.column.ModelIn {
				out = append(out, model{i, j, f.column.Type.Model})
				break
			}
		}
	}
	return out
}

// checkModels reports the first vector in a row that is of another model than its
// column is declared with, and its field.
func checkModels(models []model, row []value.Value) (vector int, err error) {
	for _, m := range models {
		if err := text.CheckModel(row[m.vector], row[m.said], m.want); err != nil {
			return m.vector, err
		}
	}
	return 0, nil
}
