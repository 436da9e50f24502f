package check

import (
	"fmt"
	"math/big"
	"sort"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/runtime/value"
)

// plainTypes are the types without parameters.
var plainTypes = map[string]types.Type{
	"bool": types.Bool, "int64": types.Int64, "float64": types.Float64, "string": types.String,
	"bytes": types.Bytes, "timestamp": types.Timestamp, "date": types.Date,
}

// laterTypes are types that the language will have.
var laterTypes = map[string]string{"duration": "columns of type duration are"}

// otherNames are what other languages call a type.
var otherNames = map[string]string{
	"int": "int64", "integer": "int64", "bigint": "int64", "long": "int64", "int32": "int64",
	"float": "float64", "double": "float64", "real": "float64", "float32": "float64",
	"text": "string", "varchar": "string", "str": "string", "boolean": "bool",
	"datetime": "timestamp", "numeric": "decimal(12, 2)", "number": "decimal(12, 2)",
}

// column reads a column. It is nil where its type is wrong.
func (c *checker) column(n *ast.Column) *ir.Column {
	col := &ir.Column{Name: n.Name.Name, Doc: docText(n.Doc), Span: n.Name.Span}
	if !c.columnType(col, &n.Type) {
		return nil
	}
	return col
}

// columnType reads the type of a column; false where it is wrong.
func (c *checker) columnType(col *ir.Column, t *ast.TypeExpr) (ok bool) {
	switch name := t.Name.Name; {
	case name == "decimal":
		col.Type, ok = c.decimalType(t)
	case name == "list" || name == "map":
		col.Type, ok = c.nestedType(t)
	case name == "vector":
		col.Type, ok = c.vectorType(col, t)
	case laterTypes[name] != "":
		c.bag.Add(notYet(t.Name.Span, laterTypes[name]))
		return false
	default:
		col.Type, ok = plainTypes[name]
		if !ok {
			c.bag.Add(unknownType(t.Name))
			return false
		}
		ok = c.typeArgs(col, t)
	}
	col.Type = col.Type.OrNull(t.Nullable)
	return ok
}

// columns reads columns; broken ones are left out. ok is false where any is.
func (c *checker) columns(list []*ast.Column, kind string) (out []*ir.Column, ok bool) {
	seen, ok := names{}, true
	for _, n := range list {
		fresh := seen.add(c, n.Name, kind)
		col := c.column(n)
		if !fresh || col == nil {
			ok = false
			continue
		}
		out = append(out, col)
	}
	return out, c.modelColumns(out, list, kind) && ok
}

func (c *checker) decimalType(t *ast.TypeExpr) (types.Type, bool) {
	var params [2]int
	for i, a := range t.Args {
		n, ok := smallInt(a, 1000)
		if i > 1 || !ok {
			c.bag.Add(badDecimal(a.Span, decimalShape))
			return types.Type{}, false
		}
		params[i] = n
	}
	precision, scale := params[0], params[1]
	if len(t.Args) != 2 {
		c.bag.Add(badDecimal(t.Span, decimalShape))
		return types.Type{}, false
	}
	if precision < 1 || precision > types.MaxPrecision || scale > min(types.MaxScale, precision) {
		c.bag.Add(badDecimal(t.Span, fmt.Sprintf("there is no decimal(%d, %d)", precision, scale)))
		return types.Type{}, false
	}
	return types.Decimal(precision, scale), true
}

// smallInt is a number of at most so much.
func smallInt(a ast.Arg, most int64) (int, bool) {
	n, ok := a.Value.(*ast.NumberLit)
	if !ok || a.Name.Name != "" {
		return 0, false
	}
	i, ok := new(big.Int).SetString(n.Text, 10)
	if !ok || !i.IsInt64() || i.Int64() > most {
		return 0, false
	}
	return int(i.Int64()), true
}

// typeArgs reads what says how a timestamp is written.
func (c *checker) typeArgs(col *ir.Column, t *ast.TypeExpr) bool {
	for i, a := range t.Args {
		switch {
		case col.Type.Kind != value.Timestamp:
			c.bag.Add(badTypeArg(a.Span, t.Name.Name+" has no parameters", ""))
		case i > 0:
			c.bag.Add(badTypeArg(a.Span, "a timestamp has a zone or an epoch, not both", "with an epoch the column is a number, which needs no zone"))
		case a.Name.Name == "zone":
			s, ok := a.Value.(*ast.StringLit)
			if !ok {
				c.bag.Add(badTypeArg(a.Value.Range(), "a zone is a string", `write timestamp(zone: "Europe/Paris")`))
				return false
			}
			if !zone.Exists(s.Value) {
				c.bag.Add(noZone(s.Span, s.Value))
				return false
			}
			col.Zone = s.Value
			continue
		case a.Name.Name == "epoch":
			if unit, ok := a.Value.(*ast.Name); ok && (unit.Name == "s" || unit.Name == "ms" || unit.Name == "us") {
				col.Epoch = unit.Name
				continue
			}
			c.bag.Add(badTypeArg(a.Value.Range(), "the unit of an epoch is s, ms or us", "write timestamp(epoch: ms)"))
		default:
			c.bag.Add(badTypeArg(a.Span, "a timestamp's parameter is zone or epoch", `write timestamp(zone: "Europe/Paris") or timestamp(epoch: ms)`))
		}
		return false
	}
	return true
}

// suggestType returns the type that a person most likely meant.
func suggestType(name string) string {
	if t, ok := otherNames[fold(name)]; ok {
		return t
	}
	var all []string
	for n := range plainTypes {
		all = append(all, n)
	}
	return diag.Nearest(fold(name), sorted(append(all, "decimal", "list", "map", "vector")))
}

func sorted(s []string) []string {
	sort.Strings(s)
	return s
}
