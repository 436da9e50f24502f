// Package mutation checks the tests: it puts deliberate faults into the backends,
// the runtime and the lowering, one at a time, and demands that the suite finds
// each. The suite is the scripts of golden/eval with the examples of the contract,
// the tests beside the faulty file, and the differential fuzzer with a bounded
// number of cases, in that order.
//
//	make mutants          # all of them, with a table of what caught which
//	go test ./internal/mutation -mutants 'late|tie'
//
// Faults are laid over the tree (go test -overlay), which is never changed. What
// the runtime and the templates are embedded as is laid over too.
package mutation
