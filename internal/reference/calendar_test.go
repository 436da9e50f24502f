package reference

import (
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/zone"
	windows "github.com/featc-lang/featc/runtime/window"
)

// calendarZones have what calendars stumble over: halves and quarters of hours, changes
// at midnight, days that were skipped, changes of the standard time.
var calendarZones = []string{
	"UTC", "Africa/Cairo", "Africa/Casablanca", "Africa/Khartoum", "America/Asuncion", "America/Caracas", "America/Edmonton",
	"America/Havana", "America/New_York", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "America/Vancouver",
	"Antarctica/Casey", "Antarctica/Troll", "Asia/Amman", "Asia/Beirut", "Asia/Dhaka", "Asia/Gaza", "Asia/Kathmandu",
	"Asia/Kolkata", "Asia/Pyongyang", "Asia/Tehran", "Atlantic/Azores", "Australia/Eucla", "Australia/Lord_Howe",
	"Europe/Chisinau", "Europe/Dublin", "Europe/Istanbul", "Europe/Paris", "Europe/Volgograd", "Pacific/Apia",
	"Pacific/Chatham", "Pacific/Easter", "Pacific/Fakaofo", "Pacific/Kiritimati", "Pacific/Norfolk", "Pacific/Tongatapu",
}

var units = map[ir.Unit]windows.Unit{
	ir.UnitHour: windows.UnitHour, ir.UnitDay: windows.UnitDay, ir.UnitWeek: windows.UnitWeek,
	ir.UnitMonth: windows.UnitMonth, ir.UnitYear: windows.UnitYear,
}

// The clocks of the runtime, which the compiler makes, agree with the naive
// reading of the zones around every change from 2000 to 2037.
func TestCalendarsAroundEveryChange(t *testing.T) {
	for _, name := range calendarZones {
		var clock windows.Clock
		for _, s := range zone.Clock(name) {
			clock = append(clock, windows.Stretch(s))
		}
		for _, at := range changes(t, name) {
			for _, beside := range []time.Duration{-26 * time.Hour, -time.Microsecond, 0, 29 * time.Minute, time.Hour, 25 * time.Hour} {
				at := at.Add(beside).UnixMicro()
				for unit, same := range units {
					for _, previous := range []bool{false, true} {
						if previous && beside != 0 && beside != time.Hour {
							continue // for speed
						}
						first, end := calendarBounds(ir.Calendar{Unit: unit, Zone: name, Previous: previous}, at)
						c := windows.Calendar{Clock: clock, Unit: same, Previous: previous}
						if f, l := c.Bounds(at); f != first || l != end-1 {
							t.Fatalf("%s of %s (previous: %v) at %s: %s to %s, want %s to %s", unit, name, previous, clockText(at),
								clockText(f), clockText(l), clockText(first), clockText(end-1))
						}
					}
				}
			}
		}
	}
}

func clockText(us int64) string {
	return time.UnixMicro(us).UTC().Format("2006-01-02T15:04:05.999999Z")
}

// changes lists the instants at which a zone's offset changes, and some others.
func changes(t *testing.T, name string) []time.Time {
	t.Helper()
	z, err := location(name)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	out := []time.Time{at, at.AddDate(100, 0, 0), at.AddDate(250, 1, 3), at.AddDate(-1800, 0, 0), at.AddDate(-133, -2, 17)}
	for at.Year() < 2038 {
		_, end := at.In(z).ZoneBounds()
		if end.IsZero() {
			break
		}
		if !end.After(at) {
			at = at.AddDate(0, 0, 1)
			continue
		}
		at = end
		out = append(out, at)
	}
	return out
}

// A day that has begun does not end before it is over: in St John's the clocks
// went back from one minute past midnight.
func TestDayThatBeginsTwice(t *testing.T) {
	for _, test := range []struct{ at, unit, want string }{
		{"2010-11-07T02:30:30Z", "day", "2010-11-07T02:30:00Z"}, // 00:00:30
		{"2010-11-07T02:31:30Z", "day", "2010-11-07T02:30:00Z"}, // 23:01:30 again
		{"2010-11-07T03:30:30Z", "day", "2010-11-07T02:30:00Z"}, // 00:00:30 again
		{"2010-11-07T02:31:30Z", "hour", "2010-11-07T02:30:00Z"},
	} {
		at, err := time.Parse(time.RFC3339, test.at)
		if err != nil {
			t.Fatal(err)
		}
		unit := map[string]ir.Unit{"day": ir.UnitDay, "hour": ir.UnitHour}[test.unit]
		first, _ := calendarBounds(ir.Calendar{Unit: unit, Zone: "America/St_Johns"}, at.UnixMicro())
		if got := clockText(first); got != test.want {
			t.Errorf("the %s at %s begins %s, want %s", test.unit, test.at, got, test.want)
		}
	}
}
