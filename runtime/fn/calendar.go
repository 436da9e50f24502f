package fn

import (
	"time"

	"github.com/featc-lang/featc/runtime/value"
)

const microsPerDay = 24 * 60 * 60 * 1e6

// AddTime returns the timestamp t later by the duration d, null outside the
// years 1 to 9999.
func AddTime(t, d Int) Int { return inYears(AddInt(t, d)) }

// SubTime returns the timestamp t earlier by the duration d, null outside the
// years 1 to 9999.
func SubTime(t, d Int) Int { return inYears(SubInt(t, d)) }

func inYears(t Int) Int { return checked(t.V, t.Valid && t.V >= value.MinTime && t.V <= value.MaxTime) }

func local(t Int, z *time.Location) time.Time { return time.UnixMicro(t.V).In(z) }

// Hour returns the hour of the day of t in the zone, 0 to 23.
func Hour(t Int, z *time.Location) Int { return checked(int64(local(t, z).Hour()), t.Valid) }

// Weekday returns the day of the week of t in the zone, Monday 1 to Sunday 7.
func Weekday(t Int, z *time.Location) Int {
	return checked(int64(local(t, z).Weekday()+6)%7+1, t.Valid)
}

// Day returns the day of the month of t in the zone, 1 to 31.
func Day(t Int, z *time.Location) Int { return checked(int64(local(t, z).Day()), t.Valid) }

// Month returns the month of t in the zone, 1 to 12.
func Month(t Int, z *time.Location) Int { return checked(int64(local(t, z).Month()), t.Valid) }

// Year returns the year of t in the zone.
func Year(t Int, z *time.Location) Int { return checked(int64(local(t, z).Year()), t.Valid) }

// ToDate returns the date of t in the zone, in days since 1970-01-01.
func ToDate(t Int, z *time.Location) Int {
	_, offset := local(t, z).Zone()
	us := t.V + int64(offset)*1e6
	days := us / microsPerDay
	if us%microsPerDay < 0 {
		days--
	}
	return checked(days, t.Valid)
}
