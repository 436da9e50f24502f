package duck

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/runtime/value"
)

// TestLocalTimesAroundEveryChange reads local times around every change of a zone
// from 2000 to 2037 in SQL and in Go; what Go makes of them is compiler/zone's to
// test.
func TestLocalTimesAroundEveryChange(t *testing.T) {
	e := newEngine(t, Options{})
	n := 0
	for _, name := range []string{
		"Africa/Cairo", "Africa/Casablanca", "Africa/Khartoum", "America/Asuncion", "America/Caracas", "America/Havana", "America/New_York",
		"America/Santiago", "America/Sao_Paulo", "America/St_Johns", "America/Vancouver", "Antarctica/Casey", "Antarctica/Troll", "Asia/Amman",
		"Asia/Beirut", "Asia/Dhaka", "Asia/Gaza", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang", "Asia/Tehran", "Atlantic/Azores",
		"Australia/Eucla", "Australia/Lord_Howe", "Europe/Chisinau", "Europe/Dublin", "Europe/Istanbul", "Europe/Paris", "Europe/Volgograd",
		"Pacific/Apia", "Pacific/Chatham", "Pacific/Easter", "Pacific/Fakaofo", "Pacific/Norfolk", "Pacific/Tongatapu",
	} {
		c := &ir.Column{Name: "at", Type: types.Timestamp, Zone: name}
		src := &ir.Source{Name: "times", Columns: []*ir.Column{c}, Batch: &ir.Connector{Kind: "csv"}}
		var texts []string
		var want [][]value.Value
		spans := zone.Spans(name)
		for i, s := range spans[1:] {
			if at := time.Unix(s.Since, 0).UTC(); at.Year() < 2000 || at.Year() > 2037 {
				continue
			}
			for _, offset := range []int64{spans[i].Offset, s.Offset} {
				for _, beside := range []time.Duration{-time.Microsecond, 0, 29 * time.Minute, -time.Hour, time.Hour, 24 * time.Hour} {
					text := time.Unix(s.Since+offset, 0).Add(beside).UTC().Format("2006-01-02 15:04:05.999999")
					v, _, err := data.Decode(text, c)
					if err != nil {
						t.Fatal(err)
					}
					texts, want = append(texts, text), append(want, []value.Value{v})
				}
			}
		}
		n += len(texts)
		got, err := e.decode(context.Background(), src, writeCSV(t, c.Name, texts))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, Go to SQL: %s", name, diff)
		}
	}
	if n < 10_000 {
		t.Errorf("only %d times were read", n)
	}
}
