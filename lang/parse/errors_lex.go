package parse

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// Diagnostics about single tokens.

// problem makes an error; label and help may be empty.
func problem(code diag.Code, span source.Span, message, label, help string) *diag.Diagnostic {
	return &diag.Diagnostic{Code: code, Severity: diag.Error, Message: message, Span: span, Label: label, Help: help}
}

func badCharacter(span source.Span) *diag.Diagnostic {
	help := ""
	switch text := span.Text(); {
	case strings.HasPrefix(text, ";"):
		help = "nothing ends a line but the line's end: leave the ; out"
	case strings.HasPrefix(text, "#"):
		help = "comments start with //"
	case strings.ContainsAny(text, "“”"):
		help = `strings stand in straight double quotes: "like this"`
	case strings.HasPrefix(text, "'"):
		help = `strings stand in double quotes: "like this"`
	}
	return problem("F0101", span, fmt.Sprintf("the character `%s` has no meaning here", span.Text()), "", help)
}

func openString(span source.Span) *diag.Diagnostic {
	return problem("F0102", span, "the string does not end on its line", "starts here", `close it with "; a line break inside a string is written \n`)
}

func badEscape(span source.Span, escape string) *diag.Diagnostic {
	return problem("F0103", span, fmt.Sprintf("`%s` is not an escape", escape), "", `the escapes are \" \\ \n \t and \u{1F600}`)
}

func singleQuotes(span source.Span, raw string) *diag.Diagnostic {
	return problem("F0104", span, "strings stand in double quotes", "", "write "+strconv.Quote(raw[1:len(raw)-1]))
}

func badNumber(span source.Span) *diag.Diagnostic {
	text := span.Text()
	help := "numbers look like 42, 0.5 or 1.5e-3"
	switch {
	case strings.Contains(text, "_"):
		help = "write " + strings.ReplaceAll(text, "_", "")
	case fractionPattern.MatchString(text):
		help = "durations are made of whole numbers, such as 1h30m"
	}
	return problem("F0105", span, fmt.Sprintf("`%s` is not a number", text), "", help)
}

// unitNames are the units as people also write them.
var unitNames = map[string]string{
	"us": "us", "µs": "us", "usec": "us", "micros": "us", "microsecond": "us",
	"ms": "ms", "msec": "ms", "millis": "ms", "millisecond": "ms",
	"s": "s", "sec": "s", "second": "s", "m": "m", "min": "m", "minute": "m",
	"h": "h", "hr": "h", "hour": "h", "d": "d", "day": "d", "w": "w", "wk": "w", "week": "w",
}

// unitOf returns the unit that a person means by a word.
func unitOf(word string) (string, bool) {
	word = strings.ToLower(word)
	if u, ok := unitNames[word]; ok {
		return u, true
	}
	u, ok := unitNames[strings.TrimSuffix(word, "s")]
	return u, ok
}

const unitHelp = "the units are us, ms, s, m (minutes), h, d and w"

func badUnit(span source.Span, unit string) *diag.Diagnostic {
	help := unitHelp
	if u, ok := unitOf(unit); ok {
		help = "write " + strings.TrimSuffix(span.Text(), unit) + u
	} else if u := strings.ToLower(unit); u == "mo" || u == "month" || u == "months" || u == "y" || u == "year" || u == "years" {
		help = "months and years have no fixed length: write days, such as 30d or 365d"
	}
	return problem("F0106", span, fmt.Sprintf("`%s` is not a unit of time", unit), "", help)
}

func durationTooLong(span source.Span) *diag.Diagnostic {
	years := int64(math.MaxInt64) / unitMicroseconds["d"] / 365
	return problem("F0107", span, fmt.Sprintf("the duration %s is too long", span.Text()), "",
		fmt.Sprintf("a duration is a 64-bit count of microseconds: at most about %d years", years))
}

func notUTF8(span source.Span) *diag.Diagnostic {
	return problem("F0108", span, "the text is not UTF-8", "", "save the file as UTF-8")
}

func otherSpelling(span source.Span, found, meant string) *diag.Diagnostic {
	return problem("F0109", span, fmt.Sprintf("there is no operator `%s`", found), "", fmt.Sprintf("write `%s`", meant))
}

func upperCase(span source.Span, found, meant string) *diag.Diagnostic {
	return problem("F0110", span, fmt.Sprintf("`%s` is written in lower case", found), "", fmt.Sprintf("write `%s`", meant))
}

func noUnit(span source.Span, number, unit string) *diag.Diagnostic {
	help := fmt.Sprintf("write %sd for days, %sh for hours; `last %s` for that many events", number, number, number)
	if unit != "" {
		help = "write " + number + unit
	}
	return problem("F0111", span, fmt.Sprintf("the duration %s has no unit", number), "days? hours? events?", help)
}
