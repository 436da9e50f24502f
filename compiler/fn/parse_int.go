package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var parseIntFunction = simple("parse_int", "parse_int(s string) int64",
	"Reads an int64 as a column of that type is read: digits with an optional sign, no blanks. Null where the text does not read so.",
	ir.ParseInt, types.Int64.Null(), []param{textArg},
	Example{`parse_int("-42")`, "-42"},
	Example{`parse_int(" 42")`, "null"},
	Example{`parse_int("9223372036854775808")`, "null"},
)
