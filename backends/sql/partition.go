package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
)

// The columns of what Touched returns; either is null where the days have no such
// end, or where there are no labels.
const (
	TouchedSince = "since_day"
	TouchedUntil = "until_day"
)

// days are the partitions of a source that labels and windows can touch.
type days struct {
	back         int64 // microseconds before the first label; where first
	first, until bool  // whether they have these ends
}

// touched says which partitions of a source a feature set can touch. It goes by
// what prune does for each key:
//
//   - an event older than the windows reach before the first label changes nothing,
//     unless it can stand between two events of one id, or begin a view's readings;
//   - one that happens after the last label is not known there, and can only change
//     what is late or repeated where it arrives before it happens.
func (b *builder) touched(s *ir.Source) days {
	out := days{first: true, until: s.Arrival == ir.None || s.Lateness == ir.None && s.Unique == ir.None}
	for _, g := range b.p.Groups {
		if g.Source != s || !reads(b.set, g) {
			continue
		}
		back, ok := b.reach(g)
		out.back, out.first = max(out.back, back), out.first && ok
	}
	return out
}

// daysAsked adds the CTE with the first and the last day of a source that labels
// ask for; "" where the source has no partitions, or where there are no labels.
func (b *builder) daysAsked(s *ir.Source) string {
	if s.Batch.Partition() == "" || b.set == nil {
		return ""
	}
	if name, ok := b.days[s]; ok {
		return name
	}
	d := b.touched(s)
	if !d.first && !d.until {
		return ""
	}
	from, at := b.opt.LabelTable, sqlast.Expr(sqlast.Col(b.set.Time.Name))
	if from == "" {
		from = b.decodedLabels(b.set)
	}
	day := func(has bool, x sqlast.Expr) sqlast.Expr {
		if !has {
			x = sqlast.Null
		}
		return sqlast.Cast{X: x, Type: "DATE"}
	}
	b.days[s] = b.cte(s.Name+"_days", "The first and the last day that windows and labels can touch.", &sqlast.Select{
		Columns: []sqlast.Column{
			{X: day(d.first, minus(sqlast.Fn("min", at), d.back)), As: TouchedSince},
			{X: day(d.until, sqlast.Fn("max", at)), As: TouchedUntil},
		},
		From: table(from),
	})
	return b.days[s]
}

// partitions joins the files of a source with the days that are asked for: engines
// then leave the folders of others alone.
func (b *builder) partitions(s *ir.Source) []sqlast.Join {
	const alias = "days"
	asked := b.daysAsked(s)
	if asked == "" {
		return nil
	}
	day := sqlast.Cast{X: qualified(fileAlias, s.Batch.Partition()), Type: "DATE"}
	var on sqlast.Expr
	d := b.touched(s)
	if d.first {
		on = sqlast.And(on, sqlast.Bin(day, ">=", qualified(alias, TouchedSince)))
	}
	if d.until {
		on = sqlast.And(on, sqlast.Bin(day, "<=", qualified(alias, TouchedUntil)))
	}
	return []sqlast.Join{{Kind: "JOIN", Table: aliased(asked, alias), On: on}}
}

// Touched is a query for the first and the last day of the partitions of a source
// that a training set reads, as text; nil where it reads all of them.
func (d *Dialect) Touched(p *plan.Plan, set *ir.FeatureSet, s *ir.Source, opt Options) (*sqlast.Query, error) {
	b := newBuilder(d, p, opt)
	b.set = set
	asked := b.daysAsked(s)
	if err := b.bag.Err(); err != nil || asked == "" {
		return nil, err
	}
	text := func(name string) sqlast.Column {
		return sqlast.Column{X: sqlast.Cast{X: sqlast.Col(name), Type: d.TypeName(types.String)}, As: name}
	}
	return &sqlast.Query{With: b.with, Body: &sqlast.Select{
		Columns: []sqlast.Column{text(TouchedSince), text(TouchedUntil)}, From: table(asked),
	}}, nil
}

// Misplaced finds an event of a file that is not of the day of the partition it is in,
// YYYY-MM-DD: its row and its time, as in CheckSource.
func (d *Dialect) Misplaced(s *ir.Source, f File, day string) Check {
	return checkOf(func(numbered bool) *sqlast.Query { return d.misplaced(s, f, day, numbered) })
}

func (d *Dialect) misplaced(s *ir.Source, f File, day string, numbered bool) *sqlast.Query {
	l := newLayers(d)
	numberRows(l, numbered)
	at := s.Columns[s.Time]
	raws, _ := d.files.start(l, f, fileAlias, []*ir.Column{at}, false)
	v, _ := d.files.cell(l, f, raws[0], at).value(l, at, nil)
	time := l.define("featc_time", v)
	return faults(l, d.files.table(f, numbered), numbered,
		sqlast.Bin(sqlast.Cast{X: time, Type: "DATE"}, "<>", sqlast.Typed{Type: "DATE", Value: day}),
		sqlast.Column{X: sqlast.Text(at.Name), As: CheckColumn},
		sqlast.Column{X: sqlast.Cast{X: time, Type: d.TypeName(types.String)}, As: CheckText},
		sqlast.Column{X: sqlast.Cast{X: sqlast.Null, Type: d.TypeName(types.String)}, As: CheckModel})
}
