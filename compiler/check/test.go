package check

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/runtime/value"
)

// test lowers a test block. Events that are given for one source in several
// tables are one list.
func (c *checker) test(d *ast.Test) {
	out := &ir.Test{Name: d.Name.Value, Span: d.Name.Span}
	bySource := map[*ir.Source]*ir.TestEvents{}
	for _, step := range d.Steps {
		switch n := step.(type) {
		case *ast.TestData:
			src := c.lookupSource(n.Source)
			if src == nil {
				continue
			}
			if bySource[src] == nil {
				bySource[src] = &ir.TestEvents{Source: src}
				out.Events = append(out.Events, bySource[src])
			}
			bySource[src].Rows = append(bySource[src].Rows, c.testRows(src, n)...)
		case *ast.TestAt:
			r := &read{c: c, at: n}
			if lowered := r.lower(fmt.Sprintf("test_%d_%d", len(c.program.Tests)+1, len(out.Reads)+1)); lowered != nil {
				out.Reads = append(out.Reads, lowered)
			}
		}
	}
	c.program.Tests = append(c.program.Tests, out)
}

// testRows reads the events of one table.
func (c *checker) testRows(src *ir.Source, n *ast.TestData) [][]value.Value {
	seen, ok := names{}, true
	at := make([]int, len(n.Columns))
	given := map[int]bool{}
	for i, id := range n.Columns {
		at[i] = columnIndex(src.Columns, id.Name)
		if at[i] < 0 {
			c.bag.Add(unknownColumn(id, c.declared[fold(src.Name)].kind+" "+src.Name, columnNames(src.Columns)))
			ok = false
		}
		ok = seen.add(c, id, "column") && ok
		given[at[i]] = true
	}
	for i, col := range src.Columns {
		if !given[i] && !col.Type.Nullable && c.reads(src, i) && !saysModel(src, col) {
			c.bag.Add(columnNeeded(n, col))
			ok = false
		}
	}
	if !ok {
		return nil
	}
	var rows [][]value.Value
	for _, cells := range n.Rows {
		row := make([]value.Value, len(src.Columns))
		for i, col := range src.Columns {
			if !given[i] && !col.Type.Nullable {
				row[i] = zero(col.Type)
			}
		}
		for i, cell := range cells {
			row[at[i]] = c.cell(cell, src.Columns[at[i]])
		}
		if len(cells) > 0 {
			c.testModels(src, given, row, cells[0].Span)
		}
		if a := src.Arrival; a != ir.None && !given[a] {
			row[a] = row[src.Time] // as early as can be
		}
		rows = append(rows, row)
	}
	return rows
}

// reads reports whether anything looks at a column: then a test has to give
// it, unless it may be null. An arrival time has a value of its own where it
// is left out.
func (c *checker) reads(src *ir.Source, column int) bool {
	if column == src.Time || column == src.Sequence || column == src.Unique {
		return true
	}
	if src.Table != nil {
		return column != src.Arrival // which version is newer is up to the whole row
	}
	found := false
	look := func(e ir.Expr) {
		ir.Walk(e, func(e ir.Expr) {
			if r, ok := e.(*ir.ColumnRef); ok && r.Index == column {
				found = true
			}
		})
	}
	for _, v := range c.program.Views {
		if v.Source != src {
			continue
		}
		for _, k := range v.Key {
			found = found || k == column
		}
		look(v.Where)
		for _, l := range v.Lets {
			look(l.Expr)
		}
		for _, f := range v.Features {
			if f.Agg == nil {
				continue
			}
			look(f.Agg.Where)
			for _, a := range f.Agg.Args {
				look(a)
			}
		}
	}
	return found
}

// zero stands in a column that cannot be null and that nothing looks at.
func zero(t types.Type) value.Value {
	return value.Value{Kind: t.Kind}
}

// cell reads one cell; null where it does not parse, which is reported. In a
// test, times of every column may be written out.
func (c *checker) cell(n ast.Cell, col *ir.Column) value.Value {
	if n.Text == "null" && !n.Quoted {
		if !col.Type.Nullable {
			c.bag.Add(badCell(n.Span, col, fmt.Errorf("null, but %s is not nullable", col.Name)))
		}
		return value.Null
	}
	if n.Text == "" && col.Type.Kind == value.String {
		return value.OfString("")
	}
	if col.Epoch != "" {
		written := *col
		written.Epoch = ""
		if v, err := cell.Decode(n.Text, &written); err == nil {
			return v
		}
	}
	v, err := cell.Decode(n.Text, col)
	if err != nil {
		c.bag.Add(badCell(n.Span, col, err))
	}
	return v
}
