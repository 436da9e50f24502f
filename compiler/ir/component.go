package ir

import (
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// ComponentKind is a primitive reduction, known to every backend.
type ComponentKind int

// The primitives. Each reduces the events of a window that pass the view's and
// the feature's where and whose argument is not null.
const (
	CompCount    ComponentKind = iota + 1 // how many; int64; of rows where Arg is nil
	CompSum                               // exact sum of int64 (as Wide), decimal (as decimal(38, s)) or float64 (fixed point, see docs/semantics.md); of each element of vectors
	CompMin                               // smallest; of each element of vectors
	CompMax                               // largest; of each element of vectors
	CompFirst                             // of the oldest event, by event time and tie order
	CompLast                              // of the newest
	CompDistinct                          // how many different values; int64
	CompUnits                             // exact sum of float64 as a Wide integer in units of 2^-60: a float's CompSum before rounding
	CompArgMin                            // of the event with the smallest By; among several of them, the smallest
	CompArgMax                            // of the event with the largest By; among several of them, the largest
	CompLag                               // of the newest event but N
	CompEach                              // a reduction of what the different keys have: see Each
	CompLastN                             // of the newest N events, as a list, the newest first
	CompFirstN                            // of the oldest N events, as a list, the oldest first
	CompDrawdown                          // the largest difference of a value and one that is not older; int64 as Wide, decimal as decimal(38, s)
	CompList                              // within Each only: a list, by key; or the N with the smallest By, the smallest first; or without a By N in all, each key as often as there are events
	CompMap                               // within Each only: a map from keys
	CompTally                             // within Each only: the counts of the keys 0 to N-1, as a list
	CompFrequent                          // within Each only: the N values that come most often, by the events of their keys, the smallest first among those that come as often; as a list
	CompRank                              // within Each only: the key of nearest rank
)

var componentNames = map[ComponentKind]string{
	CompCount: "count", CompSum: "sum", CompMin: "min", CompMax: "max",
	CompFirst: "first", CompLast: "last", CompDistinct: "distinct", CompUnits: "units",
	CompArgMin: "arg_min", CompArgMax: "arg_max", CompLag: "lag", CompEach: "each", CompRank: "rank",
	CompLastN: "last_n", CompFirstN: "first_n", CompDrawdown: "drawdown", CompList: "list", CompMap: "map", CompTally: "tally", CompFrequent: "frequent",
}

// TakesRows reports whether the component is read from some of the oldest or newest
// events, and not from what they add up to.
func (k ComponentKind) TakesRows() bool {
	return k == CompLag || k == CompLastN || k == CompFirstN
}

func (k ComponentKind) String() string { return componentNames[k] }

// Algebra is the algebraic class of a component; it decides which plans and
// which window structures can compute it.
type Algebra int

// The classes of docs/semantics.md.
const (
	Group       Algebra = iota + 1 // commutative and invertible: running sums, subtract on evict
	Semilattice                    // idempotent: monotonic queues, tiles
	Ordered                        // by event time: as-of joins, time-ordered rings
	Multiset                       // counted values
)

func (a Algebra) String() string {
	return [...]string{"", "group", "semilattice", "ordered", "multiset"}[a]
}

// Algebra returns the class of the component.
func (k ComponentKind) Algebra() Algebra {
	switch k {
	case CompCount, CompSum, CompUnits:
		return Group
	case CompMin, CompMax, CompArgMin, CompArgMax:
		return Semilattice
	case CompFirst, CompLast, CompLag, CompLastN, CompFirstN, CompDrawdown:
		return Ordered
	default:
		return Multiset
	}
}

// Component is one primitive reduction of an aggregation.
type Component struct {
	Kind ComponentKind
	Arg  Expr // row-level; nil for a count of rows
	By   Expr // of arg_min and arg_max: what is compared; of each: of what the best is kept per key; events where it is null are skipped
	N    int  // of lag, last_n, first_n and list
	Each *Each
}

// Type is the type of the component's result. Counts are never null and 0 over
// an empty window; the rest are null there. A sum is null too when it does not
// fit: 10^38 and above unscaled for exact integers, 2^63 for floats and their units.
func (c Component) Type() types.Type {
	switch c.Kind {
	case CompEach:
		if c.Each.Outer.Kind == CompMap {
			return types.Map(c.Each.Key.Type(), c.Each.Outer.Arg.Type()).Null()
		}
		return c.Each.Outer.Type()
	case CompLastN, CompFirstN:
		return types.List(c.Arg.Type().NotNull()).Null()
	case CompTally:
		return types.List(types.Int64)
	case CompFrequent:
		return types.List(c.Arg.Type().NotNull()).Null()
	case CompList:
		return types.List(c.Arg.Type()).Null()
	case CompCount, CompDistinct:
		return types.Int64
	case CompUnits:
		return types.Wide.Null()
	case CompSum, CompDrawdown:
		switch t := c.Arg.Type(); t.Kind {
		case value.Int64:
			return types.Wide.Null()
		case value.Decimal:
			return types.Decimal(types.MaxPrecision, int(t.Scale)).Null()
		case value.Vector:
			return t.Null()
		default:
			return types.Float64.Null()
		}
	default:
		return c.Arg.Type().Null()
	}
}
