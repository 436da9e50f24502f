package zone_test

import (
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/runtime/fn"
)

// What is written out of a zone gives the same zone back.
func TestSpansMakeTheZone(t *testing.T) {
	for _, name := range []string{
		"UTC", "Asia/Kolkata", "Asia/Kathmandu", "Europe/Paris", "Africa/Casablanca", "America/Sao_Paulo", "America/St_Johns",
		"Pacific/Apia", "Australia/Lord_Howe", "Africa/Monrovia", "Europe/Dublin", "Antarctica/Troll", "Asia/Gaza",
	} {
		want, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
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

// From the horizon on nothing changes.
func TestHorizon(t *testing.T) {
	spans := zone.Spans("Europe/Paris")
	if last := spans[len(spans)-1]; last.Offset != 3600 || time.Unix(last.Since, 0).UTC().Year() != 2099 {
		t.Errorf("the last change is %v", last)
	}
}
