package reference

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
)

// Report counts what a run rejected. Events are admitted per entity key, so
// one event may be rejected for one entity and not for another.
type Report struct {
	Rejected []*Rejected
	Failed   []*Failed
}

// Rejected counts the events of a source that belong to no entity, or that
// admission dropped.
type Rejected struct {
	Source    *ir.Source
	Key       []int // the columns of Source that pick the entity
	NullKey   int   // a key column or the event time is null
	Late      int
	Duplicate int
}

// keyNames lists the columns that pick the entity.
func (c *Rejected) keyNames() string {
	var names []string
	for _, i := range c.Key {
		names = append(names, c.Source.Columns[i].Name)
	}
	return strings.Join(names, ", ")
}

// Failed counts the events for which an expression of a feature failed:
// overflow, division by zero, out of domain. Nulls that come from nulls do not
// count.
type Failed struct {
	Feature *ir.Feature
	Events  int
}

func newReport() *Report { return &Report{} }

func (r *Report) rejected(src *ir.Source, key []int) *Rejected {
	c := &Rejected{Source: src, Key: key}
	r.Rejected = append(r.Rejected, c)
	return c
}

func (r *Report) failures(f *ir.Feature) *int {
	c := &Failed{Feature: f}
	r.Failed = append(r.Failed, c)
	return &c.Events
}

// String lists the counts that are not zero, one per line.
func (r *Report) String() string {
	var out []byte
	for _, c := range r.Rejected {
		for _, n := range []struct {
			count int
			cause string
		}{{c.NullKey, "null key"}, {c.Late, "late"}, {c.Duplicate, "duplicate"}} {
			if n.count > 0 {
				out = fmt.Appendf(out, "%s by %s: %d %s\n", c.Source.Name, c.keyNames(), n.count, n.cause)
			}
		}
	}
	for _, c := range r.Failed {
		if c.Events > 0 {
			out = fmt.Appendf(out, "%s: %d failed\n", c.Feature.QName(), c.Events)
		}
	}
	return string(out)
}
