package sqlast

import (
	"strconv"
	"strings"
)

// Lexicon is what is lexical in a dialect.
type Lexicon interface {
	// Ident returns a name as it must be written, quoted where it has to be.
	Ident(name string) string
	// Quote returns a string literal with the value s.
	Quote(s string) string
	// TryCast returns the name of the cast that is null where it fails, "" where
	// there is none.
	TryCast() string
	// Except is the word that leaves columns out of a star, "" where there is none.
	Except() string
}

// Print returns the script as text. It ends in a semicolon and a newline.
func Print(lex Lexicon, s *Script) string {
	p := &printer{lex: lex}
	p.comment(s.Comment, 0)
	if s.Comment != "" {
		p.sb.WriteByte('\n')
	}
	p.query(s.Query)
	p.sb.WriteString(";\n")
	return p.sb.String()
}

// PrintQuery returns one statement as text, without a semicolon.
func PrintQuery(lex Lexicon, q *Query) string {
	p := &printer{lex: lex}
	p.query(q)
	return strings.TrimRight(p.sb.String(), "\n")
}

// PrintExpr returns one expression as text.
func PrintExpr(lex Lexicon, e Expr) string {
	p := &printer{lex: lex}
	p.expr(e, precLowest)
	return p.sb.String()
}

type printer struct {
	lex Lexicon
	sb  strings.Builder
}

func (p *printer) s(parts ...string) {
	for _, s := range parts {
		p.sb.WriteString(s)
	}
}

func (p *printer) nl(indent int) { p.s("\n", strings.Repeat("  ", indent)) }

// comment writes a comment, a line each, and leaves the cursor at the start of
// the next line, indented.
func (p *printer) comment(text string, indent int) {
	if text == "" {
		return
	}
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		p.s(strings.TrimRight("-- "+line, " \t"))
		p.nl(indent)
	}
}

func (p *printer) query(q *Query) {
	for i, c := range q.With {
		if i == 0 {
			p.s("WITH\n")
		}
		p.comment(c.Comment, 0)
		p.s(p.lex.Ident(c.Name), " AS (")
		p.nl(1)
		p.body(c.Body, 1)
		p.s("\n)")
		if i < len(q.With)-1 {
			p.s(",")
		}
		p.s("\n")
	}
	p.body(q.Body, 0)
}

func (p *printer) body(b Body, indent int) {
	switch b := b.(type) {
	case *Select:
		p.sel(b, indent)
	case Values:
		p.values(b, indent)
	case Union:
		for i, s := range b.Selects {
			if i > 0 {
				p.nl(indent)
				p.s("UNION")
				if !b.Distinct {
					p.s(" ALL")
				}
				p.nl(indent)
			}
			p.sel(s, indent)
		}
	}
}

// values writes several rows in a line, up to its width.
func (p *printer) values(v Values, indent int) {
	const width = 100
	p.s("SELECT *")
	p.nl(indent)
	p.s("FROM (VALUES")
	used := width
	for i, row := range v.Rows {
		var cells []string
		for _, n := range row {
			cells = append(cells, strconv.FormatInt(n, 10))
		}
		text := "(" + strings.Join(cells, ", ") + ")"
		if i < len(v.Rows)-1 {
			text += ","
		}
		if used+1+len(text) > width {
			p.nl(indent + 1)
			used = 2 * (indent + 1)
		} else {
			p.s(" ")
			used++
		}
		p.s(text)
		used += len(text)
	}
	p.nl(indent)
	p.s(") AS v (")
	for i, c := range v.Columns {
		if i > 0 {
			p.s(", ")
		}
		p.s(p.lex.Ident(c))
	}
	p.s(")")
}

func (p *printer) sel(s *Select, indent int) {
	p.s("SELECT")
	if s.Distinct {
		p.s(" DISTINCT")
	}
	for i, c := range s.Columns {
		if i > 0 {
			p.s(",")
		}
		p.nl(indent + 1)
		p.comment(c.Comment, indent+1)
		p.expr(c.X, precLowest)
		if n, ok := c.X.(Name); c.As != "" && (!ok || n.Col != c.As) {
			p.s(" AS ", p.lex.Ident(c.As))
		}
	}
	if s.From.Name != "" || s.From.Func != nil {
		p.nl(indent)
		p.s("FROM ")
		p.table(s.From, indent)
	}
	for _, j := range s.Joins {
		p.nl(indent)
		p.s(j.Kind, " ")
		p.table(j.Table, indent)
		p.conditions("ON", j.On, indent+1)
	}
	p.conditions("WHERE", s.Where, indent)
	p.list("GROUP BY", s.GroupBy, indent)
	for i, w := range s.Windows {
		if i == 0 {
			p.nl(indent)
			p.s("WINDOW ")
		} else {
			p.s(",")
			p.nl(indent + 1)
		}
		p.s(p.lex.Ident(w.Name), " AS ")
		p.over(&w.Over)
	}
	if len(s.OrderBy) > 0 {
		p.nl(indent)
		p.s("ORDER BY ")
		p.orders(s.OrderBy)
	}
	if s.Limit > 0 {
		p.nl(indent)
		p.s("LIMIT ", strconv.FormatInt(s.Limit, 10))
	}
}

// conditions writes a clause with its conjunction broken over lines.
func (p *printer) conditions(clause string, e Expr, indent int) {
	if e == nil {
		return
	}
	list := conjuncts(e, nil)
	least := precAnd
	if len(list) == 1 {
		least = precLowest
	}
	for i, c := range list {
		if i == 0 {
			p.nl(indent)
			p.s(clause, " ")
		} else {
			p.nl(indent + 1)
			p.s("AND ")
		}
		p.expr(c, least)
	}
}

func conjuncts(e Expr, out []Expr) []Expr {
	if b, ok := e.(Binary); ok && b.Op == "AND" {
		return conjuncts(b.Y, conjuncts(b.X, out))
	}
	return append(out, e)
}

func (p *printer) list(clause string, list []Expr, indent int) {
	if len(list) == 0 {
		return
	}
	p.nl(indent)
	p.s(clause, " ")
	p.exprs(list)
}

// table writes a table; a table function has an argument a line where it has
// more than one.
func (p *printer) table(t Table, indent int) {
	if c, ok := t.Func.(Call); ok {
		p.s(c.Func, "(")
		for i, a := range c.Args {
			if i > 0 {
				p.s(",")
			}
			if len(c.Args) > 1 {
				p.nl(indent + 1)
			}
			p.expr(a, precLowest)
		}
		if len(c.Args) > 1 {
			p.nl(indent)
		}
		p.s(")")
	} else {
		p.s(p.lex.Ident(t.Name))
	}
	if t.Alias != "" {
		p.s(" AS ", p.lex.Ident(t.Alias))
	}
}
