package mutation

import "slices"

// Mutant is a deliberate fault: one line of a file, replaced.
type Mutant struct {
	File string // from the root of the repository
	Old  string // stands in the file once
	New  string
	Why  string // what the fault does
}

// Mutants are faults of the kinds that a feature compiler can have: bounds, ties,
// eviction, nulls, admission, limbs, snapshots, lowering.
var Mutants = slices.Concat(
	windowMutants,
	runtimeMutants,
	sqlMutants,
	gostreamMutants,
	tickMutants,
	compilerMutants,
)
