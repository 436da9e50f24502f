package explain

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/lang/diag"
)

// Code returns what is documented about an error code.
func Code(code string) (*diag.Info, error) {
	for _, info := range slices.Concat(compiler.Codes, sql.Codes) {
		if string(info.Code) == code {
			return &info, nil
		}
	}
	return nil, fmt.Errorf("there is no error code %s", code)
}
