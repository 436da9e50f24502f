package gostream

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// code is a Go expression. One that is null has the type runtime.Null of what
// it computes, else the plain type.
type code struct {
	text    string
	null    bool
	untyped bool // a number that takes its type from where it stands
	binary  bool // has an operator outside of parentheses
}

func plain(format string, args ...any) code { return code{text: fmt.Sprintf(format, args...)} }
func nullable(format string, args ...any) code {
	return code{text: fmt.Sprintf(format, args...), null: true}
}

// operand returns the text as an operand of a Go operator.
func (c code) operand() string {
	if c.binary {
		return "(" + c.text + ")"
	}
	return c.text
}

// asNull returns the text as a runtime.Null of the type.
func (c code) asNull(t types.Type) string {
	switch {
	case c.null:
		return c.text
	case c.untyped:
		return fmt.Sprintf("runtime.Some[%s](%s)", info(t).goType, c.text)
	default:
		return fmt.Sprintf("runtime.Some(%s)", c.text)
	}
}

// as returns the text as a value of the type, which is nullable or not.
func (c code) as(t types.Type) string {
	switch {
	case t.Nullable:
		return c.asNull(t)
	case c.null:
		return c.text + ".V"
	default:
		return c.text
	}
}

// printer prints expressions as Go. Leaves are printed by leaf; zone and
// pattern give the variables that hold time zones and regular expressions.
type printer struct {
	leaf    func(ir.Expr) code
	zone    func(name string) string
	pattern func(text string) string
	// shared gives the variable of a call that is computed beforehand; it may be nil.
	shared func(*ir.Call) (code, bool)
}

// expr prints an expression.
func (p *printer) expr(e ir.Expr) code {
	switch e := e.(type) {
	case *ir.Const:
		if e.Value.IsNull() {
			return nullable("runtime.Null[%s]{}", info(e.T).goType)
		}
		c := plain("%s", constant(e.Value, e.T))
		c.untyped = e.T.Kind != value.Bool && !e.T.Kind.IsText() && e.T.Kind != value.Decimal
		return c
	case *ir.Call:
		if p.shared != nil {
			if c, ok := p.shared(e); ok {
				return c
			}
		}
		return p.call(e)
	default:
		return p.leaf(e)
	}
}

// nulls prints operands, each as a runtime.Null.
func (p *printer) nulls(args []ir.Expr) string {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i] = p.expr(a).asNull(a.Type())
	}
	return strings.Join(texts, ", ")
}

// plains prints operands that are never null.
func (p *printer) plains(args []ir.Expr) string {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i] = p.expr(a).text
	}
	return strings.Join(texts, ", ")
}

// simple are the operations that are one function over nullable operands.
var simple = map[ir.Op]string{
	ir.AddInt: "AddInt", ir.SubInt: "SubInt", ir.MulInt: "MulInt", ir.ModInt: "ModInt",
	ir.NegInt: "NegInt", ir.AbsInt: "AbsInt",
	ir.AddFloat: "AddFloat", ir.SubFloat: "SubFloat", ir.MulFloat: "MulFloat", ir.DivFloat: "DivFloat",
	ir.NegFloat: "NegFloat", ir.AbsFloat: "AbsFloat", ir.SqrtFloat: "SqrtFloat",
	ir.FloorFloat: "FloorFloat", ir.CeilFloat: "CeilFloat", ir.TruncFloat: "TruncFloat",
	ir.NegDec: "NegDec", ir.AbsDec: "AbsDec",
	ir.AddTimeDur: "AddTime", ir.SubTimeDur: "SubTime", ir.SubTime: "SubInt",
	ir.AddDur: "AddInt", ir.SubDur: "SubInt", ir.NegDur: "NegInt",
	ir.IntToFloat: "IntToFloat", ir.FloatToInt: "FloatToInt",
	ir.DivInt: "DivInt", ir.SignInt: "SignInt", ir.SignFloat: "SignFloat", ir.SignDec: "SignDec",
	ir.LnFloat: "LnFloat", ir.ExpFloat: "ExpFloat", ir.Log2Float: "Log2Float", ir.Log10Float: "Log10Float",
	ir.SinFloat: "SinFloat", ir.CosFloat: "CosFloat", ir.TanFloat: "TanFloat", ir.AsinFloat: "AsinFloat", ir.AcosFloat: "AcosFloat",
	ir.Atan2Float: "Atan2Float", ir.Haversine: "Haversine",
	ir.MulError: "MulError", ir.UnitsHigh: "UnitsHigh", ir.UnitsLow: "UnitsLow",
	ir.DoubleAdd: "DoubleAdd", ir.DoubleAddLo: "DoubleAddLo", ir.DoubleMul: "DoubleMul", ir.DoubleMulLo: "DoubleMulLo",
	ir.RoundFloat: "RoundFloat", ir.Distance: "Distance", ir.NullIf: "NullIf",
	ir.LowerASCII: "LowerASCII", ir.UpperASCII: "UpperASCII", ir.Trim: "Trim", ir.TrimLeft: "TrimLeft", ir.TrimRight: "TrimRight",
	ir.Substr: "Substr", ir.Right: "Right", ir.Replace: "Replace", ir.Position: "Position", ir.Hash64: "Hash64",
	ir.SubDate: "SubInt", ir.AddDays: "AddDays",
	ir.IntToText: "IntToText", ir.BoolToText: "BoolToText", ir.DateToText: "DateToText", ir.TimeToText: "TimeToText",
	ir.ParseInt: "ParseInt", ir.ParseFloat: "ParseFloat", ir.ParseBool: "ParseBool", ir.ParseDate: "ParseDate", ir.ParseTime: "ParseTime",
	ir.Concat: "Concat", ir.StartsWith: "StartsWith", ir.EndsWith: "EndsWith", ir.Contains: "Contains",
}

// withConstants are the operations that take constants after their first operand.
var withConstants = map[ir.Op]string{
	ir.FloorDivInt: "FloorDivInt", ir.WidthBucket: "WidthBucket", ir.Bucket: "Bucket",
	ir.PowFloat: "PowFloat", ir.SplitPart: "SplitPart", ir.PadLeft: "PadLeft", ir.PadRight: "PadRight", ir.HashBucket: "HashBucket", ir.TruncDate: "TruncDate",
	ir.JSONText: "JSONText", ir.JSONLength: "JSONLength", ir.JSONHas: "JSONHas",
}

// onCollections are the operations that are one function of package collection.
var onCollections = map[ir.Op]string{
	ir.DotVector: "Dot", ir.SquaresBetween: "Squares", ir.MaxAbsVector: "LargestMagnitude", ir.DivVector: "Divide",
	ir.LengthList: "Length", ir.LengthMap: "Length", ir.ContainsList: "Contains", ir.ContainsKey: "ContainsKey",
	ir.ElementList: "Number", ir.ElementVector: "NumberOf", ir.ElementMap: "Of", ir.KeysMap: "Keys", ir.ValuesMap: "Values",
}

// calendar are the operations whose last operand is a zone.
var calendar = map[ir.Op]string{
	ir.Hour: "Hour", ir.Weekday: "Weekday", ir.Day: "Day", ir.Month: "Month", ir.Year: "Year", ir.ToDate: "ToDate",
	ir.Minute: "Minute", ir.Second: "Second", ir.DayOfYear: "DayOfYear", ir.Quarter: "Quarter", ir.ISOWeek: "ISOWeek", ir.ISOYear: "ISOYear",
}

func (p *printer) call(e *ir.Call) code {
	arg := e.Args[0].Type()
	if f, ok := simple[e.Op]; ok {
		return nullable("fn.%s(%s)", f, p.nulls(e.Args))
	}
	if f, ok := calendar[e.Op]; ok {
		zone := e.Args[1].(*ir.Const).Value.S
		return nullable("fn.%s(%s, %s)", f, p.nulls(e.Args[:1]), p.zone(zone))
	}
	if f, ok := withConstants[e.Op]; ok {
		if arg.Kind == value.Decimal {
			f += "Dec"
		}
		return nullable("fn.%s(%s, %s)", f, p.nulls(e.Args[:1]), p.plains(e.Args[1:]))
	}
	if f, ok := onCollections[e.Op]; ok {
		return nullable("collection.%s(%s)", f, p.nulls(e.Args))
	}
	switch e.Op {
	case ir.RegexpMatch, ir.RegexpExtract, ir.RegexpReplace:
		return p.regexp(e)
	case ir.RoundDec:
		return nullable("fn.RoundDec(%s, %d)", p.nulls(e.Args), arg.Scale-e.T.Scale)
	case ir.IsDistinct:
		return plain("fn.IsDistinct(%s)", p.nulls(e.Args))
	case ir.Between:
		f := "Between"
		if arg.Kind == value.Decimal {
			f += "Dec"
		}
		return nullable("fn.%s(%s)", f, p.nulls(e.Args))
	case ir.CanonFloat:
		if c := p.expr(e.Args[0]); isInput(e.Args[0]) && c.null {
			return c // it came in so
		}
		return nullable("fn.CanonFloat(%s)", p.nulls(e.Args))
	case ir.AddDec:
		return nullable("fn.AddDec(%s, %d)", p.nulls(e.Args), e.T.Precision)
	case ir.SubDec:
		return nullable("fn.SubDec(%s, %d)", p.nulls(e.Args), e.T.Precision)
	case ir.MulDec:
		return nullable("fn.MulDec(%s, %d)", p.nulls(e.Args), e.T.Precision)
	case ir.IntToDec:
		return nullable("fn.IntToDec(%s, %d, %d)", p.nulls(e.Args), e.T.Precision, e.T.Scale)
	case ir.DecRescale:
		return nullable("fn.DecRescale(%s, %d, %d)", p.nulls(e.Args), e.T.Precision, e.T.Scale-arg.Scale)
	case ir.DecToFloat:
		return nullable("fn.DecToFloat(%s, %d)", p.nulls(e.Args), arg.Scale)
	case ir.DecToInt:
		return nullable("fn.DecToInt(%s, %d)", p.nulls(e.Args), arg.Scale)
	case ir.DecToText:
		return nullable("fn.DecToText(%s, %d)", p.nulls(e.Args), arg.Scale)
	case ir.ParseDec:
		return nullable("fn.ParseDec(%s, %d, %d)", p.nulls(e.Args), e.T.Precision, e.T.Scale)
	case ir.DurToInt, ir.IntToDur:
		return p.expr(e.Args[0])
	case ir.Length:
		if arg.Kind == value.Bytes {
			return nullable("fn.Size(%s)", p.nulls(e.Args))
		}
		return nullable("fn.Length(%s)", p.nulls(e.Args))
	case ir.Eq, ir.Ne, ir.Lt, ir.Le, ir.Gt, ir.Ge:
		return p.comparison(e)
	case ir.In:
		return p.in(e)
	case ir.And:
		return p.junction(e, "&&", "And")
	case ir.Or:
		return p.junction(e, "||", "Or")
	case ir.Not:
		if c := p.expr(e.Args[0]); !c.null {
			return plain("!%s", c.operand())
		}
		return nullable("fn.Not(%s)", p.nulls(e.Args))
	case ir.IsNull:
		if c := p.expr(e.Args[0]); c.null {
			return plain("!%s.Valid", c.text)
		}
		return plain("false")
	case ir.IsNotNull:
		if c := p.expr(e.Args[0]); c.null {
			return plain("%s.Valid", c.text)
		}
		return plain("true")
	case ir.If:
		return p.choice(e, "If", e.Args[1:], true)
	case ir.Coalesce:
		return p.choice(e, "Coalesce", e.Args, false)
	case ir.Least, ir.Greatest:
		f := map[ir.Op]string{ir.Least: "Least", ir.Greatest: "Greatest"}[e.Op]
		if arg.Kind == value.Decimal {
			f += "Dec"
		}
		return p.choice(e, f, e.Args, true)
	default:
		panic(fmt.Sprintf("gostream: operation %q has no Go", e.Op))
	}
}

// regexp prints a call whose second operand is a pattern.
func (p *printer) regexp(e *ir.Call) code {
	f := map[ir.Op]string{ir.RegexpMatch: "RegexpMatch", ir.RegexpExtract: "RegexpExtract", ir.RegexpReplace: "RegexpReplace"}[e.Op]
	args := []string{p.nulls(e.Args[:1]), p.pattern(e.Args[1].(*ir.Const).Value.S)}
	if len(e.Args) > 2 {
		args = append(args, p.plains(e.Args[2:]))
	}
	return nullable("fn.%s(%s)", f, strings.Join(args, ", "))
}

// isInput reports whether an expression is a field that comes from outside:
// its floats are canonical.
func isInput(e ir.Expr) bool {
	switch e.(type) {
	case *ir.ColumnRef, *ir.LookupRef, *ir.RequestRef:
		return true
	default:
		return false
	}
}

// choice prints a function that returns one of the branches. Its result is
// plain where all branches are, or, unless all is set, where any is.
func (p *printer) choice(e *ir.Call, f string, branches []ir.Expr, all bool) code {
	nulls := 0
	for _, b := range branches {
		if p.expr(b).null {
			nulls++
		}
	}
	c := nullable("fn.%s(%s)", f, p.nulls(e.Args))
	if nulls == 0 || !all && nulls < len(branches) {
		return plain("%s.V", c.text)
	}
	return c
}

var goOperators = map[ir.Op]string{ir.Eq: "==", ir.Ne: "!=", ir.Lt: "<", ir.Le: "<=", ir.Gt: ">", ir.Ge: ">="}

var comparisons = map[ir.Op]string{ir.Eq: "Eq", ir.Ne: "Ne", ir.Lt: "Lt", ir.Le: "Le", ir.Gt: "Gt", ir.Ge: "Ge"}

func (p *printer) comparison(e *ir.Call) code {
	a, b := p.expr(e.Args[0]), p.expr(e.Args[1])
	byMethod := e.Args[0].Type().Kind == value.Decimal && e.Op != ir.Eq && e.Op != ir.Ne
	switch {
	case (a.null || b.null) && byMethod:
		return nullable("fn.%sDec(%s)", comparisons[e.Op], p.nulls(e.Args))
	case a.null || b.null:
		return nullable("fn.%s(%s)", comparisons[e.Op], p.nulls(e.Args))
	case byMethod:
		return code{text: fmt.Sprintf("%s.Compare(%s) %s 0", a.operand(), b.text, goOperators[e.Op]), binary: true}
	default:
		return code{text: fmt.Sprintf("%s %s %s", a.operand(), goOperators[e.Op], b.operand()), binary: true}
	}
}

func (p *printer) in(e *ir.Call) code {
	c := nullable("fn.In(%s, %s)", p.nulls(e.Args[:1]), p.plains(e.Args[1:]))
	if !p.expr(e.Args[0]).null {
		return plain("%s.V", c.text)
	}
	return c
}

// junction prints && or || over two or more operands.
func (p *printer) junction(e *ir.Call, operator, f string) code {
	out := p.expr(e.Args[0])
	for _, a := range e.Args[1:] {
		next := p.expr(a)
		if out.null || next.null {
			out = nullable("fn.%s(%s, %s)", f, out.asNull(types.Bool), next.asNull(types.Bool))
		} else {
			out = code{text: out.operand() + " " + operator + " " + next.operand(), binary: true}
		}
	}
	return out
}
