package sql

import (
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/plan"
)

// windowsOf lists the windows of slots, each once.
func windowsOf(g *plan.Group, slots []int) []int {
	var out []int
	for _, i := range slots {
		if w := g.Slots[i].Window; !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// between is the condition for an event to be in a window that begins at an
// instant of the label.
func (s *seen) between(e extent) sqlast.Expr {
	if e.end != nil {
		return sqlast.And(sqlast.Bin(s.time(), ">=", e.first), sqlast.Bin(s.time(), "<", e.end))
	}
	return sqlast.Bin(s.time(), ">=", e.first)
}

// fromEarliest is the condition for an event to be in any of the windows, or
// between them.
func (s *seen) fromEarliest() sqlast.Expr {
	var firsts []sqlast.Expr
	for _, w := range sortedKeys(s.extents) {
		if f := s.extents[w].first; !slices.Contains(firsts, f) {
			firsts = append(firsts, f)
		}
	}
	first := firsts[0]
	if len(firsts) > 1 {
		first = sqlast.Fn("least", firsts...)
	}
	return sqlast.And(sqlast.Bin(s.time(), ">=", first), sqlast.Bin(s.time(), "<=", s.at()))
}

func sortedKeys(m map[int]extent) []int {
	var out []int
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// breaks are the columns with which sessions are found: which events end one,
// being further than the gap from the next event of the label or from its
// instant, and which events come after the last of those.
type breaks struct {
	ends, in, time, base string // base is "" where every event counts
}

// gaps adds the columns that say which events end a session.
func (s *seen) gaps(slot *plan.Slot, gap int64) {
	br := &breaks{time: s.names.name("session_time"), ends: "", in: ""}
	s.columns = append(s.columns, sqlast.Column{X: s.time(), As: br.time})
	over := &sqlast.Over{
		PartitionBy: []sqlast.Expr{qualified(labelAlias, s.ask.row)},
		OrderBy:     []sqlast.Order{{X: s.time()}},
	}
	if base, ok := s.ev.input(slot.Base).(sqlast.Name); ok {
		over.PartitionBy = append(over.PartitionBy, s.event(base))
		br.base = s.column("session_base", s.event(base)).Col
	}
	next := sqlast.Call{Func: "lead", Args: []sqlast.Expr{s.time(), sqlast.Int(1), s.at()}, Over: over}
	br.ends = s.column("ends_session", sqlast.Bin(next, ">", plus(s.time(), gap))).Col
	br.in = s.names.name("in_session")
	s.breaks = br
}

// session is what the join sees, with whether an event is in the session that
// goes on at the label. Events of one time are peers, in it together or not.
func (s *seen) session(joined string) *sqlast.Select {
	over := &sqlast.Over{
		PartitionBy: []sqlast.Expr{sqlast.Col(s.row)},
		OrderBy:     []sqlast.Order{{X: sqlast.Col(s.breaks.time), Desc: true}},
	}
	if s.breaks.base != "" {
		over.PartitionBy = append(over.PartitionBy, sqlast.Col(s.breaks.base))
	}
	ended := sqlast.Case{Whens: []sqlast.When{{Cond: sqlast.Col(s.breaks.ends), Then: sqlast.Int(1)}}, Else: sqlast.Int(0)}
	in := sqlast.Bin(sqlast.Call{Func: "max", Args: []sqlast.Expr{ended}, Over: over}, "=", sqlast.Int(0))
	return &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Star{}}, {X: in, As: s.breaks.in}},
		From:    table(joined),
	}
}
