package reference

import (
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/zoneinfo"
	"github.com/featc-lang/featc/runtime/value"
)

var stringOps = map[ir.Op]op{
	ir.Length: func(_ *ir.Call, args []value.Value) value.Value {
		if args[0].Kind == value.Bytes {
			return value.OfInt64(int64(len(args[0].S)))
		}
		return value.OfInt64(int64(utf8.RuneCountInString(args[0].S)))
	},
	ir.Concat: func(_ *ir.Call, args []value.Value) value.Value {
		out := value.Value{Kind: args[0].Kind}
		for _, a := range args {
			out.S += a.S
		}
		return out
	},
	ir.StartsWith: text(strings.HasPrefix),
	ir.EndsWith:   text(strings.HasSuffix),
	ir.Contains:   text(strings.Contains),
}

func text(f func(s, part string) bool) op {
	return func(_ *ir.Call, args []value.Value) value.Value {
		return value.OfBool(f(args[0].S, args[1].S))
	}
}

var calendarOps = map[ir.Op]op{
	ir.Hour: calendar(func(t time.Time) int { return t.Hour() }),
	ir.Weekday: calendar(func(t time.Time) int {
		return (int(t.Weekday())+6)%7 + 1 // Go's Sunday is 0
	}),
	ir.Day:   calendar(func(t time.Time) int { return t.Day() }),
	ir.Month: calendar(func(t time.Time) int { return int(t.Month()) }),
	ir.Year:  calendar(func(t time.Time) int { return t.Year() }),
	ir.ToDate: func(_ *ir.Call, args []value.Value) value.Value {
		t, ok := local(args)
		if !ok {
			return value.Null
		}
		midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
		return value.OfDate(midnight.Unix() / (24 * 60 * 60)) // exact, also before 1970
	},
}

func calendar(f func(time.Time) int) op {
	return func(_ *ir.Call, args []value.Value) value.Value {
		t, ok := local(args)
		if !ok {
			return value.Null
		}
		return value.OfInt64(int64(f(t)))
	}
}

// local returns the timestamp args[0] in the zone named by the last operand;
// false where there is no such zone.
func local(args []value.Value) (time.Time, bool) {
	zone, err := location(args[len(args)-1].S)
	if err != nil {
		return time.Time{}, false
	}
	return time.UnixMicro(shown(zone, args[0].I)).UTC(), true
}

func location(name string) (*time.Location, error) {
	zone, ok := zones.Load(name)
	if !ok {
		loaded, ok := zoneinfo.Load(name)
		if !ok {
			return nil, fmt.Errorf("there is no zone %s", name)
		}
		zone, _ = zones.LoadOrStore(name, loaded)
	}
	return zone.(*time.Location), nil
}

// zones holds the *time.Location of every zone used: loading reads a file.
var zones sync.Map
