package ir

import (
	"github.com/featc-lang/featc/lang/source"
)

// Window says which visible events a feature at t reduces, by event time.
//
// A row is in the window when its event time is in the range
//
//	t-From … t-To
//
// (an end is part of it where it is Closed; AllTime has no older end), and, if
// Last > 0, when it is among the newest Last events of the view with event
// time <= t. "over last n" is AllTime with To = 0 closed; with `within w` it has
// From = w, open. A view's where picks the events that Last counts; a feature's
// own where and nulls are looked at only afterwards.
//
// With Step > 0 the older end is floored to a multiple of Step since the epoch:
// "over 30d by 1h" is From = 30d, closed at both ends.
//
// With a Calendar the older end is where a calendar's unit begins, and From and
// To are 0: "over today(zone)" is closed at both ends, "over yesterday(zone)"
// ends before the unit at t begins, where ToClosed is false.
//
// With Gap > 0 the window is a session: the events of the view that lead to t
// without a gap longer than Gap, in event time, between two of them or between
// the last and t. It is AllTime, as its older end is where the events say.
//
// Windows are compared with Same; Span is only for messages.
type Window struct {
	AllTime    bool
	From       int64 // microseconds before t; meaningless where AllTime
	To         int64 // microseconds before t, >= 0
	FromClosed bool
	ToClosed   bool
	Last       int64    // 0: no limit
	Step       int64    // microseconds; 0: the older end is not floored
	Gap        int64    // microseconds; 0: not a session
	Calendar   Calendar // Unit 0: not a unit of a calendar
	Span       source.Span
}

// Calendar is a unit of a zone's calendar: the one at t, or the one before it.
type Calendar struct {
	Unit     Unit
	Zone     string // IANA
	Previous bool
}

// Unit is a unit of a calendar. Weeks are ISO's: they begin on Monday.
type Unit int

// The units.
const (
	UnitHour Unit = iota + 1
	UnitDay
	UnitWeek
	UnitMonth
	UnitYear
)

func (u Unit) String() string {
	return [...]string{"", "hour", "day", "week", "month", "year"}[u]
}

// All is `over all`: everything up to t.
var All = Window{AllTime: true, ToClosed: true}

// Same reports whether two windows hold the same events for every t.
func (w Window) Same(v Window) bool {
	w.Span, v.Span = source.Span{}, source.Span{}
	return w == v
}

// Counts reports whether the window depends on which events there are, and not
// on their times alone: whether the view's where has a say in it.
func (w Window) Counts() bool { return w.Last > 0 || w.Gap > 0 }

// CalendarNamed returns the calendar window of a name such as "today"; false
// where there is none. Its zone is left out.
func CalendarNamed(name string) (Calendar, bool) {
	for _, c := range calendars {
		if c.Name() == name {
			return c, true
		}
	}
	return Calendar{}, false
}

var calendars = []Calendar{
	{Unit: UnitHour}, {Unit: UnitDay}, {Unit: UnitWeek}, {Unit: UnitMonth}, {Unit: UnitYear},
	{Unit: UnitHour, Previous: true}, {Unit: UnitDay, Previous: true}, {Unit: UnitWeek, Previous: true},
	{Unit: UnitMonth, Previous: true}, {Unit: UnitYear, Previous: true},
}

// Name is how the window is called in a .feat file: today, last_month.
func (c Calendar) Name() string {
	switch {
	case c.Unit == UnitDay && c.Previous:
		return "yesterday"
	case c.Unit == UnitDay:
		return "today"
	case c.Previous:
		return "last_" + c.Unit.String()
	}
	return "this_" + c.Unit.String()
}
