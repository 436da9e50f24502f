package check

import (
	"strconv"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/source"
)

// maxAge bounds durations, so that no instant minus one leaves int64: 10,000
// years in microseconds.
const maxAge = 10_000 * 366 * 86400 * 1_000_000

// settings are the settings of one block by name. The parser has seen to it
// that their values have the right form.
type settings map[string]*ast.Setting

// settings collects settings and reports repeated ones.
func (c *checker) settings(list []*ast.Setting) settings {
	out := settings{}
	for _, s := range list {
		if first, ok := out[s.Name.Name]; ok {
			c.bag.Add(settingTwice(s.Name, first.Name.Span))
			continue
		}
		out[s.Name.Name] = s
	}
	return out
}

// itemSettings returns the settings among the items of a view or set.
func itemSettings(items []ast.Item) []*ast.Setting {
	var out []*ast.Setting
	for _, i := range items {
		if s, ok := i.(*ast.Setting); ok {
			out = append(out, s)
		}
	}
	return out
}

// duration returns the microseconds of a setting; absent where there is none.
func (c *checker) duration(s *ast.Setting, absent int64) int64 {
	if s == nil {
		return absent
	}
	return c.bounded(s.Values[0], "")
}

// bounded returns the microseconds of a duration literal. One that is too long
// is reported, with help.
func (c *checker) bounded(e ast.Expr, help string) int64 {
	d, ok := e.(*ast.DurationLit)
	if !ok {
		return 0 // `now`; anything else the parser has reported
	}
	if d.Microseconds > maxAge {
		c.bag.Add(tooLong(d.Span, d.Text, help))
		return maxAge
	}
	return d.Microseconds
}

func (s settings) text(name string) string {
	if set := s[name]; set != nil {
		return set.Values[0].(*ast.StringLit).Value
	}
	return ""
}

func (s settings) span(name string) source.Span { return s[name].Values[0].Range() }

// meta reads the settings that people and catalogues want to know.
func (c *checker) meta(s settings) ir.Meta {
	m := ir.Meta{
		Owner: s.text("owner"), Deprecated: s.text("deprecated"), Expires: s.text("expires"),
		Freshness: c.duration(s["freshness"], 0),
	}
	if tags := s["tags"]; tags != nil {
		for _, v := range tags.Values {
			m.Tags = append(m.Tags, v.(*ast.Name).Name)
		}
	}
	if version := s["version"]; version != nil {
		n, err := strconv.ParseInt(version.Values[0].(*ast.NumberLit).Text, 10, 64)
		if err != nil || n < 1 {
			c.bag.Add(badSetting(s.span("version"), "a version is a number from 1 on", ""))
		}
		m.Version = n
	}
	if _, err := time.Parse(time.DateOnly, m.Expires); m.Expires != "" && err != nil {
		c.bag.Add(badSetting(s.span("expires"), strconv.Quote(m.Expires)+" is not a date", `write it as in "2027-01-31"`))
	}
	return m
}
