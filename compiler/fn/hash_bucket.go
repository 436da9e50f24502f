package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var hashBucketFunction = simple("hash_bucket", "hash_bucket(s string, n) int64",
	"One of n buckets, 0 to n - 1: the first 8 bytes of the MD5 as an unsigned integer, modulo n. For sampling and for hashed categories.",
	ir.HashBucket, types.Int64, []param{textArg, constantArg(1, 1<<31-1)},
	Example{`hash_bucket("abc", 10)`, "2"},
)
