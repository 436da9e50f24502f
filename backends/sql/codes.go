package sql

import "github.com/featc-lang/featc/lang/diag"

const exampleHead = `package p
entity user (user_id: int64)
`

const exampleTail = `
view v for user from events { n = count() over 1h }
featureset s for user { include v.* }
`

// Codes documents the diagnostics of this package that a program can meet with
// the dialects there are.
var Codes = []diag.Info{
	{
		Code: "F0822", Title: "no past events",
		Explain: "SQL reads the past from files, and the source names none.",
		Example: exampleHead + `source events {
  user_id: int64
  at: timestamp
  time at
}` + exampleTail,
	},
	{
		Code: "F0823", Title: "a view without events",
		Explain: "Backfills and latest values are computed whenever an event changes a view, and no feature of this one reads events of its entity.",
		Example: exampleHead + `source events {
  user_id: int64
  at: timestamp
  time at
  batch csv("events.csv")
}
view v for user from events { two = 1 + 1 }
featureset s for user { include v.* }
`,
	},
}
