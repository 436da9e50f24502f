package format

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/featc-lang/featc/lang/ast"
)

func (p *printer) file(f *ast.File) {
	p.start(bytes.LastIndex(p.text[:f.Package.Span.Start], []byte("package")))
	p.add(line{tail: "package " + f.Package.Name})
	p.force = true
	for _, i := range f.Imports {
		p.start(i.Span.Start)
		p.add(line{tail: "import " + quote(i.Path.Value)})
	}
	p.force = true
	for _, d := range f.Decls {
		if _, ok := d.(*ast.Entity); !ok {
			p.force = true
		}
		p.declaration(d)
	}
	p.flush(len(p.text) + 1)
}

func (p *printer) declaration(d ast.Decl) {
	start := d.Range().Start
	switch n := d.(type) {
	case *ast.Entity:
		p.item(n.Doc, start)
		p.entity(n)
		return
	case *ast.Source:
		p.item(n.Doc, start)
		p.rows("source", n.Name, n.Columns, n.Settings, n.Span.End)
	case *ast.Table:
		p.item(n.Doc, start)
		p.rows("table", n.Name, n.Columns, n.Settings, n.Span.End)
	case *ast.View:
		p.item(n.Doc, start)
		p.view(n)
	case *ast.FeatureSet:
		p.item(n.Doc, start)
		p.featureSet(n)
	case *ast.Test:
		p.item(n.Doc, start)
		p.test(n)
	}
	p.force = true
}

func (p *printer) entity(n *ast.Entity) {
	var keys, broken []string
	for i, k := range n.Keys {
		key := k.Name.Name + ": " + typeText(&k.Type)
		keys = append(keys, key)
		if i < len(n.Keys)-1 {
			key += ","
		}
		broken = append(broken, key)
	}
	head := "entity " + n.Name.Name + " ("
	for _, k := range n.Keys {
		if !k.Doc.Span.IsZero() {
			p.documentedKeys(head, n.Keys)
			return
		}
	}
	p.add(line{tail: head + strings.Join(keys, ", ") + ")", broken: append([]string{head}, closed(broken)...)})
}

// closed appends the closing parenthesis to the last of the keys.
func closed(keys []string) []string {
	keys[len(keys)-1] += ")"
	return keys
}

// documentedKeys writes the keys of an entity on a line each.
func (p *printer) documentedKeys(head string, keys []*ast.Column) {
	p.add(line{tail: head, opens: true})
	p.indent++
	for i, k := range keys {
		p.item(k.Doc, k.Span.Start)
		end := ","
		if i == len(keys)-1 {
			end = ""
		}
		p.add(line{tail: k.Name.Name + ": " + typeText(&k.Type) + end})
	}
	p.indent--
	p.add(line{tail: ")"})
}

// block writes a body in braces; end is the offset behind its }.
func (p *printer) block(l line, end int, body func()) {
	if n := len(l.broken); n > 0 {
		l.broken[n-1] += " {"
	}
	l.tail += " {"
	l.opens = true
	p.add(l)
	p.indent++
	body()
	p.flush(end - 1)
	p.indent--
	p.add(line{tail: "}"})
}

// rows writes a source or table, its columns and settings in source order.
func (p *printer) rows(word string, name ast.Ident, columns []*ast.Column, settings []*ast.Setting, end int) {
	var parts []ast.Node
	for _, c := range columns {
		parts = append(parts, c)
	}
	for _, s := range settings {
		parts = append(parts, s)
	}
	slices.SortFunc(parts, func(a, b ast.Node) int { return cmp.Compare(a.Range().Start, b.Range().Start) })
	p.block(line{tail: word + " " + name.Name}, end, func() {
		for _, part := range parts {
			switch n := part.(type) {
			case *ast.Column:
				p.column(n)
			case *ast.Setting:
				p.setting(n)
			}
		}
	})
}

func (p *printer) column(c *ast.Column) {
	p.item(c.Doc, c.Span.Start)
	p.add(line{kind: columnLine, head: c.Name.Name + ": ", tail: typeText(&c.Type)})
}

func (p *printer) view(n *ast.View) {
	head := "view " + n.Name.Name + " for " + n.Entity.Name
	switch len(n.On) {
	case 0:
	case 1:
		head += " on " + n.On[0].Name
	default:
		head += " on (" + names(n.On) + ")"
	}
	head += " from " + n.From.Name
	if n.Every != nil {
		head += " every " + exprText(n.Every)
	}
	l := line{tail: head}
	if n.Where != nil {
		where := "where " + exprText(n.Where)
		l = line{tail: head + " " + where, broken: []string{head, where}}
	}
	p.block(l, n.Span.End, func() {
		for _, i := range n.Items {
			p.bodyItem(i)
		}
	})
}

func (p *printer) featureSet(n *ast.FeatureSet) {
	p.block(line{tail: "featureset " + n.Name.Name + " for " + names(n.Entities)}, n.Span.End, func() {
		requested := n.Request == nil
		for _, i := range n.Items {
			if !requested && n.RequestSpan.Start < i.Range().Start {
				p.request(n)
				requested = true
			}
			p.bodyItem(i)
		}
		if !requested {
			p.request(n)
		}
	})
}

// request writes a request on one line where it has one field without
// comments.
func (p *printer) request(n *ast.FeatureSet) {
	p.start(n.RequestSpan.Start)
	commented := len(p.comments) > 0 && p.comments[0].Span.Start < n.RequestSpan.End
	if c := n.Request[0]; len(n.Request) == 1 && c.Doc.Span.IsZero() && !commented {
		p.add(line{tail: "request { " + c.Name.Name + ": " + typeText(&c.Type) + " }"})
		return
	}
	p.block(line{tail: "request"}, n.RequestSpan.End, func() {
		for _, c := range n.Request {
			p.column(c)
		}
	})
}

func (p *printer) bodyItem(i ast.Item) {
	switch n := i.(type) {
	case *ast.Setting:
		p.setting(n)
	case *ast.Let:
		p.item(n.Doc, n.Span.Start)
		p.add(line{kind: featureLine, head: "let " + n.Name.Name + " ", tail: "= " + exprText(n.Value)})
	case *ast.Feature:
		p.feature(n)
	case *ast.Include:
		p.include(n)
	}
}

func (p *printer) setting(n *ast.Setting) {
	p.item(n.Doc, n.Span.Start)
	var values []string
	for _, v := range n.Values {
		values = append(values, exprText(v))
	}
	tail := strings.Join(values, ", ")
	if n.Name.Name == "tags" {
		tail = "[" + tail + "]"
	}
	if n.Within != nil {
		tail += " within " + exprText(n.Within)
	}
	if n.Type != nil {
		tail += ": " + typeText(n.Type)
	}
	p.add(line{kind: settingLine, head: n.Name.Name + " ", tail: tail})
}

func (p *printer) feature(n *ast.Feature) {
	p.item(n.Doc, n.Span.Start)
	l := line{kind: featureLine, head: n.Name.Name + " "}
	parts := []string{"= " + exprText(n.Value)}
	if n.Where != nil {
		parts = append(parts, "where "+exprText(n.Where))
	}
	celled := 0 // the parts that are in the cell
	if n.Windows != nil {
		l.cell = strings.Join(parts, " ") + " "
		celled = len(parts)
		var windows []string
		for _, w := range n.Windows {
			windows = append(windows, windowText(w))
		}
		parts = append(parts, "over "+strings.Join(windows, ", "))
	}
	if n.Default != nil {
		parts = append(parts, "default "+exprText(n.Default))
	}
	l.tail, l.broken = strings.Join(parts[celled:], " "), parts
	p.add(l)
}

func (p *printer) include(n *ast.Include) {
	p.item(n.Doc, n.Span.Start)
	var paths, broken []string
	for i, path := range n.Paths {
		text := path.View.Name + "."
		switch {
		case path.Star:
			text += "*"
		case path.Braced:
			text += "{" + names(path.Features) + "}"
		default:
			text += names(path.Features)
		}
		paths = append(paths, text)
		if i < len(n.Paths)-1 {
			text += ","
		}
		broken = append(broken, text)
	}
	broken[0] = "include " + broken[0]
	p.add(line{tail: "include " + strings.Join(paths, ", "), broken: broken})
}
