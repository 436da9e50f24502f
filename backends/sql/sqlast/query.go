package sqlast

// Script is a file: statements that run one after the other.
type Script struct {
	Comment string
	Query   *Query
}

// Query is a statement: WITH the CTEs, the body.
type Query struct {
	With []CTE
	Body Body
}

// CTE is a named query, with an optional comment above it.
type CTE struct {
	Name    string
	Comment string
	Body    Body
}

// Body is a *Select, a Union or Values.
type Body interface{ isBody() }

// Union is UNION ALL of selects, or UNION where the rows must differ.
type Union struct {
	Selects  []*Select
	Distinct bool
}

// Values is a table that is written out: SELECT * FROM (VALUES …), its columns
// named. Rows are of integers.
type Values struct {
	Columns []string
	Rows    [][]int64
}

// Select is one SELECT.
type Select struct {
	Distinct bool
	Columns  []Column
	From     Table
	Joins    []Join
	Where    Expr
	GroupBy  []Expr
	Windows  []NamedOver
	OrderBy  []Order
	Limit    int64 // 0: every row
}

func (*Select) isBody() {}
func (Union) isBody()   {}
func (Values) isBody()  {}

// NamedOver is a window that window functions of a select name: WINDOW name AS (…).
type NamedOver struct {
	Name string
	Over Over
}

// Column is an output column. As may be "" where the expression is a column
// that keeps its name, or a star.
type Column struct {
	X       Expr
	As      string
	Comment string
}

// Table is a named table or CTE, or a table function.
type Table struct {
	Name  string // a name, quoted if it must be; "" where Func is set
	Func  Expr
	Alias string
}

// Join is a join to a further table; Kind is "JOIN" or "LEFT JOIN".
type Join struct {
	Kind  string
	Table Table
	On    Expr
}
