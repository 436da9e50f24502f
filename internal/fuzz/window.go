package fuzz

import "fmt"

// calendarZones are those whose changes the origins lie at, and two with odd offsets.
var calendarZones = []string{
	"UTC", "Europe/Paris", "America/Sao_Paulo", "Pacific/Apia", "America/St_Johns", "Australia/Lord_Howe",
	"Asia/Kolkata", "Asia/Kathmandu",
}

var calendars = []string{
	"this_hour", "today", "this_week", "this_month", "this_year", "last_hour", "yesterday", "last_week", "last_month", "last_year",
}

// startedOver writes an over clause with windows that begin where a calendar or
// a step says, or where a gap is, and returns the suffixes of the features' names.
func (w *writer) startedOver() (string, []string) {
	one := []string{""}
	switch w.rng.IntN(5) {
	case 0, 1:
		return fmt.Sprintf(" over %s(%q)", pick(w.rng, calendars), pick(w.rng, calendarZones)), one
	case 2:
		gap := w.rng.IntN(4)
		return fmt.Sprintf(" over session(%d%s), session(%d%s)", 1+gap, w.unit, 5+gap, w.unit),
			[]string{fmt.Sprintf("_session_%d%s", 1+gap, w.unit), fmt.Sprintf("_session_%d%s", 5+gap, w.unit)}
	case 3:
		return fmt.Sprintf(" over session(%s)", w.duration(1)), one
	}
	step := 1 + w.rng.IntN(5)
	return fmt.Sprintf(" over %d%s by %d%s", step+w.rng.IntN(5), w.unit, step, w.unit), one
}
