package explain

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
)

// bounds writes the event times that a window holds.
func bounds(w ir.Window) string {
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
