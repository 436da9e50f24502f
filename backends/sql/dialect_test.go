package sql

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
)

func TestEveryCapabilityIsDecided(t *testing.T) {
	for _, d := range append(Dialects, Generic) {
		for c := range capabilities {
			if d.capabilities[c] == Undecided {
				t.Errorf("%s does not say whether it has %s", d.Name, c)
			}
		}
	}
}

// declaredOps reads the operations from their declarations.
func declaredOps(t *testing.T) []ir.Op {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "../../compiler/ir/op.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []ir.Op
	ast.Inspect(f, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 {
			return true
		}
		if id, ok := v.Type.(*ast.Ident); !ok || id.Name != "Op" {
			return true
		}
		s, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, ir.Op(s))
		return true
	})
	return out
}

func TestEveryOpIsWritten(t *testing.T) {
	ops := declaredOps(t)
	if len(ops) < 50 {
		t.Fatalf("found only %d operations", len(ops))
	}
	for _, d := range append(Dialects, Generic) {
		for _, op := range ops {
			if d.op(op) == nil {
				t.Errorf("%s cannot write %s", d.Name, op)
			}
		}
	}
}

func TestMissingOpIsAnError(t *testing.T) {
	none := *DuckDB
	none.ops = map[ir.Op]render{ir.Hour: nil}
	b := newBuilder(&none, nil, Options{})
	call := &ir.Call{Op: ir.Hour}
	b.exprs(newLayers(&none), nil).expr(call)
	if !b.bag.HasErrors() {
		t.Error("no error")
	}
}

func TestIdent(t *testing.T) {
	for name, want := range map[string]string{
		"amount": "amount", "a_1": "a_1", "at": `"at"`, "Amount": `"Amount"`, "select": `"select"`,
		"1st": `"1st"`, "": `""`, `a"b`: `"a""b"`, "été": `"été"`,
	} {
		if got := DuckDB.Ident(name); got != want {
			t.Errorf("%q is written %s, want %s", name, got, want)
		}
	}
}

func TestTextWithCharacterZero(t *testing.T) {
	var got int
	literal := sqlast.PrintExpr(DuckDB, DuckDB.text("a\x00'b"))
	if err := duckDB.QueryRow("SELECT length(" + literal + ")").Scan(&got); err != nil || got != 4 {
		t.Errorf("%s has length %d, error %v", literal, got, err)
	}
}

func TestFloatLiterals(t *testing.T) {
	for f, want := range map[float64]sqlast.Number{
		0: "0e0", 1: "1e0", -0.5: "-5e-1", 1e100: "1e100", 5e-324: "5e-324", 0.1: "1e-1", 1 << 60: "1.152921504606847e18",
	} {
		if got := float(f); got != want {
			t.Errorf("%v is written %s, want %s", f, got, want)
		}
	}
}
