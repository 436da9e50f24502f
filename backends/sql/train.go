package sql

import (
	"fmt"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// Row is the column that numbers and orders labels, unless a key or a request
// field has that name.
const Row = "label_row"

// RowColumn is the column that numbers the labels of a set in a file.
func RowColumn(set *ir.FeatureSet, labels File) string {
	names := scope{}
	for _, c := range labels.Columns {
		names.name(c)
	}
	for _, c := range LabelColumns(set) {
		names.name(c.Name)
	}
	return names.name(Row)
}

// Train is the training set of a feature set: labels in, one row per label out
// in the labels' order, with every column of the labels and then the features.
func (d *Dialect) Train(p *plan.Plan, set *ir.FeatureSet, opt Options) (*sqlast.Script, error) {
	b := newBuilder(d, p, opt)
	b.set = set
	ask := labels{name: opt.LabelTable, row: RowColumn(set, opt.Labels), at: set.Time.Name, keys: map[string]string{}}
	if ask.name == "" {
		ask.name = b.decodedLabels(set)
	}
	for _, k := range set.KeyColumns() {
		ask.keys[k.Name] = k.Name
	}
	for _, r := range set.Request {
		ask.request = append(ask.request, r.Name)
	}
	b.training = &ask
	features := make([]*ir.Feature, len(set.Features))
	for i, f := range set.Features {
		features[i] = f.Feature
	}
	cte, columns := b.features(features, ask)

	out := &sqlast.Select{
		Columns: []sqlast.Column{{X: b.allBut(ask.row)}},
		From:    aliased(ask.name, labelAlias),
		Joins: []sqlast.Join{{
			Kind: "JOIN", Table: aliased(cte, "f"),
			On: sqlast.Bin(qualified("f", ask.row), "=", qualified(labelAlias, ask.row)),
		}},
		OrderBy: []sqlast.Order{{X: qualified(labelAlias, ask.row)}},
	}
	for i, f := range set.Features {
		out.Columns = append(out.Columns, sqlast.Column{X: qualified("f", columns[i]), As: f.Name, Comment: about(f.Feature)})
	}
	return b.script(comment(fmt.Sprintf("The training set of %s: one row per label, in the labels' order.", set.Name), set.Doc), out)
}

// allBut is every column of the labels but one, or all of them where the dialect
// cannot leave one out.
func (b *builder) allBut(column string) sqlast.Expr {
	if !b.d.Can(StarExcept) {
		return sqlast.Star{Table: labelAlias}
	}
	return sqlast.Star{Table: labelAlias, Except: []string{column}}
}

// Labels is the label file of a set, decoded and numbered in the column
// RowColumn: what Train takes as a table.
func (d *Dialect) Labels(p *plan.Plan, set *ir.FeatureSet, opt Options) (*sqlast.Query, error) {
	b := newBuilder(d, p, opt)
	from := b.decodeLabels(set)
	if err := b.bag.Err(); err != nil {
		return nil, err
	}
	return &sqlast.Query{With: b.with, Body: &sqlast.Select{Columns: []sqlast.Column{{X: sqlast.Star{}}}, From: table(from)}}, nil
}
