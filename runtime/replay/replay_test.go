package replay

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/columns"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/value"
)

// adder sums the amounts of one key.
type adder struct{ sum int64 }

func (a *adder) Reset() { a.sum = 0 }

func (a *adder) Apply(keys, events []columns.Column, i int) admission.Verdict {
	if keys[0].Int64(i) < 0 {
		return admission.NullKey
	}
	a.sum += events[0].Int64(i)
	return admission.Admitted
}

func (a *adder) Read(at int64, out []columns.Column) error {
	if at == 666 {
		return errors.New("no such time")
	}
	out[0].AppendInt64(a.sum)
	return nil
}

func group() *Group {
	return &Group{
		Name: "g", Keys: []registry.Column{{Name: "k", Kind: value.Int64}},
		Events:   []registry.Column{{Name: "amount", Kind: value.Int64}},
		Features: []registry.Column{{Name: "sum", Kind: value.Int64}},
		New:      func() State { return &adder{} },
	}
}

// entry is an event, or a label where row is not 0.
type entry struct{ key, amount, row, at int64 }

// parts encodes a history, size entries at a time.
func parts(history []entry, size int) [][]byte {
	var out [][]byte
	for len(history) > 0 {
		n := min(size, len(history))
		rows := group().rows()
		for _, e := range history[:n] {
			if e.row == 0 {
				rows.Events.Columns[0].AppendInt64(e.key)
				rows.Events.Columns[1].AppendInt64(e.amount)
				rows.Events.Rows++
				continue
			}
			for i, v := range []int64{int64(rows.Events.Rows), e.row, e.at, e.key} {
				rows.Labels.Columns[i].AppendInt64(v)
			}
			rows.Labels.Rows++
		}
		out = append(out, rows.Labels.Append(rows.Events.Append(nil, 0, rows.Events.Rows), 0, rows.Labels.Rows))
		history = history[n:]
	}
	return out
}

// replayed returns the sums by row of label, and the verdicts.
func replayed(workers int, history [][]byte) (map[int64]int64, *admission.Counters, error) {
	next := func(r *Rows) (bool, error) {
		if len(history) == 0 {
			return false, nil
		}
		data := history[0]
		history = history[1:]
		return true, r.Decode(data)
	}
	sums := map[int64]int64{}
	emit := func(b *columns.Batch) error {
		for i := range b.Rows {
			sums[b.Columns[0].Words[i]] = b.Columns[1].Words[i]
		}
		return nil
	}
	var counters admission.Counters
	err := group().Run(workers, next, emit, &counters)
	return sums, &counters, err
}

func TestRun(t *testing.T) {
	var history []entry
	want := map[int64]int64{}
	row := int64(0)
	label := func(key, sum int64) {
		row++
		history = append(history, entry{key: key, row: row})
		want[row] = sum
	}
	label(-7, 0) // a key without events
	for key := range int64(40) {
		sum := int64(0)
		for i := range key * key * 3 { // some keys are larger than a worker's share
			history = append(history, entry{key: key, amount: i})
			sum += i
			if i%50 == 0 {
				label(key, sum)
			}
		}
		label(key, sum)
		label(key, sum)
	}
	for _, workers := range []int{1, 2, 5} {
		for _, size := range []int{3, 1000, 100_000} {
			got, counters, err := replayed(workers, parts(history, size))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%d workers, %d at a time:\n%s", workers, size, diff)
			}
			if n := counters.Of(admission.Admitted); n != int64(len(history)-len(want)) {
				t.Errorf("%d events were admitted, want %d", n, len(history)-len(want))
			}
		}
	}
}

func TestRunFails(t *testing.T) {
	many := make([]entry, 100_000)
	for i := range many {
		many[i] = entry{key: int64(i), row: int64(i + 1), at: 5}
	}
	many[70_000].at = 666
	if _, _, err := replayed(3, parts(many, 100)); err == nil || !strings.Contains(err.Error(), "g: label row 70001: no such time") {
		t.Errorf("a read that fails: %v", err)
	}
	if _, _, err := replayed(2, append(parts(many[:50], 10), []byte("x"))); err == nil {
		t.Error("corrupt rows: no error")
	}
	many[70_000].at = 5
	full := errors.New("full")
	history := parts(many, 100)
	err := group().Run(2,
		func(r *Rows) (bool, error) {
			if len(history) == 0 {
				return false, nil
			}
			data := history[0]
			history = history[1:]
			return true, r.Decode(data)
		},
		func(*columns.Batch) error { return full }, &admission.Counters{})
	if !errors.Is(err, full) {
		t.Errorf("a full output: %v", err)
	}
}

func TestDecodePlaces(t *testing.T) {
	for _, places := range [][]int64{{2}, {-1}, {1, 0}} {
		rows := group().rows()
		rows.Events.Columns[0].AppendInt64(1)
		rows.Events.Columns[1].AppendInt64(1)
		for _, p := range places {
			for i, v := range []int64{p, 1, 1, 1} {
				rows.Labels.Columns[i].AppendInt64(v)
			}
		}
		data := rows.Labels.Append(rows.Events.Append(nil, 0, 1), 0, len(places))
		if err := group().rows().Decode(data); err == nil {
			t.Errorf("labels at %v among one event: no error", places)
		}
	}
}
