// Package verify holds several engines to the zero-skew contract: it runs them
// over the same events and labels, compares every value bit for bit, and brings
// a difference down to the fewest events that still show it.
package verify
