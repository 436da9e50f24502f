package fuzz

import (
	"math"
	"math/big"
	"math/rand/v2"
	"time"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// Decoded floats are never NaN, infinite or -0; expressions make those.
var (
	ints = []int64{
		0, 1, -1, 2, 3, 5, 10, -7, 1 << 31, 1 << 53, 1<<53 + 1, 1 << 62,
		math.MaxInt64, math.MaxInt64 - 1, math.MinInt64, math.MinInt64 + 1,
	}
	floats = []float64{
		0, 1, -1, 0.1, 0.2, 0.3, -2.5, 3.3, 1e-7, 1e16, -1e16, 1e308, -1e308, math.MaxFloat64,
		5e-324, -5e-324, 0x1p-60, 0x1p-61, -0x1p-61, 0x1p61, 0x1p62, -0x1p62, 0x1p62 - 512,
		0x1p31, 0x1p31 - 1, -0x1p31, 1<<53 + 2, 0x1p63, 1e-300,
	}
	texts = []string{"", "a", "b", "ab", "é", "z", "Z", "😀", "～", "a b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}
)

var (
	firstInstant = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	lastInstant  = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro() - 1
)

// someValue returns a value of a type that is no key and no time; timestamps
// lie within reach of now, or at the ends of what there is.
func someValue(rng *rand.Rand, t types.Type, now int64) value.Value {
	if t.Nullable && rng.IntN(6) == 0 {
		return value.Null
	}
	switch t.Kind {
	case value.Bool:
		return value.OfBool(rng.IntN(2) == 0)
	case value.Int64:
		if rng.IntN(2) == 0 {
			return value.OfInt64(rng.Int64N(7) - 2)
		}
		return value.OfInt64(pick(rng, ints))
	case value.Float64:
		if rng.IntN(2) == 0 {
			return value.OfFloat64(math.Round(rng.NormFloat64()*1000)/100 + 0) // +0: no -0
		}
		return value.OfFloat64(pick(rng, floats))
	case value.Decimal:
		return someDecimal(rng, int(t.Precision))
	case value.String:
		return value.OfString(pick(rng, texts))
	case value.Timestamp:
		if rng.IntN(20) == 0 {
			return value.OfTimestamp(pick(rng, []int64{firstInstant, lastInstant, 0, -1}))
		}
		return value.OfTimestamp(now + rng.Int64N(11) - 5)
	case value.List, value.Map, value.Vector:
		return someNested(rng, t, now)
	case value.Date:
		return value.OfDate(pick(rng, []int64{0, -1, 20178, 20179, -719162, 2932896})) // 1970, 2025, years 1 and 9999
	}
	panic("fuzz: no values of " + t.String())
}

func someDecimal(rng *rand.Rand, precision int) value.Value {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(precision)), nil)
	limit.Sub(limit, big.NewInt(1))
	x := big.NewInt(rng.Int64N(2001) - 1000)
	switch rng.IntN(8) {
	case 0:
		x.Set(limit)
	case 1:
		x.Neg(limit)
	case 2:
		x.Rsh(limit, uint(rng.IntN(60)))
	}
	x.Rem(x, new(big.Int).Add(limit, big.NewInt(1)))
	hi := new(big.Int).Rsh(x, 64)
	lo := new(big.Int).Sub(x, new(big.Int).Lsh(hi, 64))
	return value.OfDecimal(hi.Int64(), lo.Uint64())
}

// someKey returns one of the few keys of a type.
func someKey(rng *rand.Rand, t types.Type) value.Value {
	if t.Nullable && rng.IntN(12) == 0 {
		return value.Null
	}
	n := rng.Int64N(3)
	switch t.Kind {
	case value.Bool:
		return value.OfBool(n == 0)
	case value.Int64:
		return value.OfInt64([]int64{1, -1, math.MaxInt64}[n])
	case value.String:
		return value.OfString([]string{"", "a", "é"}[n])
	case value.Timestamp:
		return value.OfTimestamp([]int64{0, -1, lastInstant}[n])
	case value.Date:
		return value.OfDate([]int64{0, -1, 20178}[n])
	}
	panic("fuzz: no keys of " + t.String())
}
