package explain

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
)

// bounds writes the event times that a window holds.
func bounds(w ir.Window) string {
	switch {
	case w.Calendar.Previous:
		return fmt.Sprintf("event time in the %s of %s before the one at t", w.Calendar.Unit, w.Calendar.Zone)
	case w.Calendar.Unit != 0:
		return fmt.Sprintf("event time in [start of the %s of %s, t]", w.Calendar.Unit, w.Calendar.Zone)
	case w.Gap > 0:
		return fmt.Sprintf("the newest events with event time <= t, none more than %s before the next or before t", duration(w.Gap))
	case w.Step > 0:
		return fmt.Sprintf("event time in [%s floored to %s, t]", age(w.From), duration(w.Step))
	}
	out := "event time <= t"
	if !w.AllTime {
		open, shut := "(", ")"
		if w.FromClosed {
			open = "["
		}
		if w.ToClosed {
			shut = "]"
		}
		out = "event time in " + open + age(w.From) + ", " + age(w.To) + shut
	}
	if w.Last > 0 {
		out = fmt.Sprintf("the newest %d events with event time <= t", w.Last) + within(w)
	}
	return out
}

func within(w ir.Window) string {
	if w.AllTime {
		return ""
	}
	return ", of those the ones in (" + age(w.From) + ", t]"
}

// age is an instant some time before t.
func age(micros int64) string {
	if micros == 0 {
		return "t"
	}
	return "t - " + duration(micros)
}

// period is a window in words.
func period(w ir.Window) string {
	switch {
	case w.Calendar.Previous:
		return fmt.Sprintf("in the %s of %s before the one at t", w.Calendar.Unit, w.Calendar.Zone)
	case w.Calendar.Unit != 0:
		return fmt.Sprintf("since the %s of %s began, up to t", w.Calendar.Unit, w.Calendar.Zone)
	case w.Gap > 0:
		return fmt.Sprintf("in the session that goes on at t (gaps up to %s)", duration(w.Gap))
	case w.Step > 0:
		return fmt.Sprintf("in the %s up to t, from a whole %s on", duration(w.From), duration(w.Step))
	case w.Last > 0 && w.AllTime:
		return fmt.Sprintf("among the last %d", w.Last)
	case w.Last > 0:
		return fmt.Sprintf("among the last %d, within %s", w.Last, duration(w.From))
	case w.AllTime:
		return "up to t"
	case w.To == 0:
		return "in the " + duration(w.From) + " up to t"
	}
	return "between " + duration(w.From) + " and " + duration(w.To) + " before t"
}

var units = []struct {
	name   string
	micros int64
}{
	{"d", 86_400_000_000}, {"h", 3_600_000_000}, {"m", 60_000_000}, {"s", 1_000_000}, {"ms", 1_000}, {"us", 1},
}

// duration writes microseconds as a literal of the language, such as 1h30m.
func duration(micros int64) string {
	var out strings.Builder
	for _, u := range units {
		if n := micros / u.micros; n != 0 {
			fmt.Fprintf(&out, "%d%s", n, u.name)
			micros %= u.micros
		}
	}
	if out.Len() == 0 {
		return "0s"
	}
	return out.String()
}
