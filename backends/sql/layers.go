package sql

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
)

// scope hands out column names that are unique in one relation. Engines fold
// the case of names, so names that differ only there are not unique.
//
// A name that is taken has the number to try next where it is wanted again: without
// it a thousand features of one kind would take half a million tries.
type scope map[string]int

// name returns want, or want with a number after it where it is taken.
func (s scope) name(want string) string {
	key := strings.ToLower(want)
	i := s[key]
	if i == 0 {
		s.take(want)
		return want
	}
	for ; ; i++ {
		if got := fmt.Sprintf("%s_%d", want, i); s[strings.ToLower(got)] == 0 {
			s[key] = i + 1
			s.take(got)
			return got
		}
	}
}

// take notes that a name is taken.
func (s scope) take(name string) { s[strings.ToLower(name)] = 2 }

// layers are columns computed over a relation in steps: a step sees the columns
// of the steps below it. What must be written more than once becomes a column,
// so no expression is written twice, however deep it nests.
type layers struct {
	lex   sqlast.Lexicon
	names scope
	base  []sqlast.Column   // the columns to start from; fixed before the first step
	depth map[string]int    // column → how many steps lie below what reads it
	steps [][]sqlast.Column // steps[i] reads base and steps below i
	memo  map[string]string // printed expression → column that holds it
}

func newLayers(lex sqlast.Lexicon) *layers {
	return &layers{lex: lex, names: scope{}, depth: map[string]int{}, memo: map[string]string{}}
}

// start adds a column of the base relation, computed as x there.
func (l *layers) start(want string, x sqlast.Expr) sqlast.Name {
	name := l.names.name(want)
	l.base = append(l.base, sqlast.Column{X: x, As: name})
	l.depth[name] = 0
	return sqlast.Col(name)
}

// define makes a column of an expression over columns, in the lowest step that
// can see them all.
func (l *layers) define(want string, e sqlast.Expr) sqlast.Name {
	name := l.names.name(want)
	step := 0
	sqlast.Walk(e, func(e sqlast.Expr) {
		if n, ok := e.(sqlast.Name); ok {
			step = max(step, l.depth[n.Col])
		}
	})
	for len(l.steps) <= step {
		l.steps = append(l.steps, nil)
	}
	l.steps[step] = append(l.steps[step], sqlast.Column{X: e, As: name})
	l.depth[name] = step + 1
	return sqlast.Col(name)
}

// atom returns e as something that may be written many times: a column or a
// literal. Anything else becomes a column.
func (l *layers) atom(e sqlast.Expr) sqlast.Expr {
	switch e.(type) {
	case sqlast.Name, sqlast.Number, sqlast.Text, sqlast.Word, sqlast.Typed:
		return e
	}
	text := sqlast.PrintExpr(l.lex, e)
	if name, ok := l.memo[text]; ok {
		return sqlast.Col(name)
	}
	n := l.define("step", e)
	l.memo[text] = n.Col
	return n
}

// ctes returns the steps stacked on a first select that yields the base columns.
// The last one is called name; the ones below it are named by what fresh makes
// of name and a number.
func (l *layers) ctes(name, comment string, first *sqlast.Select, fresh func(string) string) []sqlast.CTE {
	first.Columns = l.base
	if len(l.steps) == 0 {
		return []sqlast.CTE{{Name: name, Comment: comment, Body: first}}
	}
	below := fresh(name + "_0")
	out := []sqlast.CTE{{Name: below, Comment: comment, Body: first}}
	for i, step := range l.steps {
		this := name
		if i < len(l.steps)-1 {
			this = fresh(fmt.Sprintf("%s_%d", name, i+1))
		}
		columns := append([]sqlast.Column{{X: sqlast.Star{}}}, step...)
		out = append(out, sqlast.CTE{Name: this, Body: &sqlast.Select{Columns: columns, From: sqlast.Table{Name: below}}})
		below = this
	}
	return out
}

// temporary lists the columns that the steps define.
func (l *layers) temporary() []string {
	var out []string
	for _, step := range l.steps {
		for _, c := range step {
			out = append(out, c.As)
		}
	}
	return out
}
