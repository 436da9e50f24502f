package sql

import (
	"encoding/hex"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/runtime/value"
)

// exprs writes IR expressions as SQL over the columns of layers.
type exprs struct {
	d    *Dialect
	l    *layers
	leaf func(ir.Expr) sqlast.Expr // a ColumnRef, LookupRef, LetRef, CompRef, FeatureRef or RequestRef
	bag  *diag.Bag
}

// expr writes e. Constants are bare where an operation gives them their type.
func (x *exprs) expr(e ir.Expr) sqlast.Expr {
	switch e := e.(type) {
	case *ir.Const:
		return x.d.constant(e.Value, e.T)
	case *ir.Call:
		r := x.d.op(e.Op)
		if r == nil {
			x.bag.Add(errNoOp(x.d, e))
			return sqlast.Null
		}
		args := make([]sqlast.Expr, len(e.Args))
		for i, a := range e.Args {
			args[i] = x.expr(a)
		}
		return r(x, e, args)
	default:
		return x.leaf(e)
	}
}

// typed writes e so that the engine sees its type even if it is a constant: a
// bare 1 or NULL has a narrower type, or none.
func (x *exprs) typed(e ir.Expr) sqlast.Expr {
	return x.typedAs(x.expr(e), e)
}

func (x *exprs) typedAs(s sqlast.Expr, e ir.Expr) sqlast.Expr {
	switch s.(type) {
	case sqlast.Number, sqlast.Word:
		if e.Type().Kind != value.Bool || s == sqlast.Expr(sqlast.Null) {
			return sqlast.Cast{X: s, Type: x.d.TypeName(e.Type())}
		}
	}
	return s
}

// atom returns s as something that may be written many times.
func (x *exprs) atom(s sqlast.Expr) sqlast.Expr { return x.l.atom(s) }

// constant writes a value of a type.
func (d *Dialect) constant(v value.Value, t types.Type) sqlast.Expr {
	if v.IsNull() {
		return sqlast.Null
	}
	switch v.Kind {
	case value.Bool:
		if v.Bool() {
			return sqlast.True
		}
		return sqlast.False
	case value.Int64, value.Duration:
		return sqlast.Int(v.I)
	case value.Float64:
		return float(v.Float64())
	case value.Decimal:
		return sqlast.Cast{X: sqlast.Text(decimalText(v, int(t.Scale))), Type: d.TypeName(t)}
	case value.Timestamp:
		return sqlast.Typed{Type: "TIMESTAMP", Value: time.UnixMicro(v.I).UTC().Format("2006-01-02 15:04:05.999999")}
	case value.Date:
		return sqlast.Typed{Type: "DATE", Value: time.Unix(v.I*86400, 0).UTC().Format(time.DateOnly)}
	case value.List, value.Map, value.Vector:
		return d.nestedConstant(v, t)
	case value.Bytes:
		return sqlast.Fn(d.function("from_hex"), sqlast.Text(hex.EncodeToString([]byte(v.S))))
	default:
		return d.text(v.S)
	}
}

// text writes a string. A statement cannot hold the character 0 itself.
func (d *Dialect) text(s string) sqlast.Expr {
	parts := strings.Split(s, "\x00")
	if len(parts) == 1 {
		return sqlast.Text(s)
	}
	list := []sqlast.Expr{sqlast.Text(parts[0])}
	for _, p := range parts[1:] {
		list = append(list, sqlast.Fn(d.function("chr"), sqlast.Int(0)), sqlast.Text(p))
	}
	return sqlast.Fn("concat", list...)
}

// float writes a float64 in the fewest digits that read back as the same bits;
// the exponent makes the literal a double.
func float(f float64) sqlast.Number {
	digits, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', -1, 64), "e")
	sign := ""
	if exponent[0] == '-' {
		sign = "-"
	}
	exponent = strings.TrimLeft(exponent[1:], "0")
	if exponent == "" {
		sign, exponent = "", "0"
	}
	return sqlast.Number(digits + "e" + sign + exponent)
}

func decimalText(v value.Value, scale int) string {
	hi, lo := v.Decimal()
	n := new(big.Int).Lsh(big.NewInt(hi), 64)
	n.Add(n, new(big.Int).SetUint64(lo))
	digits := new(big.Int).Abs(n).String()
	if pad := scale + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	if scale > 0 {
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if n.Sign() < 0 {
		return "-" + digits
	}
	return digits
}
