package check

import "github.com/featc-lang/featc/lang/diag"

var testCodes = []diag.Info{
	{
		Code: "F0701", Title: "cell that does not parse",
		Explain: "The cell is not a value of its column. Null is written null.",
		Example: exampleTest("txns:\n    user_id amount at\n    1 ten 2025-01-01T10:00:00Z"),
	},
	{
		Code: "F0702", Title: "missing column",
		Explain: "A column that may be null, or that nothing reads, can be left out of a test. This one cannot.",
		Example: exampleTest("txns:\n    user_id amount\n    1 10.00"),
	},
	{
		Code: "F0703", Title: "malformed key of a read",
		Explain: "A read gives the keys of the entities whose features it checks.",
		Example: exampleTest("at 2025-01-01T11:00:00Z for user 1 2:\n    v.n == 0"),
	},
	{
		Code: "F0704", Title: "contradicting keys",
		Explain: "Entities that name a key column alike share it, so it has one value in a read.",
		Example: exampleSource + "\nentity pair (user_id: int64, shop: string)\n\nview v for user from txns {\n  n = count() over 1h\n}\n" +
			"\ntest \"t\" {\n  at 2025-01-01T11:00:00Z for user 1, pair 2 \"x\":\n    v.n == 0\n}\n",
	},
	{
		Code: "F0705", Title: "malformed request of a read",
		Explain: "A read gives one value for every request field that its checks need, and no others.",
		Example: exampleTest("at 2025-01-01T11:00:00Z for user 1:\n    s.x == 0"),
	},
	{
		Code: "F0706", Title: "requests of two feature sets",
		Explain: "A read has the request of one feature set.",
		Example: exampleSet("request { a: int64 }\n  x = v.n + request.a") +
			"\nfeatureset s2 for user {\n  request { a: int64 }\n  x = v.n + request.a\n}\n" +
			"\ntest \"t\" {\n  at 2025-01-01T11:00:00Z for user 1 with a 1:\n    s.x == 1\n    s2.x == 1\n}\n",
	},
	{
		Code: "F0707", Title: "check of nothing",
		Explain: "Each line below `at` compares a feature with a value.",
		Example: exampleTest("at 2025-01-01T11:00:00Z for user 1:\n    1 == 1"),
	},
}
