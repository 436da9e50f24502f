package explain

import (
	"fmt"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/lang/diag"
)

// Code returns what is documented about an error code.
func Code(code string) (*diag.Info, error) {
	for i := range compiler.Codes {
		if string(compiler.Codes[i].Code) == code {
			return &compiler.Codes[i], nil
		}
	}
	return nil, fmt.Errorf("there is no error code %s", code)
}
