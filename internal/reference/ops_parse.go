package reference

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

var (
	intText     = regexp.MustCompile(`^[+-]?[0-9]+$`)
	floatText   = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
	timeText    = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}(:[0-9]{2})?)$`)
	decimalText = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)
)

func written(f func(call *ir.Call, arg value.Value) string) op {
	return func(call *ir.Call, args []value.Value) value.Value { return value.OfString(f(call, args[0])) }
}

var textOps = map[ir.Op]op{
	ir.IntToText:  written(func(_ *ir.Call, v value.Value) string { return big.NewInt(v.I).String() }),
	ir.BoolToText: written(func(_ *ir.Call, v value.Value) string { return strconv.FormatBool(v.Bool()) }),
	ir.DecToText: written(func(call *ir.Call, v value.Value) string {
		scale := scaleOf(call.Args[0])
		return new(big.Rat).SetFrac(bigOf(v), power(10, scale)).FloatString(scale)
	}),
	ir.DateToText: written(func(_ *ir.Call, v value.Value) string { return midnight(v.I).Format(time.DateOnly) }),
	ir.TimeToText: written(func(_ *ir.Call, v value.Value) string {
		return time.UnixMicro(v.I).UTC().Format("2006-01-02T15:04:05.000000Z")
	}),
	ir.ParseInt: func(_ *ir.Call, args []value.Value) value.Value {
		if !intText.MatchString(args[0].S) {
			return value.Null
		}
		n, _ := new(big.Int).SetString(strings.TrimPrefix(args[0].S, "+"), 10)
		if !n.IsInt64() {
			return value.Null
		}
		return value.OfInt64(n.Int64())
	},
	ir.ParseFloat: func(_ *ir.Call, args []value.Value) value.Value {
		if !floatText.MatchString(args[0].S) { // nan and inf are null too
			return value.Null
		}
		f, err := strconv.ParseFloat(args[0].S, 64)
		if err != nil {
			return value.Null
		}
		return value.OfFloat64(canonical(f))
	},
	ir.ParseDec: func(call *ir.Call, args []value.Value) value.Value {
		if !decimalText.MatchString(args[0].S) {
			return value.Null
		}
		x, _ := new(big.Rat).SetString(args[0].S)
		x.Mul(x, new(big.Rat).SetInt(power(10, int(call.T.Scale))))
		if !x.IsInt() {
			return value.Null
		}
		return decimalOf(x.Num(), int(call.T.Precision))
	},
	ir.ParseBool: func(_ *ir.Call, args []value.Value) value.Value {
		// Not EqualFold: under it, the long s of "falſe" is an s.
		switch strings.ToLower(args[0].S) {
		case "true", "t", "1":
			return value.OfBool(true)
		case "false", "f", "0":
			return value.OfBool(false)
		}
		return value.Null
	},
	ir.ParseTime: func(_ *ir.Call, args []value.Value) value.Value {
		parts := timeText.FindStringSubmatch(args[0].S)
		if parts == nil {
			return value.Null
		}
		layout := "2006-01-02T15:04"
		if parts[1] != "" {
			layout += ":05" // and a fraction
		}
		layout += "Z07"
		if len(parts[3]) > 3 {
			layout += ":00"
		}
		t, err := time.Parse(layout, strings.Replace(args[0].S, " ", "T", 1))
		// A year of the text's own has to be one, too.
		if err != nil || strings.HasPrefix(args[0].S, "0000") || t.Before(time.UnixMicro(firstInstant)) || t.After(time.UnixMicro(lastInstant).Add(999)) {
			return value.Null
		}
		return value.OfTimestamp(t.UnixMicro())
	},
	ir.ParseDate: func(_ *ir.Call, args []value.Value) value.Value {
		t, err := time.Parse(time.DateOnly, args[0].S)
		if err != nil || t.Year() < 1 {
			return value.Null
		}
		return value.OfDate(daysOf(t))
	},
}
