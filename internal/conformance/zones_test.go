package conformance

import (
	"fmt"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/evaltest"
	"github.com/featc-lang/featc/runtime/value"
)

// The zones that calendars stumble over.
var zonesToTry = []string{
	"Africa/Cairo", "Africa/Casablanca", "Africa/Khartoum", "America/Asuncion", "America/Caracas", "America/Edmonton",
	"America/Havana", "America/New_York", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "America/Vancouver",
	"Antarctica/Casey", "Antarctica/Troll", "Asia/Amman", "Asia/Beirut", "Asia/Dhaka", "Asia/Gaza", "Asia/Kathmandu",
	"Asia/Kolkata", "Asia/Pyongyang", "Asia/Tehran", "Atlantic/Azores", "Australia/Eucla", "Australia/Lord_Howe",
	"Europe/Chisinau", "Europe/Dublin", "Europe/Istanbul", "Europe/Paris", "Europe/Volgograd", "Pacific/Apia",
	"Pacific/Chatham", "Pacific/Easter", "Pacific/Fakaofo", "Pacific/Norfolk", "Pacific/Tongatapu",
}

// zoneCalls ask about clocks and calendars.
var zoneCalls = []string{
	"last(hour(at, %q))", "last(date(at, %q))", "first(at) over today(%q)", "first(at) over this_hour(%q)", "first(at) over yesterday(%q)",
	"count() over this_month(%q)", "first(at) over last_week(%q)",
}

// TestZonesAroundEveryChange has SQL and generated Go agree with the reference
// around every change of a zone from 2000 to 2037.
func TestZonesAroundEveryChange(t *testing.T) {
	var programs []*ir.Program
	for _, name := range zonesToTry {
		text := "package z\nentity user (user_id: int64)\nsource s { user_id: int64, at: timestamp, time at }\nview v for user from s {\n"
		for i, c := range zoneCalls {
			text += fmt.Sprintf("  f%d = "+c+"\n", i, name)
		}
		p, err := evaltest.Compile("zones", text+"}\nfeatureset f for user { include v.* }\n")
		if err != nil {
			t.Fatal(err)
		}
		programs = append(programs, p)
	}
	input := func(i int) *engine.Input { return around(programs[i], zone.Spans(zonesToTry[i])) }
	onEngines(t, programs, input, live, func(on string, in *engine.Input, i int, want, got *engine.Output) {
		for r := range want.Rows {
			for c := range want.Rows[r] {
				if g, w := got.Rows[r][c], want.Rows[r][c]; g != w {
					t.Errorf("%s: "+zoneCalls[c]+" at %s is %v, want %v", on, zonesToTry[i], time.UnixMicro(in.Labels[r].At).UTC(), g, w)
				}
			}
		}
	})
}

// around makes events and labels near the beginnings of spans.
func around(p *ir.Program, spans []zone.Span) *engine.Input {
	in := &engine.Input{Program: p, Set: p.Sets[0], Events: []*engine.Events{{Source: p.Sources[0]}}}
	user := value.OfInt64(1)
	for _, s := range spans {
		if at := time.Unix(s.Since, 0).UTC(); at.Year() < 2000 || at.Year() > 2037 {
			continue
		}
		for _, beside := range []int64{-24 * 3600e6, -3600e6, -1, 0, 1800e6, 23 * 3600e6} {
			at := s.Since*1_000_000 + beside
			in.Events[0].Rows = append(in.Events[0].Rows, []value.Value{user, value.OfTimestamp(at)})
			if beside%3600e6 != 0 || beside == 0 {
				in.Labels = append(in.Labels, engine.Label{At: at, Keys: []value.Value{user}})
			}
		}
	}
	return in
}
