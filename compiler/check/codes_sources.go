package check

import "github.com/featc-lang/featc/lang/diag"

var sourceCodes = []diag.Info{
	{
		Code: "F0601", Title: "source without time",
		Explain: "Every event happened at a time, and windows are ranges of it: a line such as `time at` names the column.",
		Example: "package p\n\nsource s {\n  id: string\n}\n",
	},
	{
		Code: "F0602", Title: "setting that names a column of the wrong type",
		Explain: "time and arrival are timestamps, sequence is an int64, string, timestamp or date, unique an int64 or string. The time is never null.",
		Example: "package p\n\nsource s {\n  at: string\n  time at\n}\n",
	},
	{
		Code: "F0603", Title: "setting given twice",
		Explain: "Each setting stands once.",
		Example: "package p\n\nsource s {\n  at: timestamp\n  time at\n  time at\n}\n",
	},
	{
		Code: "F0604", Title: "arrival and delay",
		Explain: "With an arrival column, each event says itself when it arrived; a delay is for sources without one.",
		Example: "package p\n\nsource s {\n  at: timestamp\n  landed: timestamp\n  time at\n  arrival landed\n  delay 1h\n}\n",
	},
	{
		Code: "F0605", Title: "malformed connector",
		Explain: "Batches and labels are csv, jsonl or parquet, streams kafka; each takes one string that says where the data is.",
		Example: "package p\n\nsource s {\n  at: timestamp\n  time at\n  batch cvs(\"data.csv\")\n}\n",
	},
	{
		Code: "F0606", Title: "unique without within",
		Explain: "Duplicates are recognised while they are close in event time. How close decides how long ids are remembered.",
		Example: "package p\n\nsource s {\n  id: string\n  at: timestamp\n  time at\n  unique id\n}\n",
	},
	{
		Code: "F0607", Title: "malformed key",
		Explain: "The key of an entity is one or more columns that are never null and whose equality is beyond doubt: int64, string, bool, date or timestamp.",
		Example: "package p\n\nentity user (user_id: float64)\n",
	},
	{
		Code: "F0608", Title: "malformed setting",
		Explain: "A version is a number from 1 on, `expires` a date.",
		Example: exampleView("version 0\n  n = count() over 1h"),
	},
}
