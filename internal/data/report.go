package data

import (
	"cmp"
	"slices"
)

// Report says what reading a table found.
type Report struct {
	Files    []string
	Rows     int
	Rejected []Rejected // by column and cause; what did not occur is absent
}

// Rejected counts the values of a column that became null for one cause.
type Rejected struct {
	Column string
	Cause  Cause
	Count  int
}

type tallyKey struct {
	column string
	cause  Cause
}

// tally counts rejected values while a table is read.
type tally map[tallyKey]int

func (t tally) add(column string, cause Cause) {
	if cause != Kept {
		t[tallyKey{column, cause}]++
	}
}

func (t tally) sorted() []Rejected {
	var out []Rejected
	for k, n := range t {
		out = append(out, Rejected{k.column, k.cause, n})
	}
	slices.SortFunc(out, func(a, b Rejected) int {
		return cmp.Or(cmp.Compare(a.Column, b.Column), cmp.Compare(a.Cause, b.Cause))
	})
	return out
}
