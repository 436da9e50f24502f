package ir

import (
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// Print writes a program as text: everything it means, nothing about where it
// is written. Equal programs print alike.
func Print(w io.Writer, p *Program) error {
	pr := &printer{}
	pr.line(0, "package %s", p.Package)
	for _, e := range p.Entities {
		pr.line(0, "entity %s (%s)", e.Name, columnList(e.Keys))
	}
	for _, s := range p.Sources {
		pr.source(s)
		pr.connector("batch", s.Batch)
		pr.connector("stream", s.Stream)
	}
	for _, v := range p.Views {
		pr.view(v)
	}
	for _, s := range p.Sets {
		pr.set(s)
	}
	for _, t := range p.Tests {
		pr.test(t)
	}
	_, err := io.WriteString(w, pr.out.String())
	return err
}

type printer struct{ out strings.Builder }

func (p *printer) line(indent int, format string, args ...any) {
	p.out.WriteString(strings.Repeat("  ", indent))
	fmt.Fprintf(&p.out, format, args...)
	p.out.WriteByte('\n')
}

func columnList(cs []*Column) string {
	var parts []string
	for _, c := range cs {
		parts = append(parts, columnText(c))
	}
	return strings.Join(parts, ", ")
}

func columnText(c *Column) string {
	s := c.Name + ": " + c.Type.String()
	if c.Zone != "" {
		s += " zone " + c.Zone
	}
	if c.Epoch != "" {
		s += " epoch " + c.Epoch
	}
	if c.ModelIn != "" {
		s += " model in " + c.ModelIn
	}
	return s
}

func (p *printer) source(s *Source) {
	kind := "source"
	if s.Table != nil {
		kind = "table"
	}
	p.line(0, "%s %s", kind, s.Name)
	for _, c := range s.Columns {
		p.line(1, "%s", columnText(c))
	}
	p.line(1, "time %s", s.Columns[s.Time].Name)
	if s.Arrival != None {
		p.line(1, "arrival %s", s.Columns[s.Arrival].Name)
	}
	if s.Delay != 0 {
		p.line(1, "delay %d", s.Delay)
	}
	if s.Sequence != None {
		p.line(1, "sequence %s", s.Columns[s.Sequence].Name)
	}
	if s.Unique != None {
		p.line(1, "unique %s within %d", s.Columns[s.Unique].Name, s.UniqueWithin)
	}
	if s.Lateness != None {
		p.line(1, "lateness %d", s.Lateness)
	}
	if s.Table != nil {
		var keys []string
		for _, k := range s.Table.Key {
			keys = append(keys, s.Columns[k].Name)
		}
		p.line(1, "key (%s)", strings.Join(keys, ", "))
		if s.Table.Deleted != None {
			p.line(1, "deleted %s", s.Columns[s.Table.Deleted].Name)
		}
	}
}

func (p *printer) connector(what string, c *Connector) {
	if c == nil {
		return
	}
	line := fmt.Sprintf("%s %s %q", what, c.Kind, c.Path)
	names := make([]string, 0, len(c.Options))
	for n := range c.Options {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		line += fmt.Sprintf(" %s=%q", n, c.Options[n])
	}
	p.line(1, "%s", line)
}

func (p *printer) view(v *View) {
	var keys []string
	for _, k := range v.Key {
		keys = append(keys, v.Source.Columns[k].Name)
	}
	from := v.Source.Name
	if t := v.Source.Ticks; t != nil {
		from = t.View.Name + " every " + t.grid()
	}
	p.line(0, "view %s for %s on (%s) from %s", v.Name, v.Entity.Name, strings.Join(keys, ", "), from)
	if v.Where != nil {
		p.line(1, "where %s", Format(v.Where))
	}
	for _, l := range v.Lets {
		p.line(1, "let %s: %s = %s", l.Name, l.Expr.Type(), Format(l.Expr))
	}
	for _, f := range v.Features {
		p.feature(f)
	}
}

// grid is the grid of ticks as text.
func (t *Ticks) grid() string {
	if t.Every > 0 {
		return strconv.FormatInt(t.Every, 10)
	}
	return fmt.Sprintf("%s(%q)", t.Calendar.Unit, t.Calendar.Zone)
}

func (p *printer) feature(f *Feature) {
	line := fmt.Sprintf("%s: %s %s", f.Name, f.Type, f.Class)
	if f.Default != nil {
		line += " default " + FormatConst(*f.Default, f.Type)
	}
	if f.Expr != nil {
		p.line(1, "%s = %s", line, Format(f.Expr))
		return
	}
	a := f.Agg
	p.line(1, "%s = %s(%s) over %s", line, a.Name, exprList(a.Args), a.Window)
	if a.Where != nil {
		p.line(2, "where %s", Format(a.Where))
	}
	for i, c := range a.Components {
		p.line(2, "#%d: %s = %s", i, c.Type(), FormatComponent(c, func(l *Let) string { return "$" + l.Name }))
	}
	for i, s := range a.Steps {
		p.line(2, "$%d: %s = %s", i, s.Type(), Format(s))
	}
	p.line(2, "finish %s", Format(a.Finish))
}

func exprList(es []Expr) string {
	var parts []string
	for _, e := range es {
		parts = append(parts, Format(e))
	}
	return strings.Join(parts, ", ")
}

func (p *printer) set(s *FeatureSet) {
	var names []string
	for _, e := range s.Entities {
		names = append(names, e.Name)
	}
	p.line(0, "featureset %s for %s", s.Name, strings.Join(names, ", "))
	p.line(1, "time %s", columnText(s.Time))
	if len(s.Request) > 0 {
		p.line(1, "request (%s)", columnList(s.Request))
	}
	p.connector("labels", s.Labels)
	for _, f := range s.Derived {
		p.feature(f)
	}
	for _, f := range s.Features {
		p.line(1, "column %s = %s", f.Name, f.Feature.QName())
	}
}

func (p *printer) test(t *Test) {
	p.line(0, "test %q", t.Name)
	for _, e := range t.Events {
		p.line(1, "events %s", e.Source.Name)
		for _, row := range e.Rows {
			var cells []string
			for i, v := range row {
				cells = append(cells, FormatConst(v, e.Source.Columns[i].Type))
			}
			p.line(2, "%s", strings.Join(cells, " "))
		}
	}
	for _, r := range t.Reads {
		var keys []string
		for i, c := range r.Set.KeyColumns() {
			keys = append(keys, c.Name+"="+FormatConst(r.Keys[i], c.Type))
		}
		for i, c := range r.Set.Request {
			keys = append(keys, "request."+c.Name+"="+FormatConst(r.Request[i], c.Type))
		}
		p.line(1, "at %s for %s", FormatConst(value.OfTimestamp(r.At), types.Timestamp), strings.Join(keys, " "))
		for _, c := range r.Checks {
			p.line(2, "%s", Format(c))
		}
	}
}
