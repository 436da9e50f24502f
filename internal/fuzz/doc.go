// Package fuzz compares engines on random programs and random data, bit for
// bit. Programs are text that goes through the whole front end; data is made of
// values that tend to go wrong: few distinct times, so that ties abound, nulls,
// the ends of every type's range, events that are late, duplicated or from the
// future, labels at event times and a microsecond to either side of windows'
// ends.
//
// A case is named by its seed, and everything about it follows from that. A
// failing case is shrunk to a script in the form of golden/eval, with what the
// reference says; its seed goes to testdata/seeds, where it is run for ever.
package fuzz
