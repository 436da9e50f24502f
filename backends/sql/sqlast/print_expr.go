package sqlast

import (
	"strconv"
	"strings"
)

// Binding strength, from the loosest. Operators of one strength group to the
// left; comparisons do not chain.
const (
	precLowest = iota
	precOr
	precAnd
	precNot
	precIs
	precCompare
	precOther // || and what else has no place of its own
	precAdd
	precMul
	precZone
	precUnary
	precAtom
)

var precedence = map[string]int{
	"OR": precOr, "AND": precAnd,
	"=": precCompare, "<>": precCompare, "<": precCompare, "<=": precCompare, ">": precCompare, ">=": precCompare,
	"IS DISTINCT FROM": precIs,
	"||":               precOther, "+": precAdd, "-": precAdd, "*": precMul, "/": precMul, "//": precMul, "%": precMul,
}

func prec(e Expr) int {
	switch e := e.(type) {
	case Binary:
		return precedence[e.Op]
	case Unary:
		if e.Op == "NOT" {
			return precNot
		}
		return precUnary
	case IsNull:
		return precIs
	case In, Between:
		return precCompare
	case AtZone:
		return precZone
	case Number:
		if e[0] == '-' {
			return precUnary
		}
	}
	return precAtom
}

// expr writes e, in parentheses where it binds looser than min.
func (p *printer) expr(e Expr, min int) {
	if prec(e) < min {
		p.s("(")
		p.write(e)
		p.s(")")
		return
	}
	p.write(e)
}

func (p *printer) write(e Expr) {
	switch e := e.(type) {
	case Name:
		if e.Table != "" {
			p.s(p.lex.Ident(e.Table), ".")
		}
		p.s(p.lex.Ident(e.Col))
	case Number:
		p.s(string(e))
	case Text:
		p.s(p.lex.Quote(string(e)))
	case Word:
		p.s(string(e))
	case Typed:
		p.s(e.Type, " ", p.lex.Quote(e.Value))
	case Interval:
		p.s("INTERVAL '", strconv.FormatInt(e.N, 10), "' ", e.Unit)
	case Binary:
		k := precedence[e.Op]
		left := k
		if k == precCompare || k == precOther {
			left = k + 1
		}
		if k == precIs {
			left, k = precCompare+1, precCompare // parentheses around comparisons are for the reader
		}
		p.expr(e.X, left)
		p.s(" ", e.Op, " ")
		if k == precOr || k == precAnd {
			p.expr(e.Y, k) // associative
		} else {
			p.expr(e.Y, k+1)
		}
	case Unary:
		if e.Op == "NOT" {
			p.s("NOT ")
			p.expr(e.X, precNot)
			return
		}
		p.s(e.Op)
		p.expr(e.X, precAtom)
	case IsNull:
		p.expr(e.X, precCompare+1)
		if e.Not {
			p.s(" IS NOT NULL")
		} else {
			p.s(" IS NULL")
		}
	case In:
		p.expr(e.X, precCompare+1)
		p.s(" IN (")
		p.exprs(e.List)
		p.s(")")
	case Between:
		p.expr(e.X, precCompare+1)
		p.s(" BETWEEN ")
		p.expr(e.Lo, precOther)
		p.s(" AND ")
		p.expr(e.Hi, precOther)
	case Extract:
		p.s("EXTRACT(", e.Field, " FROM ")
		p.expr(e.X, precLowest)
		p.s(")")
	case AtZone:
		p.expr(e.X, precZone)
		p.s(" AT TIME ZONE ")
		p.expr(e.Zone, precUnary)
	case Cast:
		name := "CAST"
		if e.Try {
			name = p.lex.TryCast()
		}
		p.s(name, "(")
		p.expr(e.X, precLowest)
		p.s(" AS ", e.Type, ")")
	case Case:
		p.s("CASE")
		for _, w := range e.Whens {
			p.s(" WHEN ")
			p.expr(w.Cond, precLowest)
			p.s(" THEN ")
			p.expr(w.Then, precLowest)
		}
		if e.Else != nil {
			p.s(" ELSE ")
			p.expr(e.Else, precLowest)
		}
		p.s(" END")
	case Call:
		p.call(e)
	case Star:
		p.star(e)
	case Arg:
		p.s(e.Name, " = ")
		p.expr(e.X, precOther)
	case Lambda:
		p.s("lambda ", strings.Join(e.Params, ", "), ": ")
		p.expr(e.X, precOther)
	}
}

func (p *printer) exprs(list []Expr) {
	for i, e := range list {
		if i > 0 {
			p.s(", ")
		}
		p.expr(e, precLowest)
	}
}

func (p *printer) call(e Call) {
	p.s(e.Func, "(")
	if e.Distinct {
		p.s("DISTINCT ")
	}
	p.exprs(e.Args)
	if len(e.OrderBy) > 0 {
		p.s(" ORDER BY ")
		p.orders(e.OrderBy)
	}
	p.s(")")
	if e.Filter != nil {
		p.s(" FILTER (WHERE ")
		p.expr(e.Filter, precLowest)
		p.s(")")
	}
	if e.Over == nil {
		return
	}
	p.s(" OVER ")
	if e.Over.Name != "" {
		p.s(p.lex.Ident(e.Over.Name))
		return
	}
	p.over(e.Over)
}

func (p *printer) over(o *Over) {
	p.s("(")
	sep := ""
	if len(o.PartitionBy) > 0 {
		p.s("PARTITION BY ")
		p.exprs(o.PartitionBy)
		sep = " "
	}
	if len(o.OrderBy) > 0 {
		p.s(sep, "ORDER BY ")
		p.orders(o.OrderBy)
		sep = " "
	}
	if o.Frame != "" {
		p.s(sep, o.Frame)
	}
	p.s(")")
}

func (p *printer) orders(list []Order) {
	for i, o := range list {
		if i > 0 {
			p.s(", ")
		}
		p.expr(o.X, precLowest)
		if o.Desc {
			p.s(" DESC")
		} else {
			p.s(" ASC")
		}
		if o.NullsLast {
			p.s(" NULLS LAST")
		} else {
			p.s(" NULLS FIRST")
		}
	}
}

func (p *printer) star(e Star) {
	if e.Table != "" {
		p.s(p.lex.Ident(e.Table), ".")
	}
	p.s("*")
	if len(e.Except) > 0 {
		p.s(" ", p.lex.Except(), " (")
		for i, n := range e.Except {
			if i > 0 {
				p.s(", ")
			}
			p.s(p.lex.Ident(n))
		}
		p.s(")")
	}
	if len(e.Replace) > 0 {
		p.s(" REPLACE (")
		for i, c := range e.Replace {
			if i > 0 {
				p.s(",")
			}
			p.nl(3)
			p.expr(c.X, precLowest)
			p.s(" AS ", p.lex.Ident(c.As))
		}
		p.nl(2)
		p.s(")")
	}
}
