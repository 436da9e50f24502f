package sql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/zone"
)

// Some windows do not begin at an age: those of a calendar, and those that move
// in steps. Where they begin is worked out for each label first, as columns
// beside its keys.

// extent is where a window begins and ends: columns of the labels. An end that is
// nil is the label's instant, which is part of the window; the end in a column is
// not.
type extent struct{ first, end sqlast.Expr }

// hasStart reports whether a window's beginning is a column of the labels.
func hasStart(w ir.Window) bool { return w.Calendar.Unit != 0 || w.Step > 0 }

// starts builds the CTEs that give labels the beginnings of windows.
type starts struct {
	b       *builder
	g       *plan.Group
	from    string            // the CTE with the labels so far
	names   scope             // of its columns
	carried []string          // its columns
	row, at string            // those that it always has
	known   map[string]string // what a column holds → column
}

// withStarts returns labels that have the beginnings of a group's windows, by
// window, as columns.
func (b *builder) withStarts(g *plan.Group, windows []int, ask labels) (labels, map[int]extent) {
	for _, v := range g.Views {
		if !b.need(MicroTimes, "a window that begins at a unit of a calendar or a step", v) {
			break
		}
	}
	s := &starts{b: b, g: g, from: ask.name, names: scope{}, row: ask.row, at: ask.at, known: map[string]string{}}
	add := func(column string) {
		if !slices.Contains(s.carried, column) {
			s.carried = append(s.carried, s.names.name(column))
		}
	}
	add(ask.row)
	for _, k := range g.Entity.Keys {
		add(ask.keys[k.Name])
	}
	add(ask.at)
	out := map[int]extent{}
	for _, i := range windows {
		w := g.Windows[i]
		switch {
		case w.Step > 0:
			out[i] = extent{first: qualified(labelAlias, s.step(w))}
		case w.Calendar.Previous:
			end := s.begin(w.Calendar, s.at, "")
			out[i] = extent{qualified(labelAlias, s.begin(w.Calendar, end, "last_")), qualified(labelAlias, end)}
		default:
			out[i] = extent{first: qualified(labelAlias, s.begin(w.Calendar, s.at, ""))}
		}
	}
	ask.name = s.from
	return ask, out
}

// next adds a CTE that adds a column to the labels, and returns the column.
func (s *starts) next(column, comment string, x sqlast.Expr, joins ...sqlast.Join) string {
	name := s.names.name(column)
	q := &sqlast.Select{From: aliased(s.from, labelAlias), Joins: joins}
	for _, c := range s.carried {
		q.Columns = append(q.Columns, sqlast.Column{X: qualified(labelAlias, c)})
	}
	q.Columns = append(q.Columns, sqlast.Column{X: x, As: name})
	s.from = s.b.cte(s.g.Name+"_from_"+name, comment, q)
	s.carried = append(s.carried, name)
	return name
}

// step adds the beginning of a window that moves in steps.
func (s *starts) step(w ir.Window) string {
	key := fmt.Sprint("step ", w.From, " ", w.Step)
	if c, ok := s.known[key]; ok {
		return c
	}
	start := sqlast.Bin(micros(qualified(labelAlias, s.at)), "-", sqlast.Int(w.From))
	step := sqlast.Int(w.Step)
	past := sqlast.Bin(sqlast.Bin(sqlast.Bin(start, "%", step), "+", step), "%", step)
	c := s.next(short(w.From)+"_by_"+short(w.Step), fmt.Sprintf("Where %s by %s begins for each label.", short(w.From), short(w.Step)),
		timestamp(sqlast.Bin(start, "-", past)))
	s.known[key] = c
	return c
}

// begin adds the instant at which the calendar's unit began that a column's
// instant is in, or, with the prefix of the unit before, the last microsecond
// before it.
func (s *starts) begin(c ir.Calendar, of, prefix string) string {
	key := fmt.Sprint("begin ", c.Unit, " ", c.Zone, " ", of)
	if known, ok := s.known[key]; ok {
		return known
	}
	instant := micros(qualified(labelAlias, of))
	if prefix != "" {
		instant = sqlast.Bin(instant, "-", sqlast.Int(1))
	}
	name := prefix + c.Unit.String()
	shown := s.shown(c, name, instant)
	x, clock := s.first(c, qualified(labelAlias, shown))
	began := s.next(name+"_start", "When they do so first.", x, clock)
	s.known[key] = began
	return began
}

const clockAlias = "c"

// within joins the stretch of a clock that x, in microseconds, is in.
func (s *starts) within(zone string, x sqlast.Expr, lo, hi string) sqlast.Join {
	return sqlast.Join{
		Kind: "JOIN", Table: aliased(s.b.clock(zone), clockAlias),
		On: sqlast.And(sqlast.Bin(x, ">=", qualified(clockAlias, lo)), sqlast.Bin(x, "<", qualified(clockAlias, hi))),
	}
}

// shown adds what the clocks of a calendar show, in microseconds, when the unit
// begins that an instant is in.
func (s *starts) shown(c ir.Calendar, name string, instant sqlast.Expr) string {
	shows := sqlast.Fn("least", sqlast.Bin(instant, "+", qualified(clockAlias, "shift")),
		sqlast.Bin(qualified(clockAlias, "reached"), "-", sqlast.Int(1)))
	return s.next(name+"_shown", fmt.Sprintf("What clocks in %s show when the %s begins.", c.Zone, c.Unit),
		micros(sqlast.Fn("date_trunc", sqlast.Text(c.Unit.String()), timestamp(shows))), s.within(c.Zone, instant, "since", "until"))
}

// first is the first instant at which the clocks of a calendar show a time, given
// in microseconds, or a later one, and the join with the clock that it takes.
func (s *starts) first(c ir.Calendar, shown sqlast.Expr) (sqlast.Expr, sqlast.Join) {
	x := timestamp(sqlast.Fn("greatest", qualified(clockAlias, "since"), sqlast.Bin(shown, "-", qualified(clockAlias, "shift"))))
	return x, s.within(c.Zone, shown, "behind", "reached")
}

// micros is a timestamp as microseconds since 1970.
func micros(x sqlast.Expr) sqlast.Expr { return sqlast.Fn("epoch_us", x) }

// timestamp is the timestamp of microseconds since 1970.
func timestamp(x sqlast.Expr) sqlast.Expr { return sqlast.Fn("make_timestamp", x) }

var zoneSlug = strings.NewReplacer("/", "_", "-", "_minus_", "+", "_plus_")

// clock returns the CTE with the clock of a zone, in microseconds: from since
// until, clocks are shift ahead of UTC; they show what is from behind up to, not
// including, reached first in that time. See window.Clock.
func (b *builder) clock(name string) string {
	if cte, ok := b.clocks[name]; ok {
		return cte
	}
	values := sqlast.Values{Columns: []string{"since", "shift", "reached"}}
	for _, s := range zone.Clock(name) {
		values.Rows = append(values.Rows, []int64{s.Since, s.Offset, s.Reached})
	}
	slug := zoneSlug.Replace(strings.ToLower(name))
	changes := b.cte("changes_"+slug, "The clocks of "+name+", in seconds: from when on, how far ahead of UTC, up to where.", values)
	const forever = 1 << 60
	in := func(column string) sqlast.Expr {
		return sqlast.Bin(sqlast.Cast{X: sqlast.Col(column), Type: "BIGINT"}, "*", sqlast.Int(1_000_000))
	}
	beside := func(fn, column string, end int64) sqlast.Expr {
		return sqlast.Call{Func: fn, Args: []sqlast.Expr{in(column), sqlast.Int(1), sqlast.Int(end)},
			Over: &sqlast.Over{OrderBy: []sqlast.Order{{X: sqlast.Col("since")}}}}
	}
	first := sqlast.Bin(sqlast.Col("since"), "=", sqlast.Int(zone.Clock(name)[0].Since))
	cte := b.cte("clock_"+slug, "", &sqlast.Select{
		Columns: []sqlast.Column{
			{X: sqlast.Case{Whens: []sqlast.When{{Cond: first, Then: sqlast.Int(-forever)}}, Else: in("since")}, As: "since"},
			{X: beside("lead", "since", forever), As: "until"},
			{X: beside("lag", "reached", -forever), As: "behind"},
			{X: in("reached"), As: "reached"},
			{X: in("shift"), As: "shift"},
		},
		From: table(changes),
	})
	b.clocks[name] = cte
	return cte
}
