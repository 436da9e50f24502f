package explain

import (
	"testing"

	"github.com/featc-lang/featc/compiler/ir"
)

func TestWindowsInWords(t *testing.T) {
	const hour = int64(3_600_000_000)
	for _, c := range []struct {
		w              ir.Window
		bounds, period string
	}{
		{ir.All, "event time <= t", "up to t"},
		{ir.Window{From: 168 * hour, ToClosed: true}, "event time in (t - 7d, t]", "in the 7d up to t"},
		{ir.Window{From: hour, FromClosed: true}, "event time in [t - 1h, t)", "in the 1h up to t"},
		{ir.Window{From: 25 * hour, To: hour / 2, ToClosed: true}, "event time in (t - 1d1h, t - 30m]", "between 1d1h and 30m before t"},
		{ir.Window{AllTime: true, ToClosed: true, Last: 5}, "the newest 5 events with event time <= t", "among the last 5"},
		{ir.Window{From: hour, ToClosed: true, Last: 5}, "the newest 5 events with event time <= t, of those the ones in (t - 1h, t]", "among the last 5, within 1h"},
	} {
		if got := bounds(c.w); got != c.bounds {
			t.Errorf("bounds: got %q, want %q", got, c.bounds)
		}
		if got := period(c.w); got != c.period {
			t.Errorf("period: got %q, want %q", got, c.period)
		}
	}
}

func TestDuration(t *testing.T) {
	for micros, want := range map[int64]string{0: "0s", 1: "1us", 90_000_000: "1m30s", 86_400_001_000: "1d1ms"} {
		if got := duration(micros); got != want {
			t.Errorf("duration(%d) = %q, want %q", micros, got, want)
		}
	}
}
