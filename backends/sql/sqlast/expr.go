package sqlast

import "strconv"

// Expr is a scalar, aggregate or table-function expression.
type Expr interface{ isExpr() }

// Name is a column, alone or qualified by a table's alias.
type Name struct {
	Table string // "" where not qualified
	Col   string
}

// Number is a numeric literal as it is written.
type Number string

// Text is a string literal by its value.
type Text string

// Word is a keyword that stands for a value: NULL, TRUE, FALSE.
type Word string

// Typed is a literal with its type before it: DATE '2025-01-01'.
type Typed struct{ Type, Value string }

// Interval is an interval literal: INTERVAL '7' DAY.
type Interval struct {
	N    int64
	Unit string
}

// Binary is x op y; Op is a symbol or a keyword such as AND.
type Binary struct {
	Op   string
	X, Y Expr
}

// Unary is a prefix operator, "-" or "NOT".
type Unary struct {
	Op string
	X  Expr
}

// IsNull is `x IS NULL`, or `x IS NOT NULL`.
type IsNull struct {
	X   Expr
	Not bool
}

// In is `x IN (list)`.
type In struct {
	X    Expr
	List []Expr
}

// Between is `x BETWEEN lo AND hi`, both ends included.
type Between struct{ X, Lo, Hi Expr }

// Extract is a field of a time: EXTRACT(HOUR FROM x).
type Extract struct {
	Field string
	X     Expr
}

// AtZone is x AT TIME ZONE zone.
type AtZone struct{ X, Zone Expr }

// Cast is CAST(x AS type); with Try it is null where the cast fails.
type Cast struct {
	X    Expr
	Type string
	Try  bool
}

// When is a branch of a Case.
type When struct{ Cond, Then Expr }

// Case is a searched CASE; Else may be nil.
type Case struct {
	Whens []When
	Else  Expr
}

// Call is a function, an aggregate or, with Over, a window function.
type Call struct {
	Func     string
	Args     []Expr
	Distinct bool
	OrderBy  []Order // within the call, of an aggregate that puts values in order
	Filter   Expr    // nil: every row
	Over     *Over
}

// Over is the window of a window function, or the name of one of the select's.
// Frame is as written, "" for none.
type Over struct {
	Name        string
	PartitionBy []Expr
	OrderBy     []Order
	Frame       string
}

// Order is one key of an ORDER BY. Its direction and where nulls go are always
// written: sessions may have defaults of their own.
type Order struct {
	X         Expr
	Desc      bool
	NullsLast bool
}

// Star is every column, of one table if it is named, but for some, and with
// others replaced where they stand.
type Star struct {
	Table   string
	Except  []string
	Replace []Column
}

// Arg is a named argument of a table function: header = true.
type Arg struct {
	Name string
	X    Expr
}

func (Name) isExpr()     {}
func (Number) isExpr()   {}
func (Text) isExpr()     {}
func (Word) isExpr()     {}
func (Typed) isExpr()    {}
func (Interval) isExpr() {}
func (Binary) isExpr()   {}
func (Unary) isExpr()    {}
func (IsNull) isExpr()   {}
func (In) isExpr()       {}
func (Between) isExpr()  {}
func (Extract) isExpr()  {}
func (AtZone) isExpr()   {}
func (Cast) isExpr()     {}
func (Case) isExpr()     {}
func (Call) isExpr()     {}
func (Star) isExpr()     {}
func (Arg) isExpr()      {}
func (Lambda) isExpr()   {}

// Lambda is a function of what is in a list, written where it is used.
type Lambda struct {
	Params []string
	X      Expr
}

// The values that have words of their own.
const (
	Null  = Word("NULL")
	True  = Word("TRUE")
	False = Word("FALSE")
)

// Int is an integer literal.
func Int(i int64) Number { return Number(strconv.FormatInt(i, 10)) }

// Col is an unqualified column.
func Col(name string) Name { return Name{Col: name} }

// Bin is x op y.
func Bin(x Expr, op string, y Expr) Expr { return Binary{op, x, y} }

// Fn is a call without further ado.
func Fn(name string, args ...Expr) Expr { return Call{Func: name, Args: args} }

// If is `CASE WHEN cond THEN x END`: null where the condition is not true.
func If(cond, x Expr) Expr { return Case{Whens: []When{{cond, x}}} }

// And joins conditions; nil ones are left out, and nil is returned for none.
func And(conds ...Expr) Expr { return join("AND", conds) }

// Or joins conditions as And does.
func Or(conds ...Expr) Expr { return join("OR", conds) }

func join(op string, conds []Expr) Expr {
	var out Expr
	for _, c := range conds {
		switch {
		case c == nil:
		case out == nil:
			out = c
		default:
			out = Binary{op, out, c}
		}
	}
	return out
}

// Walk calls f for e and every expression below it, parents first.
func Walk(e Expr, f func(Expr)) {
	if e == nil {
		return
	}
	f(e)
	for _, c := range children(e) {
		Walk(c, f)
	}
}

func children(e Expr) []Expr {
	switch e := e.(type) {
	case Binary:
		return []Expr{e.X, e.Y}
	case Unary:
		return []Expr{e.X}
	case IsNull:
		return []Expr{e.X}
	case In:
		return append([]Expr{e.X}, e.List...)
	case Between:
		return []Expr{e.X, e.Lo, e.Hi}
	case Extract:
		return []Expr{e.X}
	case AtZone:
		return []Expr{e.X, e.Zone}
	case Cast:
		return []Expr{e.X}
	case Case:
		var out []Expr
		for _, w := range e.Whens {
			out = append(out, w.Cond, w.Then)
		}
		return append(out, e.Else)
	case Call:
		out := append([]Expr{e.Filter}, e.Args...)
		for _, o := range e.OrderBy {
			out = append(out, o.X)
		}
		if e.Over != nil {
			out = append(out, e.Over.PartitionBy...)
			for _, o := range e.Over.OrderBy {
				out = append(out, o.X)
			}
		}
		return out
	case Arg:
		return []Expr{e.X}
	case Lambda:
		return []Expr{e.X}
	}
	return nil
}
