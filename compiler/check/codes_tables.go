package check

import "github.com/featc-lang/featc/lang/diag"

const exampleTable = "\ntable shops {\n  shop: string\n  city: string\n  at:   timestamp\n  key  shop\n  time at\n}\n"

var tableCodes = []diag.Info{
	{
		Code: "F0620", Title: "table without a key",
		Explain: "The rows of a table are versions of things. A line such as `key merchant_id` names the columns, int64, string, bool, date or timestamp, that say of which.",
		Example: "package p\n\ntable t {\n  id: int64\n  at: timestamp\n  time at\n}\n",
	},
	{
		Code: "F0621", Title: "lookup without the table's key",
		Explain: "An event looks up the row of a table by its own columns that are called as the table's key, or by the expressions in `table[…].column`. They are of the types of the key.",
		Example: exampleView("n = count() where shops.city == \"Paris\" over 1h") + exampleTable,
	},
	{
		Code: "F0622", Title: "table without an entity",
		Explain: "The columns of a table are features of an entity whose key is the table's. There is none.",
		Example: exampleSet("include shops.{city}") + exampleTable,
	},
	{
		Code: "F0623", Title: "lookup by a key outside of a row-level expression",
		Explain: "`shops[\"x\"].city` is what an event sees of a table, so it stands where single events are spoken of: in where, let and the arguments of aggregations.",
		Example: exampleView("n = count() over 1h\n  c = shops[\"x\"].city") + exampleTable,
	},
}
