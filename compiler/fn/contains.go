package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var containsFunction = withCollections(textTest("contains",
	"Whether part is anywhere in s, x is an element of l, or key is a key of m. A null element is equal to nothing, so that the answer is true or false.",
	ir.Contains,
	Example{"contains(\"abc\", \"b\")", "true"},
	Example{"contains(\"abc\", \"B\")", "false"},
), containsOf, "contains(l list(T), x T) bool", "contains(m map(K, V), key K) bool")
