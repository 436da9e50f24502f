package fuzz

import (
	"math/rand/v2"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// someNested returns a list, map or vector of a type, mostly one of few, so that they
// repeat.
func someNested(rng *rand.Rand, t types.Type, now int64) value.Value {
	n := rng.IntN(4)
	switch t.Kind {
	case value.List:
		var out []value.Value
		for range n {
			out = append(out, someValue(rng, *t.Elem, now))
		}
		return value.OfList(out...)
	case value.Map:
		var out []value.Pair
		for range n {
			out = append(out, value.Pair{Key: someValue(rng, *t.Key, now), Value: someValue(rng, *t.Elem, now)})
		}
		return value.OfMap(out...)
	}
	out := make([]float64, t.Length)
	for i := range out {
		if n > 0 {
			out[i] = float64(rng.IntN(5) - 2)
		} else {
			out[i] = pick(rng, floats)
		}
	}
	return value.OfVector(out)
}
