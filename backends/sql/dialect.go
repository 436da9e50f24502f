package sql

import (
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

// Capability is something that an engine may not be able to do, and that a
// program may need.
type Capability int

// The capabilities.
const (
	TryCasts      Capability = iota // casts that are null where they fail
	WideIntegers                    // integers of 128 bits
	FilterClause                    // aggregates with FILTER
	ArgExtremes                     // the value of the row with the greatest other value
	Zones                           // IANA time zones
	ReadCSV                         // CSV files as tables, every column as text
	ReadParquet                     // Parquet files as tables
	ReadJSONLines                   // files of a JSON object per line, as text
	Variables                       // session variables with a default
	RaiseError                      // an expression that stops the statement with a message
	StarExcept                      // every column but some, or with some replaced
	BytewiseOrder                   // strings compare by their bytes
	Series                          // a row for each number, or each time, of a range
	SemiJoins                       // SEMI JOIN
	MicroTimes                      // timestamps to and from integers of microseconds, and their calendar units
	capabilities
)

var capabilityNames = [capabilities]string{
	"casts that are null where they fail", "128-bit integers", "aggregates with FILTER",
	"arg_min and arg_max", "IANA time zones", "CSV files", "Parquet files", "JSON lines files", "session variables",
	"raising an error", "SELECT * EXCEPT and REPLACE", "bytewise string order",
	"rows made of a range", "semi-joins",
	"timestamps as integers of microseconds",
}

func (c Capability) String() string { return capabilityNames[c] }

// Decision says whether an engine has a capability. The zero Decision is an
// oversight that a test finds.
type Decision int

// The decisions.
const (
	Undecided Decision = iota
	Yes
	No
)

// render writes a call of an operation over operands that are written already.
type render func(x *exprs, call *ir.Call, args []sqlast.Expr) sqlast.Expr

// Dialect is one engine's SQL.
type Dialect struct {
	Name         string
	capabilities [capabilities]Decision
	reserved     map[string]bool // in lower case: names that must be quoted
	tryCast      string
	except       string
	typeName     func(types.Type) string
	div, mod     string                                    // operators of integers, truncating; "" calls div and mod
	wide         string                                    // the type of 128-bit integers
	unscaled     func(sqlast.Expr, types.Type) sqlast.Expr // the integer of a decimal
	ops          map[ir.Op]render                          // over genericOps
	functions    map[string]string                         // generic name → the engine's, for table functions and aggregates
	files        fileReader                                // nil where files cannot be read
}

// Dialects are the dialects in the order in which they are listed to people.
var Dialects = []*Dialect{DuckDB}

// DialectNamed returns the dialect of a name, nil where there is none. Generic
// has a name too.
func DialectNamed(name string) *Dialect {
	for _, d := range append([]*Dialect{Generic}, Dialects...) {
		if d.Name == name {
			return d
		}
	}
	return nil
}

// Can reports whether the engine has a capability.
func (d *Dialect) Can(c Capability) bool { return d.capabilities[c] == Yes }

// TypeName is the engine's type for values of t. Durations are integers of
// microseconds; timestamps are without zone and hold UTC.
func (d *Dialect) TypeName(t types.Type) string { return d.typeName(t) }

// Ident implements sqlast.Lexicon: names are quoted where they are reserved or
// not plain lower case.
func (d *Dialect) Ident(name string) string {
	plain := name != "" && !d.reserved[name]
	for i, r := range name {
		plain = plain && (r >= 'a' && r <= 'z' || r == '_' || i > 0 && r >= '0' && r <= '9')
	}
	if plain {
		return name
	}
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}

// Quote implements sqlast.Lexicon.
func (d *Dialect) Quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// TryCast implements sqlast.Lexicon.
func (d *Dialect) TryCast() string { return d.tryCast }

// Except implements sqlast.Lexicon.
func (d *Dialect) Except() string { return d.except }

// op returns how an operation is written, nil where the dialect cannot.
func (d *Dialect) op(op ir.Op) render {
	if r, ok := d.ops[op]; ok {
		return r
	}
	if r, ok := nestedOps[op]; ok {
		return r
	}
	return genericOps[op]
}

// function returns the engine's name of a generic function.
func (d *Dialect) function(generic string) string {
	if f, ok := d.functions[generic]; ok {
		return f
	}
	return generic
}
