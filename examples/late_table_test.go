package examples

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/streamengine"
	"github.com/featc-lang/featc/runtime/value"
)

var update = flag.Bool("update", false, "rewrite the table of docs/late_data.md")

// report is what is known of a card at a label, one way or another.
type report struct {
	n    int64
	last string // when the newest reported payment was made
}

// TestLateTable compares SQL by event time alone with what featc computes, in
// training and in serving, and keeps the table of docs/late_data.md true.
func TestLateTable(t *testing.T) {
	verifyAll(t, "late_table", 10)
	in := read(t, "late_table")
	trained := run(t, newDuck(t), in)
	served := run(t, &streamengine.Engine{}, in)
	naive := naiveReports(t)
	text, err := os.ReadFile("late_table/data/labels.csv")
	if err != nil {
		t.Fatal(err)
	}
	fraud := []string{} // the last column
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		fraud = append(fraud, line[strings.LastIndex(line, ",")+1:])
	}

	var table strings.Builder
	table.WriteString("| card | payment | fraud | SQL by event time | featc, training | featc, serving |\n|---|---|---|---|---|---|\n")
	leaks, right := 0, [2]int{} // of naive and trained
	for i, label := range in.Labels {
		if trained[i] != served[i] {
			t.Errorf("label %d: trained on %v, served %v", i+1, trained[i], served[i])
		}
		at := time.UnixMicro(label.At).UTC().Format("01-02 15:04")
		row := naive[i].String()
		if naive[i] != trained[i] {
			leaks++
			row = "**" + row + "**"
		}
		fmt.Fprintf(&table, "| %d | %s | %s | %s | %s | %s |\n", label.Keys[0].I, at, fraud[i], row, trained[i], served[i])
		for j, r := range []report{naive[i], trained[i]} {
			if (r.n > 0) == (fraud[i] == "yes") {
				right[j]++
			}
		}
	}
	if leaks == 0 {
		t.Error("nothing leaks: the example shows nothing")
	}
	fmt.Fprintf(&table, "\nThe values in bold, %d of %d, are ones that no server could have had. "+
		"The rule \"a report within a week means fraud\" is right on %d of %d payments in training on the naive table, "+
		"and on %d of %d when it is served.\n", leaks, len(in.Labels), right[0], len(in.Labels), right[1], len(in.Labels))
	keep(t, "../docs/late_data.md", table.String())
}

func (r report) String() string {
	if r.last == "" {
		return fmt.Sprint(r.n)
	}
	return fmt.Sprintf("%d, last %s", r.n, r.last)
}

func newReport(n value.Value, last value.Value) report {
	r := report{n: n.I}
	if !last.IsNull() {
		r.last = time.UnixMicro(last.I).UTC().Format("01-02 15:04")
	}
	return r
}

// run computes reported_n and reported_last of the example's set.
func run(t *testing.T, e engine.Engine, in *engine.Input) []report {
	t.Helper()
	out, err := e.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	place := map[string]int{}
	for i, f := range in.Set.Features {
		place[f.Name] = i
	}
	var all []report
	for _, row := range out.Rows {
		all = append(all, newReport(row[place["reported_n"]], row[place["reported_last"]]))
	}
	return all
}

// naiveReports runs the example's naive.sql.
func naiveReports(t *testing.T) []report {
	t.Helper()
	text, err := os.ReadFile("late_table/naive.sql")
	if err != nil {
		t.Fatal(err)
	}
	db, err := duck.Open(duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(strings.ReplaceAll(string(text), "'data/", "'late_table/data/"))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []report
	for rows.Next() {
		var n int64
		var total any
		var last *time.Time
		if err := rows.Scan(&n, &total, &last); err != nil {
			t.Fatal(err)
		}
		at := value.Null
		if last != nil {
			at = value.OfTimestamp(last.UnixMicro())
		}
		all = append(all, newReport(value.OfInt64(n), at))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// keep compares the part of a document between two markers with a text, or
// with -update makes it that.
func keep(t *testing.T, file, want string) {
	t.Helper()
	const begin, end = "<!-- table: go test ./examples -run TestLateTable -update -->\n", "<!-- end of table -->"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), begin)
	got, after, closed := strings.Cut(rest, end)
	switch {
	case !ok || !closed:
		t.Fatalf("%s has no table between %q and %q", file, begin, end)
	case got == want:
	case *update:
		if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s is not what comes out; with -update it would have\n%s", file, want)
	}
}
