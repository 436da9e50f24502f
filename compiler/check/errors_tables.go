package check

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// Diagnostics about tables and lookups.

func noTableKey(id ast.Ident) *diag.Diagnostic {
	return problem("F0620", id.Span, fmt.Sprintf("table %s does not say which rows are versions of one another", id.Name), "name the column with a line such as `key merchant_id`")
}

func tableKeyType(id ast.Ident, col *ir.Column) *diag.Diagnostic {
	d := problem("F0620", id.Span, "a key cannot be of type "+col.Type.String(), "keys are int64, string, bool, date or timestamp")
	return see(d, col.Span, "the column is here")
}

func noLookupKey(p *ast.Path, key *ir.Column, t, src *ir.Source) *diag.Diagnostic {
	d := problem("F0621", p.Span, fmt.Sprintf("source %s has no column `%s` to look up table %s by", src.Name, key.Name, t.Name),
		fmt.Sprintf("a lookup goes by the columns that are called as the table's key, or by what you name: `%s[…].%s`", t.Name, p.Field.Name))
	return see(d, key.Span, "the key is here")
}

func lookupKeyType(p *ast.Path, col, key *ir.Column, t *ir.Source) *diag.Diagnostic {
	d := problem("F0621", p.Span, fmt.Sprintf("`%s` is %s, but the key of table %s is %s", col.Name, article(col.Type.NotNull().String()), t.Name, article(key.Type.NotNull().String())), "")
	return see(d, col.Span, "the column is here")
}

func lookupKeyCount(e *ast.Lookup, t *ir.Source) *diag.Diagnostic {
	at := e.Keys[0].Range().To(e.Keys[len(e.Keys)-1].Range())
	return see(problem("F0621", at, fmt.Sprintf("the key of table %s has %s, not %d", t.Name, counted(len(t.Table.Key), "column"), len(e.Keys)), ""), t.Span, "the table is here")
}

func lookupKeyOf(at source.Span, o typing.Operand, key *ir.Column, t *ir.Source) *diag.Diagnostic {
	what := article(o.Type().NotNull().String())
	if o.IsNull() {
		what = "null"
	}
	d := problem("F0621", at, fmt.Sprintf("this is %s, but the key of table %s is %s", what, t.Name, article(key.Type.NotNull().String())), "")
	return see(d, key.Span, "the key is here")
}

func lookupOutside(e *ast.Lookup) *diag.Diagnostic {
	return problem("F0623", e.Span, "only single events look tables up by a key",
		"at t, a table's columns are features of the entity that has its key: `"+e.Base.Name+"."+e.Field.Name+"`")
}

func noTableEntity(id ast.Ident, t *ir.Source) *diag.Diagnostic {
	var keys []string
	for _, k := range t.Table.Key {
		keys = append(keys, t.Columns[k].Name+": "+t.Columns[k].Type.NotNull().String())
	}
	return problem("F0622", id.Span, fmt.Sprintf("no entity has the key of table %s", t.Name), "declare one, as in `entity e ("+strings.Join(keys, ", ")+")`")
}
