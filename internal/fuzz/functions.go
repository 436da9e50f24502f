package fuzz

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// called writes a call of one of the catalogue's functions that the other
// writers leave out; false where there is none of the kind.
func (x *exprs) called(kind value.Kind, depth int) (term, bool) {
	of := func(k value.Kind) string { return x.text(k, depth) }
	i, f, s := func() string { return of(value.Int64) }, func() string { return of(value.Float64) }, func() string { return of(value.String) }
	var options []func() string
	add := func(t func() string) { options = append(options, t) }
	call := func(format string, args ...func() string) {
		add(func() string {
			texts := make([]any, len(args))
			for n, a := range args {
				texts[n] = a()
			}
			return fmt.Sprintf(format, texts...)
		})
	}
	alike := func(format string, kinds ...value.Kind) { // operands of one kind
		add(func() string {
			k := pick(x.rng, kinds)
			texts := make([]any, strings.Count(format, "%s"))
			for n := range texts {
				texts[n] = of(k)
			}
			return fmt.Sprintf(format, texts...)
		})
	}
	t := types.Type{Kind: kind}
	switch kind {
	case value.Bool:
		alike("is_distinct(%s, %s)", value.Int64, value.Float64, value.String, value.Bool)
		alike("between(%s, %s, %s)", value.Int64, value.Float64, value.String)
		call("regexp_match(%s, \"^[a-é]+|b$\")", s)
		call("parse_bool(%s)", s)
		call("json_has(%s, \"a\")", x.json)
	case value.Int64:
		call("div(%s, %s)", i, i)
		call("sign(%s)", i)
		call("sign(%s)", f)
		call("bucket(%s, -25e-1, 0, 1e16)", f)
		call("bucket(%s, \"a\", \"é\")", s)
		call("width_bucket(%s, -1, 0.3, 7)", f)
		call("nullif(%s, %s)", i, i)
		call("position(%s, %s)", s, s)
		call("hash64(%s)", s)
		call("hash_bucket(string(%s), 10)", i)
		call("parse_int(%s)", s)
		call("json_int(%s, \"a\")", x.json)
		call("json_length(%s, \"b\")", x.json)
		if x.calendar() {
			name, zone := pick(x.rng, []string{"minute", "second", "quarter", "day_of_year", "iso_week", "iso_year"}), pick(x.rng, zones)
			call(fmt.Sprintf("%s(at, %q)", name, zone))
			call("epoch_ms(at)")
		}
		if len(x.named(value.Date)) > 0 {
			d := func() string { return of(value.Date) }
			call("days_between(%s, %s)", d, d)
		}
	case value.Float64:
		call("round(%s)", f)
		call(fmt.Sprintf("round(%%s, %d)", x.rng.IntN(19)), f)
		call("clamp(%s, -1e0, %s)", f, f)
		call("nullif(%s, %s)", f, f)
		call("distance(%s, %s, 1, %s)", f, f, f)
		call("parse_float(%s)", s)
		call("ln(%s)", f)
		call("exp(%s)", f)
		call("pow(%s, 3)", f)
		call(pick(x.rng, []string{"sin", "cos", "tan", "asin", "acos", "atan", "log2", "log10", "radians"})+"(%s)", f)
		call("atan2(%s, %s)", f, f)
		call("haversine(%s, %s, 52.5, %s)", f, f, f)
		call("hours(%s)", func() string { return of(value.Duration) })
	case value.String:
		call("substr(%s, %s, %s)", s, i, i)
		call("right(%s, %s)", s, i)
		call("left(%s, 2)", s)
		call("trim(%s)", s)
		call("upper_ascii(%s)", s)
		call("replace(%s, %s, \"b\")", s, s)
		call("split_part(%s, \"a\", 2)", s)
		call("lpad(%s, 4, \"é.\")", s)
		call("string(%s)", i)
		call("string(%s)", func() string { return of(value.Decimal) })
		call("nullif(%s, \"\")", s)
		call("json_string(%s, \"b[1]\")", x.json)
		call("regexp_extract(%s, \"(a|ab)(b*)\", 2)", s)
		call("regexp_replace(%s, \"[ab]+\", \"\\\\\")", s)
	case value.Date:
		d := func() string { return of(value.Date) }
		call(fmt.Sprintf("date_trunc(%q, %%s)", pick(x.rng, []string{"week", "month", "quarter", "year"})), d)
		call("add_days(%s, %s)", d, i)
		call("parse_date(%s)", s)
	case value.Timestamp:
		call("timestamp_s(%s)", i)
		call("timestamp_ms(%s)", i)
		call("parse_timestamp(%s)", s)
	case value.Decimal:
		t = types.Decimal(20, 4)
		call("parse_decimal(%s, 20, 4)", s)
		a := x.expr(kind, depth)
		digits := x.rng.IntN(3)
		if digits < int(a.t.Scale) {
			return term{fmt.Sprintf("round(%s, %d)", a.text, digits), types.Decimal(a.t.IntDigits()+1+digits, digits)}, true
		}
	default:
		return term{}, false
	}
	return term{pick(x.rng, options)(), t}, true
}

// json writes a document of fields a and b, or, where strings have the characters
// for it, a text that is none.
func (x *exprs) json() string {
	return fmt.Sprintf(`concat("{\"a\": ", string(%s), ", \"b\": [1.50, \"", %s, "\"]}")`, x.text(value.Int64, 1), x.text(value.String, 1))
}
