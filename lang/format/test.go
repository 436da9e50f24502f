package format

import (
	"strings"
	"unicode/utf8"

	"github.com/featc-lang/featc/lang/ast"
)

func (p *printer) test(n *ast.Test) {
	p.block(line{tail: "test " + quote(n.Name.Value)}, n.Span.End, func() {
		for _, step := range n.Steps {
			p.start(step.Range().Start)
			switch s := step.(type) {
			case *ast.TestData:
				p.add(line{tail: s.Source.Name + ":", opens: true})
				p.indent++
				p.table(s)
				p.indent--
			case *ast.TestAt:
				p.testAt(s)
			}
		}
	})
}

// table writes the events of a test, each column as wide as its widest cell.
func (p *printer) table(d *ast.TestData) {
	if d.Columns == nil {
		return
	}
	rows := [][]string{{}}
	starts := []int{d.Columns[0].Span.Start}
	for _, c := range d.Columns {
		rows[0] = append(rows[0], c.Name)
	}
	for _, r := range d.Rows {
		var cells []string
		for _, c := range r {
			cells = append(cells, cellText(c))
		}
		rows = append(rows, cells)
		starts = append(starts, r[0].Span.Start)
	}
	widths := make([]int, len(d.Columns))
	for _, r := range rows {
		for i, c := range r {
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
		}
	}
	for n, r := range rows {
		var b strings.Builder
		for i, c := range r {
			b.WriteString(c)
			if i < len(r)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c)+1))
			}
		}
		p.start(starts[n])
		p.add(line{tail: b.String()})
	}
}

func (p *printer) testAt(a *ast.TestAt) {
	head := "at " + cellText(a.Time) + " for " + keysText(a.Entries)
	if a.Request != nil {
		head += " with " + keysText(a.Request)
	}
	p.add(line{tail: head + ":", opens: true})
	p.indent++
	for _, c := range a.Checks {
		p.start(c.Range().Start)
		p.add(line{tail: exprText(c)})
	}
	p.indent--
}

func keysText(keys []ast.TestKey) string {
	var out []string
	for _, k := range keys {
		text := k.Name.Name
		for _, v := range k.Values {
			text += " " + cellText(v)
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func cellText(c ast.Cell) string {
	if c.Quoted {
		return quote(c.Text)
	}
	return c.Text
}
