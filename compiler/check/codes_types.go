package check

import "github.com/featc-lang/featc/lang/diag"

var typeCodes = []diag.Info{
	{
		Code: "F0301", Title: "types that do not go together",
		Explain: "The operator is not defined for these two types. Numbers convert to wider numbers by themselves, and nothing else converts without being asked for.",
		Example: exampleView("n = count() where status == 3 over 1h"),
	},
	{
		Code: "F0302", Title: "wrong type",
		Explain: "This place needs another type: a condition after where, not, and, or; a number behind a minus.",
		Example: exampleView("n = count() where amount over 1h"),
	},
	{
		Code: "F0303", Title: "malformed type",
		Explain: "The type does not exist, or its parameters are not right: decimal(p, s) has 1 to 38 digits, at most 18 of them after the point.",
		Example: "package p\n\nentity user (user_id: integer)\n",
	},
	{
		Code: "F0305", Title: "number out of range",
		Explain: "The number does not fit the type that it has or would have here.",
		Example: exampleView("let x = 1e400"),
	},
	{
		Code: "F0306", Title: "null where it says nothing",
		Explain: "Comparing or computing with null gives null always, and null alone has no type. To ask for null, write `x is null`.",
		Example: exampleView("n = count() where status == null over 1h"),
	},
	{
		Code: "F0307", Title: "unknown zone",
		Explain: "Zones are those of the IANA database. The machine's own zone is never used.",
		Example: "package p\n\nsource s {\n  at: timestamp(zone: \"Paris\")\n  time at\n}\n",
	},
	{
		Code: "F0308", Title: "product with too many digits",
		Explain: "The product of two decimals has the digits after the point of both, and no decimal has more than 18. Convert one side to float64.",
		Example: exampleView("let x = amount * amount * amount * amount * amount * amount * amount * amount * amount * amount"),
	},
	{
		Code: "F0309", Title: "wrong arguments",
		Explain: "The function or aggregation takes other arguments: another number of them, or other types.",
		Example: exampleView("n = sum(status) over 1h"),
	},
	{
		Code: "F0310", Title: "not a constant",
		Explain: "A list after `in` and a default hold constants.",
		Example: exampleView("n = count() where amount in (1, amount) over 1h"),
	},
	{
		Code: "F0311", Title: "always null",
		Explain: "The expression fails whatever the data is, and an expression that fails is null.",
		Example: exampleView("let x = amount / 0"),
	},
	{
		Code: "F0312", Title: "text that is not a time",
		Explain: "A string beside a timestamp or a date is read as one. A timestamp needs an offset: 2025-01-31T10:00:00Z.",
		Example: exampleView("n = count() where at > \"last week\" over 1h"),
	},
}
