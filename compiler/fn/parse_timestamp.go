package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var parseTimestampFunction = simple("parse_timestamp", "parse_timestamp(s string) timestamp",
	"Reads a timestamp with an offset, such as 2025-01-31T10:00:00.5Z or 2025-01-31 10:00+05:30, floored to microseconds. Null where the text is none.",
	ir.ParseTime, types.Timestamp.Null(), []param{textArg},
	Example{`epoch_s(parse_timestamp("1970-01-01T05:30+05:30"))`, "0"}, Example{`epoch_us(parse_timestamp("1969-12-31 23:59:59.9999999Z"))`, "-1"},
	Example{`epoch_s(parse_timestamp("1970-01-01T00:00:00"))`, "null"},
)
