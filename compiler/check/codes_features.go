package check

import "github.com/featc-lang/featc/lang/diag"

var featureCodes = []diag.Info{
	{
		Code: "F0401", Title: "empty window",
		Explain: "No instant is inside the window: it has no length, and an open end.",
		Example: exampleView("n = count() over 0d"),
	},
	{
		Code: "F0402", Title: "reversed window",
		Explain: "A window runs from the older age to the younger one: (8d, 1d] is the week that ended a day ago.",
		Example: exampleView("n = count() over (1d, 8d]"),
	},
	{
		Code: "F0403", Title: "malformed count of events",
		Explain: "last n takes a whole number from 1 to a million, since that many events are kept per key.",
		Example: exampleView("n = count() over last 0"),
	},
	{
		Code: "F0404", Title: "duration out of range",
		Explain: "Timestamps are from year 1 to 9999, so nothing is longer than 10,000 years ago.",
		Example: exampleView("n = count() over 9999999d"),
	},
	{
		Code: "F0405", Title: "aggregation inside an expression",
		Explain: "An aggregation is a feature of its own, with a window. Expressions over features combine them.",
		Example: exampleView("n = count() / 2"),
	},
	{
		Code: "F0406", Title: "clause on a derived feature",
		Explain: "where and over choose events, and a derived feature reads other features, not events.",
		Example: exampleView("n = count() over 1h\n  m = n * 2 over 7d"),
	},
	{
		Code: "F0407", Title: "default of another type",
		Explain: "A default replaces a null result, so it has to be of the feature's type.",
		Example: exampleView("n = max(user_id) over 1h default 0.5"),
	},
	{
		Code: "F0408", Title: "default that is never used",
		Explain: "The feature is never null: counts are 0 over an empty window.",
		Example: exampleView("n = count() over 1h default 0"),
	},
	{
		Code: "F0409", Title: "unknown window",
		Explain: "There is no window of this name.",
		Example: exampleView("n = count() over fortnight(1)"),
	},
	{
		Code: "F0410", Title: "step of a window",
		Explain: "`30d by 1h` floors the older end of the window to whole hours. A step is longer than nothing and no longer than the window, and numbers of events have none.",
		Example: exampleView("n = count() over 1h by 2h"),
	},
	{
		Code: "F0411", Title: "calendar without a zone",
		Explain: "A day begins at another instant in every zone, so there is no default.",
		Example: exampleView("n = count() over today()"),
	},
	{
		Code: "F0412", Title: "session without a gap",
		Explain: "A session ends where nothing happens for longer than its gap.",
		Example: exampleView("n = count() over session()"),
	},
	{
		Code: "F0413", Title: "state without a bound",
		Explain: "What the different values of a window have, how many there are or which is in the middle, takes keeping them all. Nothing ever leaves `over all`, so a server's memory grows with each new value of each key. A window with an older end lets go of them, and sketches have a bound. A drawdown keeps all events where one that is older may always come.",
		Example: exampleView("n = count_distinct(user_id) over all"),
	},
	{
		Code: "F0490", Title: "not supported yet",
		Explain: "This is part of the language, and this version cannot compile it. It is an error so that nothing gets a wrong value.",
		Example: "package p\n\nsource s {\n  f:  duration\n  at: timestamp\n  time at\n}\n",
	},
	{
		Code: "F0501", Title: "cycle",
		Explain: "The feature, or the let, is needed for its own value.",
		Example: exampleView("a = b + 1\n  b = a + 1"),
	},
	{
		Code: "F0502", Title: "column in a derived feature",
		Explain: "A derived feature has one value per entity and instant, a column one per event. An aggregation such as last leads from one to the other.",
		Example: exampleView("n = count() over 1h\n  m = amount / n"),
	},
	{
		Code: "F0503", Title: "feature in a row-level expression",
		Explain: "where, let and the arguments of aggregations are about single events; a feature is about many.",
		Example: exampleView("n = count() over 1h\n  let x = n + 1"),
	},
	{
		Code: "F0504", Title: "request data outside a feature set",
		Explain: "Request data is declared by a feature set, and known to its derived features only.",
		Example: exampleView("n = count() over 1h\n  m = request.amount / n"),
	},
	{
		Code: "F0505", Title: "feature with several windows",
		Explain: "A list of windows declares one feature per window. An expression needs one of them.",
		Example: exampleView("n = count() over 1h, 7d\n  m = n * 2"),
	},
	{
		Code: "F0506", Title: "view of another entity",
		Explain: "Whose features these are is not known here: the view is for an entity that the feature set, or the other view, does not have.",
		Example: exampleView("n = count() over 1h") + "\nentity shop (shop_id: int64)\n\nfeatureset s for shop {\n  include v.n\n}\n",
	},
	{
		Code: "F0507", Title: "source without the entity's key",
		Explain: "The columns of the entity's key are looked up in the source by name. Where they are called otherwise, name them: `for user on buyer_id from txns`.",
		Example: exampleSource + "\nentity shop (shop_id: int64)\n\nview v for shop from txns {\n  n = count() over 1h\n}\n",
	},
	{
		Code: "F0508", Title: "aggregation in a feature set",
		Explain: "A feature set combines features of views. Aggregations belong to a view, which says over which events.",
		Example: exampleSet("m = count()"),
	},
	{
		Code: "F0509", Title: "shared key of two types",
		Explain: "Entities of one feature set share the key columns that they name alike, so these have to be of one type.",
		Example: exampleSource + "\nentity other (user_id: string)\n\nfeatureset s for user, other {\n}\n",
	},
	{
		Code: "F0510", Title: "time of a label that is not a timestamp",
		Explain: "The features of a label are read at an instant, so its column is a timestamp, and never null.",
		Example: exampleSet("time day: date\n  include v.n"),
	},
	{
		Code: "F0511", Title: "empty feature set",
		Explain: "A feature set is what a model sees, and this one would see nothing.",
		Example: exampleSet("version 1"),
	},
}
