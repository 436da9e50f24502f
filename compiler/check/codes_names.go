package check

import "github.com/featc-lang/featc/lang/diag"

var nameCodes = []diag.Info{
	{
		Code: "F0201", Title: "unknown column",
		Explain: "Neither a column of the source nor a let of the view has this name; in a feature set, no request field has it.",
		Example: exampleView("n = sum(ammount) over 1h"),
	},
	{
		Code: "F0202", Title: "unknown declaration",
		Explain: "There is no entity, source, view or table of this name in the files of the package or in those that they import.",
		Example: exampleSource + "\nview v for usr from txns {\n  n = count() over 1h\n}\n",
	},
	{
		Code: "F0203", Title: "unknown feature",
		Explain: "The view or feature set has no feature of this name. A feature with several windows has one name per window: n_1h, n_7d.",
		Example: exampleView("n = count() over 1h, 7d\n  x = n_2h + 1"),
	},
	{
		Code: "F0204", Title: "unknown function",
		Explain: "There is no function or aggregation of this name.",
		Example: exampleView("n = average(amount) over 1h"),
	},
	{
		Code: "F0205", Title: "duplicate name",
		Explain: "Two things in one scope have one name. Names that differ in case only count as one, as they do in SQL.",
		Example: exampleView("n = count() over 1h\n  n = count() over 7d"),
	},
	{
		Code: "F0209", Title: "reserved name",
		Explain: "Nothing can be called and, or, not, in, is, null, true or false, and no view request: in an expression the name would mean something else.",
		Example: exampleView("not = count() over 1h"),
	},
}
