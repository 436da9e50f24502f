package reference

import (
	"math/big"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// The first and last dates: of the years 1 and 9999.
var (
	firstDay = daysOf(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC))
	lastDay  = daysOf(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))
)

// daysOf counts the days of a midnight since 1970-01-01.
func daysOf(midnight time.Time) int64 { return midnight.Unix() / (24 * 60 * 60) }

// midnight is the begin of a date in UTC.
func midnight(days int64) time.Time { return time.Unix(days*24*60*60, 0).UTC() }

func isoWeek(t time.Time) int {
	_, week := t.ISOWeek()
	return week
}

func isoYear(t time.Time) int {
	year, _ := t.ISOWeek()
	return year
}

var moreCalendarOps = map[ir.Op]op{
	ir.Minute:    calendar(time.Time.Minute),
	ir.Second:    calendar(time.Time.Second),
	ir.DayOfYear: calendar(time.Time.YearDay),
	ir.Quarter:   calendar(func(t time.Time) int { return (int(t.Month()) + 2) / 3 }),
	ir.ISOWeek:   calendar(isoWeek),
	ir.ISOYear:   calendar(isoYear),
	ir.SubDate:   integer(value.Int64, sub),
	ir.AddDays: func(_ *ir.Call, args []value.Value) value.Value {
		sum := new(big.Int).Add(big.NewInt(args[0].I), big.NewInt(args[1].I))
		if sum.Cmp(big.NewInt(firstDay)) < 0 || sum.Cmp(big.NewInt(lastDay)) > 0 {
			return value.Null
		}
		return value.OfDate(sum.Int64())
	},
	ir.TruncDate: func(_ *ir.Call, args []value.Value) value.Value {
		for day := args[0].I; ; day-- { // back to the first day of its unit
			t := midnight(day)
			first := t.Day() == 1
			switch args[1].S {
			case "week":
				first = t.Weekday() == time.Monday
			case "quarter":
				first = first && t.Month()%3 == 1
			case "year":
				first = first && t.Month() == time.January
			}
			if first {
				return value.OfDate(day)
			}
		}
	},
	ir.IntToDur: func(_ *ir.Call, args []value.Value) value.Value { return value.OfDuration(args[0].I) },
}
