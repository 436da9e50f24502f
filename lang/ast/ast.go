// Package ast is the syntax tree of .feat files, as written: names are not yet
// resolved and nothing has a type. Every node knows its exact span.
package ast

import "github.com/featc-lang/featc/lang/source"

// Node is any part of the tree.
type Node interface{ Range() source.Span }

// File is one parsed .feat file.
type File struct {
	Source   *source.File
	Package  Ident // zero where the clause is missing or broken
	Imports  []*Import
	Decls    []Decl    // in source order; declarations that did not parse are absent
	Comments []Comment // every // comment that is not a doc comment, in source order
}

// Comment is one // comment, without its line break.
type Comment struct {
	Text string // with its slashes
	Span source.Span
}

// Ident is a name.
type Ident struct {
	Name string
	Span source.Span
}

// Range returns the span of the name.
func (i Ident) Range() source.Span { return i.Span }

// Doc is a doc comment: the text of consecutive /// lines, without slashes.
type Doc struct {
	Lines []string
	Span  source.Span
}

// Import is `import "common/entities.feat"`; the path is relative to the file.
type Import struct {
	Path StringLit
	Span source.Span
}

// Decl is a top-level declaration.
type Decl interface {
	Node
	DeclName() Ident
}

// Entity is `entity user (user_id: int64)`.
type Entity struct {
	Doc  Doc
	Name Ident
	Keys []*Column
	Span source.Span
}

// Column is `amount: decimal(12, 2)`: a column of a source or table, a key of
// an entity, or a field of a request.
type Column struct {
	Doc  Doc
	Name Ident
	Type TypeExpr
	Span source.Span
}

// TypeExpr is a type as written: `decimal(12, 2)?`, `timestamp(zone: "UTC")`,
// `timestamp(epoch: ms)`, `map(string, float64?)`.
type TypeExpr struct {
	Name     Ident
	Args     []Arg
	Elems    []TypeExpr // of list and map, in place of Args
	Nullable bool
	Span     source.Span
}

// Arg is a positional or named argument of a type, a connector or a function.
type Arg struct {
	Name  Ident // zero when positional
	Value Expr
	Span  source.Span
}

// Source is an event stream.
type Source struct {
	Doc      Doc
	Name     Ident
	Columns  []*Column
	Settings []*Setting
	Span     source.Span
}

// Table is a slowly changing dimension.
type Table struct {
	Doc      Doc
	Name     Ident
	Columns  []*Column
	Settings []*Setting
	Span     source.Span
}

// Setting is a line such as `time at`, `arrival landed_at`, `delay 24h`,
// `unique id within 1d`, `sequence n`, `lateness 10m`, `key id`, `deleted gone`,
// `batch csv("data/*.csv")`, `stream kafka("topic", format: json)`,
// `owner "x"`, `tags [a, b]`, `freshness 5s`, `version 3`, `deprecated "why"`,
// `expires "2027-01-01"`, and a feature set's `time at: timestamp(zone: "UTC")`
// and `labels csv("labels.csv")`.
type Setting struct {
	Doc    Doc
	Name   Ident
	Values []Expr    // names, literals, calls (connectors); the names of a tags list
	Type   *TypeExpr // of a feature set's time, where given
	Within Expr      // of unique; else nil
	Span   source.Span
}

// View is a group of features over one source, or over another view, for one
// entity.
type View struct {
	Doc    Doc
	Name   Ident
	Entity Ident
	On     []Ident // `for user on buyer_id`: the source's columns for the entity's keys; nil: same names
	From   Ident
	Every  Expr // `every 1d`, `every day("UTC")`: when a view in From is read; else nil
	Where  Expr // nil: every event
	Items  []Item
	Span   source.Span
}

// FeatureSet is what one model sees.
type FeatureSet struct {
	Doc         Doc
	Name        Ident
	Entities    []Ident
	Request     []*Column   // nil: none
	RequestSpan source.Span // of the request block
	Items       []Item      // Settings, Includes and derived Features
	Span        source.Span
}

// Item is a part of a view's or feature set's body, in source order.
type Item interface {
	Node
	item()
}

// Let is `let eur = amount * 0.92`, a row-level expression with a name.
type Let struct {
	Doc   Doc
	Name  Ident
	Value Expr
	Span  source.Span
}

// Feature is `n = count() where x over 1h, 7d default 0`: an aggregation when
// Value is a call of one, else a derived feature.
type Feature struct {
	Doc     Doc
	Name    Ident
	Value   Expr
	Where   Expr // nil: none
	Windows []*Window
	Default Expr // nil: none
	Span    source.Span
}

// Include is `include spend.*, risk.{a, b}, risk.c`.
type Include struct {
	Doc   Doc
	Paths []*IncludePath
	Span  source.Span
}

// IncludePath is one view and the features taken from it; Star takes all.
type IncludePath struct {
	View     Ident
	Star     bool
	Features []Ident
	Braced   bool
	Span     source.Span
}

// WindowKind tells the written forms of a window apart.
type WindowKind int

// The written forms.
const (
	WindowAge      WindowKind = iota + 1 // 7d
	WindowInterval                       // [8d, 1d)
	WindowLast                           // last 100 [within 7d]
	WindowAll                            // all
	WindowCall                           // session(30m), today("UTC")
)

// Window is one window of an `over` list.
type Window struct {
	Kind       WindowKind
	From, To   Expr // ages: DurationLit, or Name "now"; From alone for WindowAge
	FromClosed bool // [ or (
	ToClosed   bool // ] or )
	Count      Expr // last n
	Within     Expr // last n within w; else nil
	By         Expr // 30d by 1h; else nil
	Call       *CallExpr
	Span       source.Span
}

// Test is a unit test block.
type Test struct {
	Doc   Doc
	Name  StringLit
	Steps []TestStep // in source order
	Span  source.Span
}

// TestStep is a TestData or a TestAt.
type TestStep interface {
	Node
	testStep()
}

// TestData is a small table of events of one source.
type TestData struct {
	Source  Ident
	Columns []Ident
	Rows    [][]Cell
	Span    source.Span
}

// Cell is one value of a test table, as written.
type Cell struct {
	Text   string // unquoted
	Quoted bool
	Span   source.Span
}

// TestAt is `at TIME for user 1, merchant "m" [with amount 5.00] :` and what must hold there.
type TestAt struct {
	Time    Cell
	Entries []TestKey // entity and its key values
	Request []TestKey // request fields, each with one value
	Checks  []Expr    // comparisons such as spend.n_1h == 1, or x is null
	Span    source.Span
}

// TestKey gives an entity's key, or a request field's value.
type TestKey struct {
	Name   Ident
	Values []Cell
	Span   source.Span
}

// Range methods.

func (n *Import) Range() source.Span      { return n.Span }
func (n *Entity) Range() source.Span      { return n.Span }
func (n *Column) Range() source.Span      { return n.Span }
func (n *Source) Range() source.Span      { return n.Span }
func (n *Table) Range() source.Span       { return n.Span }
func (n *Setting) Range() source.Span     { return n.Span }
func (n *View) Range() source.Span        { return n.Span }
func (n *FeatureSet) Range() source.Span  { return n.Span }
func (n *Let) Range() source.Span         { return n.Span }
func (n *Feature) Range() source.Span     { return n.Span }
func (n *Include) Range() source.Span     { return n.Span }
func (n *IncludePath) Range() source.Span { return n.Span }
func (n *Window) Range() source.Span      { return n.Span }
func (n *Test) Range() source.Span        { return n.Span }
func (n *TestData) Range() source.Span    { return n.Span }
func (n *TestAt) Range() source.Span      { return n.Span }

// DeclName returns the declared name; a test's is its title.
func (n *Entity) DeclName() Ident     { return n.Name }
func (n *Source) DeclName() Ident     { return n.Name }
func (n *Table) DeclName() Ident      { return n.Name }
func (n *View) DeclName() Ident       { return n.Name }
func (n *FeatureSet) DeclName() Ident { return n.Name }
func (n *Test) DeclName() Ident       { return Ident{n.Name.Value, n.Name.Span} }

func (*Setting) item() {}
func (*Let) item()     {}
func (*Feature) item() {}
func (*Include) item() {}

func (*TestData) testStep() {}
func (*TestAt) testStep()   {}
