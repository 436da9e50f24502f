package duck

import (
	"context"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/reference"
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

// Around every change of a zone from 2000 to 2037, SQL and the reference have
// the same hours, dates and beginnings of units.
func TestZonesAroundEveryChange(t *testing.T) {
	e, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for _, name := range zonesToTry {
		p, bag := compiler.LoadFiles(map[string][]byte{"z.feat": fmt.Appendf(nil, `package z
entity user (user_id: int64)
source s {
  user_id: int64
  at: timestamp
  time at
}
view v for user from s {
  hour   = last(hour(at, "%[1]s"))
  date   = last(date(at, "%[1]s"))
  today  = first(at) over today("%[1]s")
  this   = first(at) over this_hour("%[1]s")
  before = first(at) over yesterday("%[1]s")
  month  = count()   over this_month("%[1]s")
}
featureset f for user {
  include v.*
}`, name)})
		if p == nil {
			t.Fatal(bag.Sorted())
		}
		in := &engine.Input{Program: p, Set: p.Sets[0], Events: []*engine.Events{{Source: p.Sources[0]}}}
		user := value.OfInt64(1)
		for _, s := range zone.Spans(name) {
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
		want, err := reference.Engine{}.Run(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Run(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		for i := range want.Rows {
			if !reflect.DeepEqual(got.Rows[i], want.Rows[i]) {
				t.Fatalf("%s at %s: %v, want %v", name, time.UnixMicro(in.Labels[i].At).UTC(), got.Rows[i], want.Rows[i])
			}
		}
	}
}
