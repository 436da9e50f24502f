package fn

import (
	"strconv"
	"time"

	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// written returns s where valid; unlike checked it keeps the V of a null empty.
func written(valid bool, s func() string) Text {
	if !valid {
		return Text{}
	}
	return checked(s(), true)
}

// IntToText returns the digits of a.
func IntToText(a Int) Text {
	return written(a.Valid, func() string { return strconv.FormatInt(a.V, 10) })
}

// BoolToText returns true or false.
func BoolToText(a Bool) Text {
	return written(a.Valid, func() string { return strconv.FormatBool(a.V) })
}

// DecToText returns a with all digits of the scale.
func DecToText(a Dec, scale int) Text {
	return written(a.Valid, func() string { return a.V.Text(scale) })
}

// DateToText returns the date a as 2025-01-31.
func DateToText(a Int) Text {
	return written(a.Valid, func() string { return time.Unix(a.V*86400, 0).UTC().Format(time.DateOnly) })
}

// TimeToText returns the timestamp a as 2025-01-31T10:00:00.000000Z.
func TimeToText(a Int) Text {
	return written(a.Valid, func() string { return time.UnixMicro(a.V).UTC().Format("2006-01-02T15:04:05.000000Z") })
}

// parse reads a as a cell of a file is read; what does not parse is null.
func parse(a Text, kind value.Kind, precision, scale int) value.Value {
	if !a.Valid || a.V == "" {
		return value.Null
	}
	v, _, err := text.Decode(a.V, text.Column{Kind: kind, Precision: precision, Scale: scale, Nullable: true})
	if err != nil {
		return value.Null
	}
	return v
}

// ParseInt reads an int64.
func ParseInt(a Text) Int { return integerOf(parse(a, value.Int64, 0, 0)) }

// ParseDate reads a date.
func ParseDate(a Text) Int { return integerOf(parse(a, value.Date, 0, 0)) }

// ParseTime reads a timestamp that has an offset.
func ParseTime(a Text) Int { return integerOf(parse(a, value.Timestamp, 0, 0)) }

func integerOf(v value.Value) Int { return checked(v.I, !v.IsNull()) }

// ParseFloat reads a float64, null where it is not finite.
func ParseFloat(a Text) Float {
	v := parse(a, value.Float64, 0, 0)
	return checked(v.Float64(), !v.IsNull())
}

// ParseBool reads a bool.
func ParseBool(a Text) Bool {
	v := parse(a, value.Bool, 0, 0)
	return checked(v.Bool(), !v.IsNull())
}

// ParseDec reads a decimal of the precision and scale, exactly.
func ParseDec(a Text, precision, scale int) Dec {
	v := parse(a, value.Decimal, precision, scale)
	hi, lo := v.Decimal()
	return checked(exact.Int128{Hi: hi, Lo: lo}, !v.IsNull())
}
