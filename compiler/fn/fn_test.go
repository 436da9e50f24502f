package fn_test

import (
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/fn"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/docpage"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/runtime/value"
)

// text writes a value as the examples do.
func text(v value.Value, t types.Type) string {
	if v.IsNull() {
		return "null"
	}
	switch v.Kind {
	case value.List, value.Map:
		return data.Text(v, t)
	case value.Bool:
		return strconv.FormatBool(v.Bool())
	case value.Float64:
		return strconv.FormatFloat(v.Float64(), 'g', -1, 64)
	case value.Decimal:
		scale := int(t.Scale)
		return new(big.Rat).SetFrac(cell.Unscaled(v), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)).FloatString(scale)
	case value.String:
		return v.S
	case value.Date:
		return time.Unix(v.I*86400, 0).UTC().Format(time.DateOnly)
	}
	return strconv.FormatInt(v.I, 10)
}

// TestExamples runs the examples of the catalogue.
func TestExamples(t *testing.T) {
	for _, f := range fn.Catalogue {
		if f.Doc == "" || len(f.Signatures) == 0 || len(f.Examples) == 0 {
			t.Errorf("%s lacks a doc, a signature or an example", f.Name)
		}
		if fn.Lookup(f.Name) != f {
			t.Errorf("%s is not found by its name", f.Name)
		}
		for _, s := range f.Signatures {
			if !strings.HasPrefix(s, f.Name+"(") {
				t.Errorf("%s has the signature %s", f.Name, s)
			}
		}
		for _, x := range f.Examples {
			e, bag := compiler.Expression(x.Expr)
			if e == nil {
				t.Errorf("%s: %v", x.Expr, bag.Sorted())
				continue
			}
			v := reference.Eval(e, nil)
			if got := text(v, e.Type()); got != x.Want {
				t.Errorf("%s = %s, want %s", x.Expr, got, x.Want)
			}
			if v.IsNull() && !e.Type().Nullable {
				t.Errorf("%s is null, and its type %s is not nullable", x.Expr, e.Type())
			}
		}
	}
}

// TestDocsAreCurrent checks docs/functions.md, which is written from the catalogue.
func TestDocsAreCurrent(t *testing.T) { docpage.Check(t, "functions.md", fn.Markdown()) }
