package text

import (
	"fmt"

	"github.com/featc-lang/featc/runtime/value"
)

// ModelError is reported for a vector of another model than its column is declared with.
type ModelError struct {
	Found string
	Known bool // false: nothing says which model it is of
	Want  string
}

func (e *ModelError) Error() string {
	if !e.Known {
		return fmt.Sprintf("is a vector of no model, not of %q", e.Want)
	}
	return fmt.Sprintf("is a vector of model %q, not of %q", e.Found, e.Want)
}

// CheckModel reports a vector of which another column says that it is of another model
// than it should be. A null vector is of every model.
func CheckModel(vector, model value.Value, want string) error {
	if vector.IsNull() || model == value.OfString(want) {
		return nil
	}
	return &ModelError{Found: model.S, Known: !model.IsNull(), Want: want}
}
