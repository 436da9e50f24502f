package main

import (
	"fmt"
	"strings"
)

// row is one line of the table: what was done, by what, and how long it took.
type row struct {
	Work  string
	What  string
	Wall  float64 // seconds
	CPU   float64 // seconds of processor time, 0 where it is not known
	Ratio float64 // of the processor time to that of the row it is compared with, 0 for none
	Reach string  // what is to be reached, and whether it is; "" where nothing is asked
	Note  string
}

func (r row) String() string {
	return fmt.Sprintf("  %-44s %9s %9s %8s  %s%s", r.What, seconds(r.Wall), seconds(r.CPU), ratio(r.Ratio), r.Reach, beside(r.Note, r.Reach))
}

func beside(note, reach string) string {
	if note != "" && reach != "" {
		return "; " + note
	}
	return note
}

func seconds(s float64) string {
	switch {
	case s == 0:
		return "-"
	case s < 1:
		return fmt.Sprintf("%.0f ms", 1000*s)
	}
	return fmt.Sprintf("%.2f s", s)
}

func ratio(r float64) string {
	if r == 0 {
		return ""
	}
	return fmt.Sprintf("%.2fx", r)
}

// verdict says what is to be reached and whether it is.
func verdict(reach string, met bool) string {
	if met {
		return reach + ": yes"
	}
	return reach + ": NO"
}

// count writes a number of things in a short form.
func count(n int) string {
	switch {
	case n >= 1_000_000 && n%100_000 == 0:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/1e6), ".0") + " M"
	case n >= 1_000 && n%1_000 == 0:
		return fmt.Sprintf("%d k", n/1_000)
	}
	return fmt.Sprint(n)
}

// markdown writes rows as tables, one per work.
func markdown(rows []row) string {
	var b strings.Builder
	for i, r := range rows {
		if i == 0 || rows[i-1].Work != r.Work {
			fmt.Fprintf(&b, "\n**%s**\n\n| | wall | processor | ratio | reach |\n|---|---:|---:|---:|---|\n", r.Work)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s%s |\n", r.What, seconds(r.Wall), seconds(r.CPU), ratio(r.Ratio), r.Reach, beside(r.Note, r.Reach))
	}
	return b.String()
}
