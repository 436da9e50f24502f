package parse

import (
	"strings"

	"github.com/featc-lang/featc/lang/diag"
)

// exampleView wraps lines of a view's body into the smallest file around them.
func exampleView(body string) string {
	return "package p\n\nview v for user from txns {\n  " + body + "\n}\n"
}

func exampleTest(body string) string {
	return "package p\n\ntest \"t\" {\n" + body + "\n}\n"
}

// Codes documents every diagnostic of this package.
var Codes = []diag.Info{
	{
		Code: "F0101", Title: "character without meaning",
		Explain: "The character belongs to no name, number, string or operator. Comments start with //, and nothing but the line's end separates lines.",
		Example: exampleView("n = count() over 7d;"),
	},
	{
		Code: "F0102", Title: "string without end",
		Explain: "A string ends on the line on which it starts. A line break inside one is written \\n.",
		Example: exampleView(`owner "risk`),
	},
	{
		Code: "F0103", Title: "unknown escape",
		Explain: `After a backslash in a string stands ", \, n, t or u{…} with a code point in hexadecimal.`,
		Example: exampleView(`owner "a\qb"`),
	},
	{
		Code: "F0104", Title: "string in single quotes",
		Explain: "Strings stand in double quotes.",
		Example: exampleView("n = count() where status == 'approved' over 7d"),
	},
	{
		Code: "F0105", Title: "malformed number",
		Explain: "A number is digits, with a point and digits behind it or an exponent where needed. There are no underscores, no hexadecimal numbers, and no fractions of units in durations.",
		Example: exampleView("let x = 1_000"),
	},
	{
		Code: "F0106", Title: "unknown unit of time",
		Explain: "A duration's units are us, ms, s, m, h, d and w. Months and years have no fixed length, so they are not units.",
		Example: exampleView("n = count() over 7days"),
	},
	{
		Code: "F0107", Title: "duration too long",
		Explain: "A duration is a 64-bit count of microseconds. For everything up to now, write `over all`.",
		Example: exampleView("n = count() over 999999999999d"),
	},
	{
		Code: "F0108", Title: "text that is not UTF-8",
		Explain: "Files are UTF-8 text.",
		Example: exampleView("owner \"caf\xe9\""),
	},
	{
		Code: "F0109", Title: "operator of another language",
		Explain: "Logic is written in words: `and`, `or`, `not`; inequality is `!=`.",
		Example: exampleView("n = count() where a && b over 7d"),
	},
	{
		Code: "F0110", Title: "keyword in upper case",
		Explain: "Keywords are written in lower case.",
		Example: exampleView("n = count() where a AND b over 7d"),
	},
	{
		Code: "F0111", Title: "duration without unit",
		Explain: "A bare number is no length of time. Write its unit behind it without a blank; a number of events is written `last 100`.",
		Example: exampleView("n = count() over 7"),
	},
	{
		Code: "F0120", Title: "something else was expected",
		Explain: "What stands here does not continue what stands before it.",
		Example: "package p\n\nview v user from txns {\n  n = count() over 7d\n}\n",
	},
	{
		Code: "F0121", Title: "value expected",
		Explain: "An expression needs a value here: a name, a literal, a call, or an expression in parentheses.",
		Example: exampleView("n = count() where over 7d"),
	},
	{
		Code: "F0122", Title: "= used to compare",
		Explain: "A single = gives a name to a feature. Values are compared with ==.",
		Example: exampleView("n = count() where status = 3 over 7d"),
	},
	{
		Code: "F0123", Title: "chained comparison",
		Explain: "`a < b < c` would compare a truth value with c. Join two comparisons with `and`.",
		Example: exampleView("n = count() where 1 < amount < 3 over 7d"),
	},
	{
		Code: "F0124", Title: "expression too large",
		Explain: "Expressions are bounded in depth and length, so that every tool can walk them. Name parts of a large one with `let`.",
		Example: exampleView("let x = " + strings.Repeat("(", 300) + "1" + strings.Repeat(")", 300)),
	},
	{
		Code: "F0125", Title: "not without parentheses",
		Explain: "`not` binds more loosely than comparison and arithmetic, so as their right side it stands in parentheses.",
		Example: exampleView("n = count() where a == not b over 7d"),
	},
	{
		Code: "F0126", Title: "* as an argument",
		Explain: "`count()` takes no argument: it counts events.",
		Example: exampleView("n = count(*) over 7d"),
	},
	{
		Code: "F0127", Title: "window expected",
		Explain: "After `over`, and after a comma in its list, stands a window.",
		Example: exampleView("n = count() over"),
	},
	{
		Code: "F0130", Title: "block without end",
		Explain: "Every { needs its }.",
		Example: "package p\n\nview v for user from txns {\n  n = count() over 7d\n",
	},
	{
		Code: "F0131", Title: "} without block",
		Explain: "A } stands where no block is open. Maybe there is one too many above.",
		Example: exampleView("n = count() over 7d\n}"),
	},
	{
		Code: "F0132", Title: "unknown declaration",
		Explain: "Outside of blocks stand declarations only.",
		Example: "package p\n\nveiw v for user from txns {\n  n = count() over 7d\n}\n",
	},
	{
		Code: "F0133", Title: "package clause missing",
		Explain: "A file says first which package it belongs to.",
		Example: "entity user (user_id: int64)\n",
	},
	{
		Code: "F0134", Title: "package clause too late",
		Explain: "A file has one package clause, in front of everything else.",
		Example: "package p\n\nentity user (user_id: int64)\n\npackage q\n",
	},
	{
		Code: "F0135", Title: "import too late",
		Explain: "Imports stand between the package clause and the first declaration.",
		Example: "package p\n\nentity user (user_id: int64)\n\nimport \"more.feat\"\n",
	},
	{
		Code: "F0140", Title: "unknown clause of a feature",
		Explain: "Behind a feature's expression stand where, over and default. The next feature starts on a new line.",
		Example: exampleView("n = count() ovr 7d"),
	},
	{
		Code: "F0141", Title: "item in the wrong block",
		Explain: "Columns belong to sources, tables and requests; lets and windowed features to views; includes and requests to feature sets.",
		Example: exampleView("include spend.*"),
	},
	{
		Code: "F0142", Title: "feature without name",
		Explain: "A feature is written with its name in front: `n = count() over 7d`.",
		Example: exampleView("count() over 7d"),
	},
	{
		Code: "F0143", Title: "unknown setting",
		Explain: "The block has no setting of this name.",
		Example: exampleView("onwer \"risk@bank.example\""),
	},
	{
		Code: "F0144", Title: "value of a setting",
		Explain: "The setting takes another kind of value.",
		Example: exampleView("owner 5"),
	},
	{
		Code: "F0145", Title: "clause given twice",
		Explain: "A feature has at most one where, one over and one default, in any order.",
		Example: exampleView("n = count() over 7d over 1d"),
	},
	{
		Code: "F0146", Title: "request given twice",
		Explain: "A feature set has at most one request block.",
		Example: "package p\n\nfeatureset f for user {\n  request { a: int64 }\n  request { b: int64 }\n}\n",
	},
	{
		Code: "F0150", Title: "line outside of a test's steps",
		Explain: "A test is made of tables of events, headed by a source, and of reads with their comparisons, headed by `at`.",
		Example: exampleTest("  spend.n == 1"),
	},
	{
		Code: "F0151", Title: "row of the wrong length",
		Explain: "Every row of a test table has one value for each column of its first line.",
		Example: exampleTest("  txns:\n    id user_id\n    a"),
	},
	{
		Code: "F0152", Title: "test table without column names",
		Explain: "The first line of a test table names columns of the source.",
		Example: exampleTest("  txns:\n    id 2"),
	},
	{
		Code: "F0153", Title: "malformed read in a test",
		Explain: "A read gives the instant and the keys: `at 2025-01-01T00:00:00Z for user 1:`.",
		Example: exampleTest("  at 2025-01-01T00:00:00Z user 1:\n    spend.n == 1"),
	},
	{
		Code: "F0154", Title: "check that compares nothing",
		Explain: "Below a read, each line is a comparison that must hold.",
		Example: exampleTest("  at 2025-01-01T00:00:00Z for user 1:\n    spend.n + 1"),
	},
}
