package evaltest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// An example is a rule of docs/semantics.md in a few lines, fenced as eval:
//
//	source  lateness 10m
//	events  10:00 x=1 | 11:00 x=2 seen=11:30
//	sum(x) over 1h | 11:00 → null | 11:30 → 2
//
// "source" adds settings, "where" a condition of the view, "reads every 1h n = count()"
// has it read another view, with that feature, every hour, "events" lists events
// with the values of columns that are not null. Any other line is a feature with
// what it is at some instants. A time of day is one of 2025-01-01 UTC; 01-02T10:00
// is one of that year. The columns are user, the key, which is 1 where it is not
// given, also by a read (`user=2 11:00 → 0`), and those of exampleColumns.

// exampleColumns are the columns that events may have beside user and at.
var exampleColumns = []string{"seen: timestamp?", "seq: int64?", "id: string?", "x: float64?", "i: int64?", "j: int64?", "d: decimal(38, 2)?", "s: string?", "ok: bool?", "l: list(int64?)?", "m: map(string, int64?)?", "v: vector(2)?"}

var exampleFence = regexp.MustCompile("(?ms)^```eval\n(.*?)^```")

// Examples makes a script of each example of a document.
func Examples(name, document string) ([]*Script, error) {
	var out []*Script
	for _, m := range exampleFence.FindAllStringSubmatchIndex(document, -1) {
		line := strings.Count(document[:m[2]], "\n") + 1
		text, err := exampleScript(document[m[2]:m[3]])
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, line, err)
		}
		script, err := Parse(fmt.Sprintf("%s:%d", name, line), text)
		if err != nil {
			return nil, fmt.Errorf("%w\n%s", err, text)
		}
		out = append(out, script)
	}
	return out, nil
}

// exampleScript writes an example as the text of a script.
func exampleScript(text string) (string, error) {
	var settings, where, read string
	from := "events"
	var events, features, reads []string
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "source":
			settings += "    " + strings.TrimSpace(rest) + "\n"
		case "where":
			where = " where " + strings.TrimSpace(rest)
		case "reads":
			parts := strings.SplitN(strings.TrimSpace(rest), " ", 3)
			if len(parts) < 3 || parts[0] != "every" {
				return "", fmt.Errorf("%q: expected reads every GRID FEATURE", line)
			}
			read = "  view u for person from events { " + parts[2] + " }\n"
			from = "u every " + parts[1]
		case "events":
			events = append(events, strings.Split(rest, "|")...)
		default:
			parts := strings.Split(line, "|")
			if len(parts) < 2 {
				return "", fmt.Errorf("%q: expected a feature, then | and what it is at an instant", line)
			}
			features = append(features, fmt.Sprintf("    f%d = %s\n", len(features)+1, strings.TrimSpace(parts[0])))
			eval, err := exampleReads(parts[1:], len(features))
			if err != nil {
				return "", fmt.Errorf("%q: %w", line, err)
			}
			reads = append(reads, eval)
		}
	}
	loaded, err := exampleEvents(events)
	if err != nil {
		return "", err
	}
	return "feat\n  package example\n  entity person (user: int64)\n  source events {\n    user: int64?\n    at: timestamp\n    " +
		strings.Join(exampleColumns, "\n    ") + "\n    time at\n" + settings + "  }\n" + read +
		"  view v for person from " + from + where + " {\n" + strings.Join(features, "") + "  }\n" +
		"  featureset set for person { include v.* }\ncase\n" + loaded + strings.Join(reads, ""), nil
}

// exampleEvents writes `10:00 x=1` and its like as a load.
func exampleEvents(events []string) (string, error) {
	columns := []string{"user", "at"}
	for _, c := range exampleColumns {
		name, _, _ := strings.Cut(c, ":")
		columns = append(columns, name)
	}
	out := "load events\n  " + strings.Join(columns, " ") + "\n"
	for _, e := range events {
		row := make([]string, len(columns))
		for i := range row {
			row[i] = "null"
		}
		row[0] = "1"
		for i, cell := range strings.Fields(e) {
			name, text, ok := strings.Cut(cell, "=")
			if i == 0 && !ok {
				name, text = "at", cell
			}
			at := slices.Index(columns, name)
			if at < 0 {
				return "", fmt.Errorf("%q: no column %s", e, name)
			}
			row[at] = exampleTime(text)
		}
		out += "  " + strings.Join(row, " ") + "\n"
	}
	return out, nil
}

// exampleReads writes `11:00 → 2` and its like as an eval of one feature.
func exampleReads(reads []string, feature int) (string, error) {
	out := fmt.Sprintf("eval\n  user at | v_f%d\n", feature)
	for _, r := range reads {
		when, want, ok := strings.Cut(r, "→")
		fields := strings.Fields(when)
		user := "1"
		if len(fields) == 2 {
			user = strings.TrimPrefix(fields[0], "user=")
			fields = fields[1:]
		}
		if !ok || len(fields) != 1 {
			return "", fmt.Errorf("%q: expected an instant, → and a value", r)
		}
		out += fmt.Sprintf("  %s %s | %s\n", user, exampleTime(fields[0]), exampleTime(strings.TrimSpace(want)))
	}
	return out, nil
}

var (
	timeOfDay = regexp.MustCompile(`^\d\d:\d\d(:\d\d(\.\d+)?)?$`)
	dayOfYear = regexp.MustCompile(`^\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$`)
)

// exampleTime completes a time that is written without a date or a year.
func exampleTime(text string) string {
	switch {
	case timeOfDay.MatchString(text):
		return "2025-01-01T" + text + "Z"
	case dayOfYear.MatchString(text):
		return "2025-" + text + "Z"
	}
	return text
}
