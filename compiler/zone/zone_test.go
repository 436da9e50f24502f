package zone_test

import (
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/compiler/zoneinfo"
	"github.com/featc-lang/featc/runtime/fn"
)

// What is written out of a zone gives the same zone back.
func TestSpansMakeTheZone(t *testing.T) {
	for _, name := range []string{
		"UTC", "Asia/Kolkata", "Asia/Kathmandu", "Europe/Paris", "Africa/Casablanca", "America/Sao_Paulo", "America/St_Johns",
		"Pacific/Apia", "Australia/Lord_Howe", "Africa/Monrovia", "Europe/Dublin", "Antarctica/Troll", "Asia/Gaza",
	} {
		want, ok := zoneinfo.Load(name)
		if !ok {
			t.Fatal(name)
		}
		var numbers []int64
		spans := zone.Spans(name)
		for _, s := range spans {
			numbers = append(numbers, s.Since, s.Offset)
		}
		got := fn.ZoneOf(name, numbers...)
		check := func(at time.Time) {
			_, w := at.In(want).Zone()
			if _, g := at.In(got).Zone(); g != w {
				t.Errorf("%s at %s: %d, want %d", name, at.UTC(), g, w)
			}
		}
		for _, s := range spans {
			for _, beside := range []int64{-1, 0, 1} {
				check(time.Unix(s.Since+beside, 0))
			}
		}
		for at := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC); at.Before(zone.Horizon); at = at.AddDate(0, 5, 1) {
			check(at)
		}
	}
}

// Local times around every change are read as the contract has it: as the first
// instant that shows them, else with the offset from before the change.
func TestReadings(t *testing.T) {
	for _, name := range []string{
		"Africa/Casablanca", "America/Havana", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Casey", "Antarctica/Troll",
		"Asia/Gaza", "Asia/Kathmandu", "Asia/Pyongyang", "Australia/Lord_Howe", "Europe/Dublin", "Europe/Paris", "Pacific/Apia", "Pacific/Kwajalein",
	} {
		z, _ := zoneinfo.Load(name)
		offset := func(at int64) int64 {
			_, o := time.Unix(at, 0).In(z).Zone()
			return int64(o)
		}
		spans, readings := zone.Spans(name), zone.Readings(name)
		for i, s := range spans[1:] {
			before := spans[i].Offset
			for _, beside := range []int64{-90000, -7200, -1800, -1, 0, 1, 900, 1800, 3599, 3600, 7199, 90000} {
				for _, o := range []int64{before, s.Offset} {
					local := s.Since + beside + o
					want, found := local-before, false
					for _, near := range []int64{local - 2*86400, local, local + 2*86400} {
						for _, o := range []int64{offset(near), before, s.Offset} {
							if at := local - o; offset(at) == o && (!found || at < want) {
								want, found = at, true
							}
						}
					}
					at := readings[0]
					for _, r := range readings {
						if r.Since <= local {
							at = r
						}
					}
					if got := local - at.Offset; got != want {
						t.Errorf("%s in %s is %d, want %d", time.Unix(local, 0).UTC().Format(time.DateTime), name, got, want)
					}
				}
			}
		}
	}
}

// From the horizon on nothing changes.
func TestHorizon(t *testing.T) {
	spans := zone.Spans("Europe/Paris")
	if last := spans[len(spans)-1]; last.Offset != 3600 || time.Unix(last.Since, 0).UTC().Year() != 2099 {
		t.Errorf("the last change is %v", last)
	}
}
