package sql

import (
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
)

// Arrivals is a query for the decoded events of a source in the order in which a
// server would have met them: by arrival, and then as admission judges events.
func (d *Dialect) Arrivals(s *ir.Source, opt Options) (*sqlast.Query, error) {
	q, err := d.Events(s, opt)
	if err != nil {
		return nil, err
	}
	body := q.Body.(*sqlast.Select)
	column := func(i int) sqlast.Expr { return sqlast.Col(s.Columns[i].Name) }
	body.OrderBy = append(body.OrderBy, sqlast.Order{X: arrival(s)}, sqlast.Order{X: column(s.Time)})
	first := []int{s.Time}
	for _, i := range []int{s.Sequence, s.Unique} {
		if i != ir.None {
			first = append(first, i)
			body.OrderBy = append(body.OrderBy, sqlast.Order{X: column(i)})
		}
	}
	for i := range s.Columns {
		if !slices.Contains(first, i) {
			body.OrderBy = append(body.OrderBy, sqlast.Order{X: column(i)})
		}
	}
	return q, nil
}

// Rejected counts what the files of a source reject, as Stats does.
func (d *Dialect) Rejected(s *ir.Source, opt Options) (*sqlast.Query, error) {
	b := newBuilder(d, nil, opt)
	counts := b.notFinite(s)
	if err := b.bag.Err(); err != nil || len(counts) == 0 {
		return nil, err
	}
	return &sqlast.Query{With: b.with, Body: sqlast.Union{Selects: counts}}, nil
}

// Count is a query for how many events a source has.
func (d *Dialect) Count(s *ir.Source, opt Options) (*sqlast.Query, error) {
	q, err := d.Events(s, opt)
	if err == nil {
		q.Body.(*sqlast.Select).Columns = []sqlast.Column{{X: sqlast.Fn("count", sqlast.Star{})}}
	}
	return q, err
}
