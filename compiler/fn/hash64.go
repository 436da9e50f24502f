package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var hash64Function = simple("hash64", "hash64(s string) int64",
	"The first 8 bytes of the MD5 of the UTF-8, big-endian, as int64. `string(x)` makes a string of other types.",
	ir.Hash64, types.Int64, []param{textArg},
	Example{`hash64("abc")`, "-8070080442485551184"},
	Example{`hash64("")`, "-3162216497309240828"},
)
