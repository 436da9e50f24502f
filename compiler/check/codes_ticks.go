package check

import "github.com/featc-lang/featc/lang/diag"

func exampleTicks(head string) string {
	return exampleView("n = count() over 1d") + "\nview w " + head + " {\n  days = count() over 30d\n}\n"
}

var tickCodes = []diag.Info{
	{
		Code: "F0630", Title: "view over a view without a grid",
		Explain: "A view has a value at every instant. One that reads it says at which of them, with `every`; a source has events at instants of their own.",
		Example: exampleTicks("for user from v where n > 100"),
	},
	{
		Code: "F0631", Title: "malformed grid",
		Explain: "A view is read at the multiples of a duration since 1970 (UTC), or where a unit of a zone's calendar begins: `every 6h`, `every day(\"Asia/Kolkata\")`.",
		Example: exampleTicks("for user from v every fortnight(\"UTC\")"),
	},
	{
		Code: "F0632", Title: "view without aggregations is read",
		Explain: "What a view over a view reads is made of aggregations: without one there is nothing that begins.",
		Example: exampleSource + "\nview v for user from txns {\n}\n\nview w for user from v every 1d {\n  days = count()\n}\n",
	},
	{
		Code: "F0633", Title: "clash of columns in a view over a view",
		Explain: "The events that a view over a view reads have as columns the entity's keys, the instant (`at`) and the features of the view.",
		Example: exampleView("at = count() over 1d") + "\nview w for user from v every 1d {\n  days = count()\n}\n",
	},
	{
		Code: "F0634", Title: "key of a view over a view",
		Explain: "A view over a view is for the entity of the view that it reads.",
		Example: exampleTicks("for user on user_id from v every 1d"),
	},
}
