package gostream

import (
	"fmt"
	"strconv"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// kindInfo is how a kind looks in Go: its type, and the functions of package
// codec and of package registry that deal with it.
type kindInfo struct {
	goType             string
	appendFn, readFn   string // codec: func([]byte, T) []byte, func(*codec.Reader) T
	fromValue, ofValue string // registry: func(value.Value) T, func(T) value.Value
}

var kinds = map[value.Kind]kindInfo{
	value.Bool:      {"bool", "codec.AppendBool", "(*codec.Reader).Bool", "registry.Bool", "value.OfBool"},
	value.Int64:     {"int64", "codec.AppendInt64", "(*codec.Reader).Int64", "registry.Int64", "value.OfInt64"},
	value.Float64:   {"float64", "codec.AppendFloat64", "(*codec.Reader).Float64", "registry.Float64", "value.OfFloat64"},
	value.Decimal:   {"exact.Int128", "exact.AppendInt128", "exact.ReadInt128", "registry.Decimal", "registry.OfDecimal"},
	value.String:    {"string", "codec.AppendString", "(*codec.Reader).String", "registry.String", "value.OfString"},
	value.Bytes:     {"string", "codec.AppendString", "(*codec.Reader).String", "registry.Bytes", "registry.OfBytes"},
	value.Timestamp: {"int64", "codec.AppendInt64", "(*codec.Reader).Int64", "registry.Int64", "value.OfTimestamp"},
	value.Date:      {"int64", "codec.AppendInt64", "(*codec.Reader).Int64", "registry.Int64", "value.OfDate"},
	value.Duration:  {"int64", "codec.AppendInt64", "(*codec.Reader).Int64", "registry.Int64", "value.OfDuration"},
}

// info is how a type that is not nullable looks in Go.
func info(t types.Type) kindInfo {
	var of, as string
	switch t.Kind {
	case value.List:
		of, as = fmt.Sprintf("collection.List[%s]", info(*t.Elem).goType), "collection.ListValue"
	case value.Map:
		of, as = fmt.Sprintf("collection.Map[%s, %s]", info(*t.Key).goType, info(*t.Elem).goType), "collection.MapValue"
	case value.Vector:
		of, as = "collection.Vector", "collection.VectorValue"
	default:
		return kinds[t.Kind]
	}
	with := "[" + of + "]"
	return kindInfo{of, "collection.Append" + with, "collection.Read" + with, "collection.FromValue" + with, as + with}
}

// goType returns the Go type of values of a type.
func goType(t types.Type) string {
	if t.Nullable {
		return "runtime.Null[" + info(t).goType + "]"
	}
	return info(t).goType
}

// unit says what a Go type alone does not; "" where there is nothing to say.
func unit(t types.Type) string {
	switch t.Kind {
	case value.Decimal:
		if t.Scale == 0 {
			return ""
		}
		return fmt.Sprintf("in units of 10^-%d", t.Scale)
	case value.Timestamp:
		return "microseconds since 1970 UTC"
	case value.Date:
		return "days since 1970-01-01"
	case value.Duration:
		return "microseconds"
	default:
		return ""
	}
}

// appendCode returns the statement that appends a value of the type to b.
func appendCode(t types.Type, what string) string {
	if t.Nullable {
		return fmt.Sprintf("b = codec.AppendNull(b, %s, %s)", what, info(t).appendFn)
	}
	return fmt.Sprintf("b = %s(b, %s)", info(t).appendFn, what)
}

// readCode returns the expression that reads a value of the type from d.
func readCode(t types.Type) string {
	f := info(t).readFn
	if t.Nullable {
		return fmt.Sprintf("codec.ReadNull(d, %s)", f)
	}
	if method, ok := methodName(f); ok {
		return "d." + method + "()"
	}
	return f + "(d)"
}

// methodName returns the name of a method of the codec's Reader, and whether f is one.
func methodName(f string) (string, bool) {
	const prefix = "(*codec.Reader)."
	if len(f) > len(prefix) && f[:len(prefix)] == prefix {
		return f[len(prefix):], true
	}
	return "", false
}

// fromValue returns the expression that turns a dynamic value into one of the type.
func fromValue(t types.Type, what string) string {
	f := info(t).fromValue
	if t.Nullable {
		return fmt.Sprintf("registry.Null(%s, %s)", what, f)
	}
	return fmt.Sprintf("%s(%s)", f, what)
}

// ofValue returns the expression that turns a value of the type into a dynamic one.
func ofValue(t types.Type, what string) string {
	f := info(t).ofValue
	if t.Nullable {
		return fmt.Sprintf("registry.OfNull(%s, %s)", what, f)
	}
	return fmt.Sprintf("%s(%s)", f, what)
}

// fromColumn returns the expression that reads row i of a column.
func fromColumn(t types.Type, column string) string {
	nested := fmt.Sprintf("columns.Nested[%s]", info(t).goType)
	switch {
	case t.Nullable && t.Kind.IsNested():
		return fmt.Sprintf("columns.Null(&%s, i, %s)", column, nested)
	case t.Kind.IsNested():
		return fmt.Sprintf("%s(&%s, i)", nested, column)
	case t.Nullable:
		return fmt.Sprintf("columns.Null(&%s, i, (*columns.Column).%s)", column, columnMethod(t.Kind))
	}
	return fmt.Sprintf("%s.%s(i)", column, columnMethod(t.Kind))
}

// toColumn returns the statement that appends a value of the type to a column.
func toColumn(t types.Type, column, what string) string {
	nested := fmt.Sprintf("columns.AppendNested[%s]", info(t).goType)
	switch {
	case t.Nullable && t.Kind.IsNested():
		return fmt.Sprintf("columns.AppendOr(&%s, %s, %s)", column, what, nested)
	case t.Kind.IsNested():
		return fmt.Sprintf("%s(&%s, %s)", nested, column, what)
	case t.Nullable:
		return fmt.Sprintf("columns.AppendOr(&%s, %s, (*columns.Column).Append%s)", column, what, columnMethod(t.Kind))
	}
	return fmt.Sprintf("%s.Append%s(%s)", column, columnMethod(t.Kind), what)
}

// columnMethod is how columns.Column names what it holds of a kind.
func columnMethod(k value.Kind) string {
	switch k {
	case value.Timestamp, value.Date, value.Duration:
		return exportedName(value.Int64.String())
	default:
		return exportedName(k.String())
	}
}

// constant returns a value of the type that is not null as Go. Numbers are
// untyped.
func constant(v value.Value, t types.Type) string {
	switch t.Kind {
	case value.Bool:
		return strconv.FormatBool(v.Bool())
	case value.Float64:
		return strconv.FormatFloat(v.Float64(), 'g', -1, 64)
	case value.Decimal:
		hi, lo := v.Decimal()
		return decimalConstant(hi, lo)
	case value.String, value.Bytes:
		return strconv.Quote(v.S)
	case value.List, value.Map, value.Vector:
		return fmt.Sprintf("%s(%q)", info(t).goType, v.S)
	default:
		return strconv.FormatInt(v.I, 10)
	}
}

func decimalConstant(hi int64, lo uint64) string {
	if hi == int64(lo)>>63 {
		return fmt.Sprintf("exact.FromInt64(%d)", int64(lo))
	}
	return fmt.Sprintf("exact.Int128{Hi: %d, Lo: %d}", hi, lo)
}
