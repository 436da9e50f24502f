package check

import "github.com/featc-lang/featc/lang/diag"

// exampleLeak is a set with labels over a source with the given settings.
func exampleLeak(settings, view, set string) string {
	return `package p

entity user (user_id: int64)

source txns {
  user_id: int64
  amount:  decimal(12, 2)
  at:      timestamp
  landed:  timestamp
  time at
  ` + settings + `
}

view v for user from txns {
  ` + view + `
}

featureset s for user {
  ` + set + `
  include v.*
}
`
}

var leakCodes = []diag.Info{
	{
		Code: "F0901", Title: "a source that does not say when its events are known",
		Explain: "A table that lands a day late trains a model on what no server will have. Give the source its `arrival` column, or a `delay`; `delay 0s` says that events are known as they happen.",
		Example: exampleLeak(`batch csv("txns.csv")`, "n = count() over [7d, now)", `labels csv("labels.csv")`),
	},
	{
		Code: "F0902", Title: "a window that holds the label's own event",
		Explain: "Where the labels are events of the source, a window closed at now has the very event that is to be predicted, in training; a server is asked before it has seen it. `[7d, now)` leaves it out. Where a server does see it first, say so twice: `delay 0s` in the source, and `[7d, now]` in the feature.",
		Example: exampleLeak("delay 0s\n  batch csv(\"txns.csv\")", "n = count() over 7d", `labels csv("txns.csv")`),
	},
	{
		Code: "F0903", Title: "a request field that is known too late",
		Explain: "A request field is read from the label file in training. Where that is the file of a source whose rows arrive later than they happen, so does the field: no request can bring it.",
		Example: exampleLeak("arrival landed\n  batch csv(\"txns.csv\")", "n = count() over 7d", "labels csv(\"txns.csv\")\n  request { amount: decimal(12, 2) }"),
	},
}
