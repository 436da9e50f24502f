package fn

import (
	"time"

	"github.com/featc-lang/featc/runtime"
)

// The dates that exist: days since 1970 of the years 1 to 9999.
const (
	minDay = -719162
	maxDay = 2932896
)

// Minute returns the minute of the hour of t in the zone, 0 to 59.
func Minute(t Int, z *time.Location) Int { return checked(int64(local(t, z).Minute()), t.Valid) }

// Second returns the second of the minute of t in the zone, 0 to 59.
func Second(t Int, z *time.Location) Int { return checked(int64(local(t, z).Second()), t.Valid) }

// DayOfYear returns the day of the year of t in the zone, 1 to 366.
func DayOfYear(t Int, z *time.Location) Int { return checked(int64(local(t, z).YearDay()), t.Valid) }

// Quarter returns the quarter of the year of t in the zone, 1 to 4.
func Quarter(t Int, z *time.Location) Int {
	return checked(int64(local(t, z).Month()+2)/3, t.Valid)
}

// ISOWeek returns the ISO 8601 week of t in the zone, 1 to 53.
func ISOWeek(t Int, z *time.Location) Int {
	_, week := local(t, z).ISOWeek()
	return checked(int64(week), t.Valid)
}

// ISOYear returns the year that the ISO 8601 week of t in the zone belongs to.
func ISOYear(t Int, z *time.Location) Int {
	year, _ := local(t, z).ISOWeek()
	return checked(int64(year), t.Valid)
}

// AddDays returns the date d later by n days, null outside the years 1 to 9999.
func AddDays(d, n Int) Int {
	sum := AddInt(d, n)
	return checked(sum.V, sum.Valid && sum.V >= minDay && sum.V <= maxDay)
}

// TruncDate returns the first day of the unit that the date d is in: "week"
// (from Monday), "month", "quarter" or "year".
func TruncDate(d Int, unit string) Int {
	if !d.Valid {
		return Int{}
	}
	year, month, day := time.Unix(d.V*86400, 0).UTC().Date()
	switch unit {
	case "week":
		return runtime.Some(d.V - ((d.V+3)%7+7)%7) // day 0 is a Thursday
	case "month":
		return runtime.Some(d.V - int64(day) + 1)
	case "quarter":
		month -= (month - 1) % 3
	case "year":
		month = time.January
	}
	return runtime.Some(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}
