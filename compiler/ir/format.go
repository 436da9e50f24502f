package ir

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// Format returns the canonical text of an expression. Two expressions over the
// same view have one text exactly when they are the same tree: lets and
// features stand for themselves, by name.
func Format(e Expr) string {
	return FormatWith(e, func(l *Let) string { return "$" + l.Name })
}

// FormatWith is Format with a spelling for lets. A spelling that names a let's
// meaning rather than its name makes the text comparable across views.
func FormatWith(e Expr, let func(*Let) string) string {
	var b strings.Builder
	formatter{&b, let}.expr(e)
	return b.String()
}

type formatter struct {
	out *strings.Builder
	let func(*Let) string
}

// sized are the operations whose result type is not clear from their operands.
var sized = map[Op]bool{IntToDec: true, DecRescale: true, AddDec: true, SubDec: true, MulDec: true, RoundDec: true, ParseDec: true}

func (f formatter) expr(e Expr) {
	switch e := e.(type) {
	case *Const:
		f.out.WriteString(FormatConst(e.Value, e.T))
	case *ColumnRef:
		f.out.WriteString(e.Source.Columns[e.Index].Name)
	case *LookupRef:
		f.out.WriteString(e.Table.Name + "[")
		f.list(e.Key)
		f.out.WriteString("]." + e.Table.Columns[e.Index].Name)
	case *LetRef:
		f.out.WriteString(f.let(e.Let))
	case *CompRef:
		fmt.Fprintf(f.out, "#%d", e.Index)
	case *StepRef:
		fmt.Fprintf(f.out, "$%d", e.Index)
	case *EachRef:
		f.out.WriteString("each." + e.Part.String())
	case *FeatureRef:
		f.out.WriteString(e.Feature.QName())
	case *RequestRef:
		f.out.WriteString("request." + e.Column.Name)
	case *Call:
		f.out.WriteString(string(e.Op))
		if sized[e.Op] {
			fmt.Fprintf(f.out, "<%d,%d>", e.T.Precision, e.T.Scale)
		}
		f.out.WriteByte('(')
		f.list(e.Args)
		f.out.WriteByte(')')
	}
}

func (f formatter) list(es []Expr) {
	for i, e := range es {
		if i > 0 {
			f.out.WriteString(", ")
		}
		f.expr(e)
	}
}

// FormatConst returns the canonical text of a value of a type; it tells values
// of different types apart.
func FormatConst(v value.Value, t types.Type) string {
	if v.IsNull() {
		return "null:" + t.NotNull().String()
	}
	switch v.Kind {
	case value.Bool:
		return strconv.FormatBool(v.Bool())
	case value.Int64:
		return strconv.FormatInt(v.I, 10)
	case value.Float64:
		return strconv.FormatFloat(v.Float64(), 'e', -1, 64)
	case value.Decimal:
		high, low := v.Decimal()
		n := new(big.Int).Lsh(big.NewInt(high), 64)
		n.Add(n, new(big.Int).SetUint64(low))
		return fmt.Sprintf("%se-%d:%s", n, t.Scale, t.NotNull())
	case value.String:
		return strconv.Quote(v.S)
	case value.Bytes:
		return "bytes" + strconv.Quote(v.S)
	case value.List, value.Map, value.Vector:
		return t.NotNull().String() + strconv.Quote(v.S)
	}
	return t.NotNull().String() + "(" + strconv.FormatInt(v.I, 10) + ")"
}

// String returns the window as an interval of ages, in microseconds.
func (w Window) String() string {
	switch {
	case w.Calendar.Unit != 0:
		return fmt.Sprintf("%s(%q)", w.Calendar.Name(), w.Calendar.Zone)
	case w.Gap > 0:
		return fmt.Sprintf("session(%d)", w.Gap)
	}
	var b strings.Builder
	if w.Last > 0 {
		fmt.Fprintf(&b, "last %d of ", w.Last)
	}
	switch {
	case w.AllTime:
		b.WriteString("(always")
	case w.FromClosed:
		fmt.Fprintf(&b, "[%d", w.From)
	default:
		fmt.Fprintf(&b, "(%d", w.From)
	}
	if w.Step > 0 {
		fmt.Fprintf(&b, " by %d", w.Step)
	}
	fmt.Fprintf(&b, ", %d", w.To)
	if w.ToClosed {
		b.WriteByte(']')
	} else {
		b.WriteByte(')')
	}
	return b.String()
}
