package check

import "slices"

// Codes documents every diagnostic of this package.
var Codes = slices.Concat(nameCodes, typeCodes, featureCodes, sourceCodes, tableCodes, tickCodes, testCodes, leakCodes)

// The examples are the smallest files around the lines that matter.

const exampleSource = `package p

entity user (user_id: int64)

source txns {
  user_id: int64
  amount: decimal(12, 2)
  status: string?
  at: timestamp
  time at
}
`

func exampleView(body string) string {
	return exampleSource + "\nview v for user from txns {\n  " + body + "\n}\n"
}

func exampleSet(body string) string {
	return exampleView("n = count() over 1h") + "\nfeatureset s for user {\n  " + body + "\n}\n"
}

func exampleTest(body string) string {
	return exampleSet("request { limit: int64 }\n  include v.*\n  x = v.n + request.limit") +
		"\ntest \"t\" {\n  " + body + "\n}\n"
}
