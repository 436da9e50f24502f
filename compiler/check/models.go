package check

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// modelColumns checks the columns that say of which model a vector beside them is.
func (c *checker) modelColumns(columns []*ir.Column, list []*ast.Column, kind string) bool {
	ok := true
	for _, col := range columns {
		if col.ModelIn == "" {
			continue
		}
		said := modelInOf(list, col)
		at := columnIndex(columns, col.ModelIn)
		switch {
		case kind == "key":
			continue // a vector is none
		case at < 0:
			c.bag.Add(unknownColumn(said, "what is declared here", columnNames(columns)))
			ok = false
		case columns[at].Type.Kind != value.String:
			c.bag.Add(badTypeArg(said.Span, "the column that says a model is a string, found "+spell(columns[at].Type), "declare it as `"+col.ModelIn+": string`"))
			ok = false
		}
	}
	return ok
}

// modelInOf is the name of the column that says the model of a column, as it is written.
func modelInOf(list []*ast.Column, col *ir.Column) ast.Ident {
	for _, n := range list {
		if n.Name.Span != col.Span {
			continue
		}
		for _, a := range n.Type.Args {
			if id, ok := a.Value.(*ast.Name); ok && a.Name.Name == "model_in" {
				return id.Ident
			}
		}
	}
	return ast.Ident{Name: col.ModelIn, Span: col.Span}
}

// saysModel reports whether a column has the model of a vector beside it.
func saysModel(src *ir.Source, col *ir.Column) bool {
	return slices.ContainsFunc(src.Columns, func(c *ir.Column) bool { return c.ModelIn == col.Name })
}

// testModels fills in what a test leaves out: a vector is of the model that its column
// is declared with. What the test gives must be that.
func (c *checker) testModels(src *ir.Source, given map[int]bool, row []value.Value, span source.Span) {
	for i, col := range src.Columns {
		j := columnIndex(src.Columns, col.ModelIn)
		switch {
		case col.ModelIn == "" || j < 0 || !given[i]:
		case !given[j]:
			row[j] = value.OfString(col.Type.Model)
		default:
			if err := text.CheckModel(row[i], row[j], col.Type.Model); err != nil {
				c.bag.Add(badCell(span, col, fmt.Errorf("%s %w", col.Name, err)))
			}
		}
	}
}
