package verify

import (
	"context"

	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// most bounds how often the engines run to shrink one case.
const most = 300

// Case is a mismatch with the events that are needed to show it.
type Case struct {
	Mismatch
	Input  *engine.Input // one label and the events that are left
	Alone  bool          // false: the label alone does not show the mismatch; Input holds everything
	Engine string
}

// Events returns how many events the case has.
func (c *Case) Events() int {
	n := 0
	for _, e := range c.Input.Events {
		n += len(e.Rows)
	}
	return n
}

// Shrink looks for the smallest part of the events that still makes the two
// engines differ on the mismatch's feature at its label, by delta debugging:
// none of the events that are left can be left out, unless the search ran out
// of tries.
func Shrink(ctx context.Context, in *engine.Input, m *Mismatch, judge, other engine.Engine) *Case {
	s := &shrinker{ctx: ctx, in: in, m: m, judge: judge, other: other}
	c := &Case{Mismatch: *m, Input: in, Engine: other.Name()}
	var all []place
	for source, e := range in.Events {
		for row := range e.Rows {
			all = append(all, place{source, row})
		}
	}
	if !s.differ(all) {
		return c
	}
	kept := all
	if own := s.ofEntities(all); s.differ(own) {
		kept = own
	}
	kept = s.minimise(kept)
	c.Alone, c.Input = true, s.only(kept)
	c.Want, c.Got, _ = s.values(c.Input)
	return c
}

// place is one event: the index of its source among the input's, and its row.
type place struct{ source, row int }

type shrinker struct {
	ctx          context.Context
	in           *engine.Input
	m            *Mismatch
	judge, other engine.Engine
	tries        int
}

// only is the input with the mismatch's label and some of the events.
func (s *shrinker) only(kept []place) *engine.Input {
	out := *s.in
	out.Labels = []engine.Label{s.in.Labels[s.m.Label]}
	out.Events = make([]*engine.Events, len(s.in.Events))
	for i, e := range s.in.Events {
		out.Events[i] = &engine.Events{Source: e.Source}
	}
	for _, p := range kept {
		out.Events[p.source].Rows = append(out.Events[p.source].Rows, s.in.Events[p.source].Rows[p.row])
	}
	return &out
}

// values computes the feature on both engines; ok is false where one fails.
func (s *shrinker) values(in *engine.Input) (want, got value.Value, ok bool) {
	w, err := s.judge.Run(s.ctx, in)
	if err != nil || check(in, s.judge, w) != nil {
		return value.Null, value.Null, false
	}
	g, err := s.other.Run(s.ctx, in)
	if err != nil || check(in, s.other, g) != nil {
		return value.Null, value.Null, false
	}
	return w.Rows[0][s.m.Feature], g.Rows[0][s.m.Feature], true
}

func (s *shrinker) differ(kept []place) bool {
	s.tries++
	if s.tries > most || s.ctx.Err() != nil {
		return false
	}
	want, got, ok := s.values(s.only(kept))
	return ok && want != got
}

// ofEntities keeps the events that have the label's key in some view.
func (s *shrinker) ofEntities(all []place) []place {
	label := s.in.Labels[s.m.Label]
	var out []place
	for _, p := range all {
		row := s.in.Events[p.source].Rows[p.row]
		if s.in.Events[p.source].Source.Table != nil { // other entities' events may look it up
			out = append(out, p)
			continue
		}
		for _, read := range s.in.Set.Views() {
			chain := read.Chain()
			v := chain[len(chain)-1]
			if v.Source != s.in.Events[p.source].Source {
				continue
			}
			same := true
			for i, k := range s.in.Set.KeyIndex(v.Entity) {
				same = same && row[v.Key[i]] == label.Keys[k]
			}
			if same {
				out = append(out, p)
				break
			}
		}
	}
	return out
}

// minimise is ddmin: it tries to leave out ever smaller parts.
func (s *shrinker) minimise(kept []place) []place {
	for parts := 2; len(kept) > 0; {
		smaller := s.without(kept, parts)
		switch {
		case smaller != nil:
			kept, parts = smaller, max(parts-1, 2)
		case parts >= len(kept):
			return kept
		default:
			parts = min(parts*2, len(kept))
		}
	}
	return kept
}

// without returns kept without one of its parts, where that still differs.
func (s *shrinker) without(kept []place, parts int) []place {
	parts = min(parts, len(kept))
	for i := range parts {
		from, to := i*len(kept)/parts, (i+1)*len(kept)/parts
		rest := append(append([]place(nil), kept[:from]...), kept[to:]...)
		if s.differ(rest) {
			return rest
		}
	}
	return nil
}
