package sql

import (
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/lang/diag"
)

// Options says where the data is.
type Options struct {
	// Tables are typed tables (or views) that hold the events of sources, with
	// the columns of the source by their names. Sources that are not in it are
	// read from the files of their batch connector.
	Tables map[*ir.Source]string
	// LabelTable is a typed table of labels; "" reads Labels. It has the set's
	// key columns, time column and request fields by their names, and a column
	// label_row that orders it.
	LabelTable string
	// Labels is the label file of a training set: "csv", "parquet" or "jsonl" and a path.
	// Where its Path is "", the set's own connector, or else labels.csv, is used.
	Labels File
	// Computed are tables that hold the aggregated features of groups, a row per
	// label with the label's row column and, by name (view.feature), the features:
	// what a replay has read. Other groups are computed by the statement.
	Computed map[*plan.Group]string
	// Checked says that every cell of the files is known to parse; looking again
	// costs as much as sorting the rows.
	Checked bool
	// Path turns the path of a connector into the one to write; nil joins it to
	// the folder of the .feat file.
	Path func(*ir.Connector) string
	// Without are rules that the planner is to do without.
	Without []Rule
}

// File is a file of events or labels. Columns are all that a label file is known to
// have, so that the column which numbers labels is called otherwise.
type File struct {
	Kind, Path string
	Partition  string // see ir.Connector.Partition
	Columns    []string
}

// builder collects the CTEs of one statement.
type builder struct {
	d        *Dialect
	p        *plan.Plan
	opt      Options
	bag      diag.Bag
	with     []sqlast.CTE
	names    scope // of CTEs
	loaded   map[*ir.Source]string
	training *labels                // the labels of a training set; nil where events ask
	set      *ir.FeatureSet         // the set that is trained or counted for; nil where there are no labels
	events   map[*plan.Group]string // → CTE of admitted events
	looked   map[*plan.Group]string // → CTE of those with what they look up
	numbered map[*ir.Source]string  // → CTE of a table's versions
	clocks   map[string]string      // zone → CTE of its clock
	began    map[*plan.Group]string // → CTE of when each key has its first event
	sizes    string                 // CTE of the sizes of blocks
	days     map[*ir.Source]string  // → CTE of the days that labels ask for
	decoded  string                 // CTE of the labels, read from their file
}

func newBuilder(d *Dialect, p *plan.Plan, opt Options) *builder {
	b := &builder{
		d: d, p: p, opt: opt,
		names: scope{}, loaded: map[*ir.Source]string{}, events: map[*plan.Group]string{},
		clocks: map[string]string{}, looked: map[*plan.Group]string{}, numbered: map[*ir.Source]string{},
		began: map[*plan.Group]string{}, days: map[*ir.Source]string{},
	}
	for _, t := range opt.Tables {
		b.names.name(t)
	}
	if opt.LabelTable != "" {
		b.names.name(opt.LabelTable)
	}
	return b
}

// cte adds a CTE and returns its name.
func (b *builder) cte(want, comment string, body sqlast.Body) string {
	name := b.names.name(want)
	b.with = append(b.with, sqlast.CTE{Name: name, Comment: comment, Body: body})
	return name
}

// stack adds the CTEs of layers and returns the name of the last.
func (b *builder) stack(l *layers, want, comment string, first *sqlast.Select) string {
	name := b.names.name(want)
	b.with = append(b.with, l.ctes(name, comment, first, b.names.name)...)
	return name
}

func (b *builder) exprs(l *layers, leaf func(ir.Expr) sqlast.Expr) *exprs {
	return &exprs{d: b.d, l: l, leaf: leaf, bag: &b.bag}
}

// source returns the table or CTE with the events of a source.
func (b *builder) source(s *ir.Source) string {
	if t, ok := b.opt.Tables[s]; ok {
		return t
	}
	if t, ok := b.loaded[s]; ok {
		return t
	}
	t := b.decodeSource(s)
	b.loaded[s] = t
	return t
}

// need reports whether the dialect has a capability, and to the person if not.
func (b *builder) need(c Capability, why string, view *ir.View) bool {
	if !b.d.Can(c) {
		b.bag.Add(errCannot(b.d, c, why, view.Span))
	}
	return b.d.Can(c)
}

// script ends the statement, or returns what is wrong with it.
func (b *builder) script(comment string, body *sqlast.Select) (*sqlast.Script, error) {
	if err := b.bag.Err(); err != nil {
		return nil, err
	}
	return &sqlast.Script{Comment: comment, Query: &sqlast.Query{With: b.with, Body: body}}, nil
}

func table(name string) sqlast.Table { return sqlast.Table{Name: name} }

func aliased(name, alias string) sqlast.Table { return sqlast.Table{Name: name, Alias: alias} }

func qualified(table, col string) sqlast.Name { return sqlast.Name{Table: table, Col: col} }

// comment joins the paragraphs of a comment, without empty ones.
func comment(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n")
}
