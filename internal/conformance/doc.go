// Package conformance tests that every function of the catalogue has the same
// value on every engine, over a grid of edge cases: the ends of the integers,
// the neighbours of 2^53, subnormal floats, zeros, text outside of ASCII, leap
// days and the nights on which clocks change. Its tests are all there is in it.
package conformance
