package reference

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// stream is a source of five columns with everything that admission looks at:
// events are written "user time arrival seq id x", times in microseconds and
// "-" for null.
func stream() *ir.Source {
	col := func(name string, t types.Type) *ir.Column { return &ir.Column{Name: name, Type: t} }
	return &ir.Source{
		Name: "events",
		Columns: []*ir.Column{
			col("user", types.Int64.Null()), col("at", types.Timestamp), col("landed", types.Timestamp.Null()),
			col("seq", types.Int64.Null()), col("id", types.String.Null()), col("x", types.Int64.Null()),
		},
		Time: 1, Arrival: 2, Sequence: 3, Unique: 4, UniqueWithin: 10, Lateness: ir.None,
	}
}

func event6(text string) []value.Value {
	cells := strings.Fields(text)
	row := make([]value.Value, len(cells))
	for i, c := range cells {
		if c == "-" {
			continue
		}
		if i == 4 {
			row[i] = value.OfString(c)
			continue
		}
		n := must(strconv.ParseInt(c, 10, 64))
		row[i] = value.OfInt64(n)
		if i == 1 || i == 2 {
			row[i] = value.OfTimestamp(n)
		}
	}
	return row
}

// program computes one feature over the stream.
type program struct {
	src  *ir.Source
	view *ir.View
	set  *ir.FeatureSet
}

func build(agg *ir.Aggregation) program {
	src := stream()
	user := &ir.Entity{Name: "user", Keys: []*ir.Column{{Name: "user", Type: types.Int64}}}
	view := &ir.View{Name: "v", Entity: user, Source: src, Key: []int{0}}
	set := &ir.FeatureSet{Name: "set", Entities: []*ir.Entity{user}}
	for i := range agg.Args {
		agg.Args[i].(*ir.ColumnRef).Source = src
	}
	f := &ir.Feature{Name: "f", View: view, Agg: agg, Type: agg.Finish.Type()}
	view.Features = []*ir.Feature{f}
	set.Features = []*ir.SetFeature{{Name: "f", Feature: f}}
	return program{src, view, set}
}

// column is the last column, x.
func column() *ir.ColumnRef { return &ir.ColumnRef{Source: stream(), Index: 5} }

func aggregation(kind ir.ComponentKind, w ir.Window) *ir.Aggregation {
	agg := &ir.Aggregation{Window: w}
	c := ir.Component{Kind: kind}
	if kind != ir.CompCount {
		x := column()
		agg.Args, c.Arg = []ir.Expr{x}, x
	}
	agg.Components = []ir.Component{c}
	agg.Finish = &ir.CompRef{T: c.Type()}
	return agg
}

func (p program) input(events []string, at int64, user value.Value) *engine.Input {
	e := &engine.Events{Source: p.src}
	for _, text := range events {
		e.Rows = append(e.Rows, event6(text))
	}
	return &engine.Input{
		Set: p.set, Events: []*engine.Events{e},
		Labels: []engine.Label{{At: at, Keys: []value.Value{user}}},
	}
}

func (p program) read(t *testing.T, events []string, at int64) (value.Value, *Report) {
	t.Helper()
	out, report, err := Run(context.Background(), p.input(events, at, value.OfInt64(1)))
	if err != nil {
		t.Fatal(err)
	}
	return out.Rows[0][0], report
}

func TestAdmission(t *testing.T) {
	tests := []struct {
		name   string
		setup  func(*ir.Source)
		events []string
		want   int64
		report string
	}{
		{
			name:   "null key, other key",
			events: []string{"- 1 - - - -", "2 1 - - - -", "1 1 - - - -"},
			want:   1, report: "events by user: 1 null key\n",
		},
		{
			name:   "more than the lateness behind is late",
			setup:  func(s *ir.Source) { s.Lateness = 5 },
			events: []string{"1 10 10 - - -", "1 5 11 - - -", "1 4 12 - - -"},
			want:   2, report: "events by user: 1 late\n",
		},
		{
			name:   "order is by arrival, not by input",
			setup:  func(s *ir.Source) { s.Lateness = 5 },
			events: []string{"1 4 9 - - -", "1 10 10 - - -"},
			want:   2,
		},
		{
			name:   "equal arrivals are taken in event-time order",
			setup:  func(s *ir.Source) { s.Lateness = 0 },
			events: []string{"1 10 10 - - -", "1 4 10 - - -"},
			want:   2,
		},
		{
			name:  "a late event does not lower the newest time",
			setup: func(s *ir.Source) { s.Lateness = 0 },
			events: []string{
				"1 10 10 - - -", "1 3 11 - - -", "1 4 12 - - -", "1 10 13 - - -",
			},
			want: 2, report: "events by user: 2 late\n",
		},
		{
			name:   "lateness is per key",
			setup:  func(s *ir.Source) { s.Lateness = 0 },
			events: []string{"2 10 10 - - -", "1 3 11 - - -"},
			want:   1,
		},
		{
			name:   "a null arrival is the event time plus the delay",
			setup:  func(s *ir.Source) { s.Lateness = 5 },
			events: []string{"1 4 - - - -", "1 10 5 - - -"},
			want:   2,
		},
		{
			name:   "the first arrival of an id wins, at the distance too",
			events: []string{"1 10 20 - a 1", "1 20 21 - a 2", "1 0 19 - a 3"},
			want:   1, report: "events by user: 2 duplicate\n",
		},
		{
			name:   "beyond the distance is another event",
			events: []string{"1 10 20 - a 1", "1 21 21 - a 2"},
			want:   2,
		},
		{
			name:   "a dropped duplicate counts as the previous one",
			events: []string{"1 10 20 - a 1", "1 18 21 - a 2", "1 26 26 - a 3"},
			want:   1, report: "events by user: 2 duplicate\n",
		},
		{
			name:   "a late one does not",
			setup:  func(s *ir.Source) { s.Lateness = 1 },
			events: []string{"1 20 1 - - 0", "1 10 2 - a 1", "1 20 3 - a 2"},
			want:   2, report: "events by user: 1 late\n",
		},
		{
			name:   "a null id is never a duplicate",
			events: []string{"1 10 20 - - 1", "1 10 20 - - 1"},
			want:   2,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := build(aggregation(ir.CompCount, ir.All))
			if tt.setup != nil {
				tt.setup(p.src)
			}
			got, report := p.read(t, tt.events, 100)
			if got != value.OfInt64(tt.want) {
				t.Errorf("admitted %d, want %d", got.I, tt.want)
			}
			if diff := cmp.Diff(tt.report, report.String()); diff != "" {
				t.Errorf("report (-want +got):\n%s", diff)
			}
		})
	}
}

func TestVisibility(t *testing.T) {
	events := []string{"1 10 20 - - -"}
	p := build(aggregation(ir.CompCount, ir.All))
	for at, want := range map[int64]int64{9: 0, 10: 0, 19: 0, 20: 1} {
		if got, _ := p.read(t, events, at); got.I != want {
			t.Errorf("at %d: %d, want %d", at, got.I, want)
		}
	}
	// An event of the future is in no window although it has arrived.
	future := []string{"1 10 5 - - -"}
	for at, want := range map[int64]int64{5: 0, 9: 0, 10: 1} {
		if got, _ := p.read(t, future, at); got.I != want {
			t.Errorf("future event at %d: %d, want %d", at, got.I, want)
		}
	}
	p.src.Arrival, p.src.Delay = ir.None, 3
	for at, want := range map[int64]int64{12: 0, 13: 1} {
		if got, _ := p.read(t, events, at); got.I != want {
			t.Errorf("delayed event at %d: %d, want %d", at, got.I, want)
		}
	}
}

func TestWindows(t *testing.T) {
	events := []string{
		"1 70 - - - 70", "1 80 - - - 80", "1 90 - - - 90", "1 100 - - - 100", "1 101 - - - 101",
	}
	tests := []struct {
		name   string
		window ir.Window
		want   string
	}{
		{"over 20", ir.Window{From: 20, ToClosed: true}, "90 100"},
		{"over [20, now]", ir.Window{From: 20, FromClosed: true, ToClosed: true}, "80 90 100"},
		{"over [20, now)", ir.Window{From: 20, FromClosed: true}, "80 90"},
		{"over (30, 10]", ir.Window{From: 30, To: 10, ToClosed: true}, "80 90"},
		{"over [30, 10)", ir.Window{From: 30, To: 10, FromClosed: true}, "70 80"},
		{"over (5, 1]", ir.Window{From: 5, To: 1, ToClosed: true}, ""},
		{"over all", ir.All, "70 80 90 100"},
		{"over last 2", ir.Window{AllTime: true, ToClosed: true, Last: 2}, "90 100"},
		{"over last 9", ir.Window{AllTime: true, ToClosed: true, Last: 9}, "70 80 90 100"},
		{"over last 3 within 20", ir.Window{From: 20, ToClosed: true, Last: 3}, "90 100"},
		{"over last 1 within 20", ir.Window{From: 20, ToClosed: true, Last: 1}, "100"},
	}
	for _, tt := range tests {
		p := build(aggregation(ir.CompSum, tt.window))
		in := p.input(events, 100, value.OfInt64(1))
		found, err := Contributing(in, in.Labels[0], p.view.Features[0])
		if err != nil {
			t.Fatal(err)
		}
		var times []string
		for _, c := range found {
			times = append(times, strconv.FormatInt(in.Events[0].Rows[c.Index][1].I, 10))
		}
		if got := strings.Join(times, " "); got != tt.want {
			t.Errorf("%s: holds %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTies(t *testing.T) {
	// x of the first and of the last event, by each rule in turn.
	tests := []struct {
		name        string
		events      []string
		first, last int64
	}{
		{"event time", []string{"1 2 9 1 a 1", "1 1 9 2 b 2"}, 2, 1},
		{"sequence", []string{"1 1 9 2 a 1", "1 1 9 1 b 2"}, 2, 1},
		{"null sequence is oldest", []string{"1 1 9 1 a 1", "1 1 9 - b 2"}, 2, 1},
		{"unique id", []string{"1 1 9 1 b 1", "1 1 9 1 a 2"}, 2, 1},
		{"null id is oldest", []string{"1 1 9 1 a 1", "1 1 9 1 - 2"}, 2, 1},
		{"the value", []string{"1 1 9 1 - 2", "1 1 8 1 - 1"}, 1, 2},
		{"nulls are skipped", []string{"1 1 9 - - -", "1 2 9 - - 5", "1 3 9 - - -"}, 5, 5},
	}
	for _, tt := range tests {
		first, _ := build(aggregation(ir.CompFirst, ir.All)).read(t, tt.events, 100)
		last, _ := build(aggregation(ir.CompLast, ir.All)).read(t, tt.events, 100)
		if first != value.OfInt64(tt.first) || last != value.OfInt64(tt.last) {
			t.Errorf("%s: first %d, last %d, want %d, %d", tt.name, first.I, last.I, tt.first, tt.last)
		}
	}
}

func TestLastCountsBeforeFeatureWhere(t *testing.T) {
	last2 := ir.Window{AllTime: true, ToClosed: true, Last: 2}
	agg := aggregation(ir.CompSum, last2)
	agg.Where = call(ir.Lt, types.Bool, column(), i(30))
	events := []string{"1 1 - - - 10", "1 2 - - - 20", "1 3 - - - 30"}
	p := build(agg)
	if got, _ := p.read(t, events, 100); got != unscaledValue("20") {
		t.Errorf("the feature's where is looked at after the newest 2: got %v", bigOf(got))
	}
	p = build(aggregation(ir.CompSum, last2))
	p.view.Where = call(ir.Lt, types.Bool, column(), i(30))
	if got, _ := p.read(t, events, 100); got != unscaledValue("30") {
		t.Errorf("the view's where picks before: got %v", bigOf(got))
	}
}

func TestEmpty(t *testing.T) {
	nothing := []string{"1 1 - - - -"}
	for kind, want := range map[ir.ComponentKind]value.Value{
		ir.CompDistinct: value.OfInt64(0), ir.CompSum: value.Null, ir.CompMin: value.Null,
		ir.CompMax: value.Null, ir.CompFirst: value.Null, ir.CompLast: value.Null,
	} {
		if got, _ := build(aggregation(kind, ir.All)).read(t, nothing, 100); got != want {
			t.Errorf("%v of nulls: %+v, want %+v", kind, got, want)
		}
	}
	p := build(aggregation(ir.CompCount, ir.All))
	for _, key := range []value.Value{value.Null, value.OfInt64(9)} {
		out, err := Engine{}.Run(context.Background(), p.input(nothing, 100, key))
		if err != nil || out.Rows[0][0] != value.OfInt64(0) {
			t.Errorf("count for key %+v: %v, %v, want 0", key, out, err)
		}
	}
}

func TestDefaultAndDerived(t *testing.T) {
	p := build(aggregation(ir.CompLast, ir.All))
	base := p.view.Features[0]
	seven := value.OfInt64(7)
	base.Default = &seven
	p.set.Request = []*ir.Column{{Name: "y", Type: types.Int64.Null()}}
	derived := &ir.Feature{Name: "d", Set: p.set, Type: types.Int64.Null(),
		Expr: call(ir.AddInt, types.Int64, &ir.FeatureRef{Feature: base}, &ir.RequestRef{Column: p.set.Request[0]})}
	p.set.Features = append(p.set.Features, &ir.SetFeature{Name: "d", Feature: derived})
	in := p.input(nil, 100, value.OfInt64(1))
	in.Labels[0].Request = []value.Value{value.OfInt64(1)}
	in.Labels = append(in.Labels, engine.Label{At: 1, Keys: in.Labels[0].Keys, Request: []value.Value{value.Null}})
	out, err := Engine{}.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]value.Value{{seven, value.OfInt64(8)}, {seven, value.Null}}
	if diff := cmp.Diff(want, out.Rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestInputThatDoesNotFit(t *testing.T) {
	p := build(aggregation(ir.CompCount, ir.All))
	short := p.input([]string{"1 1"}, 1, value.Null)
	if _, err := (Engine{}).Run(context.Background(), short); err == nil {
		t.Error("no error for an event of two columns")
	}
	label := p.input(nil, 1, value.Null)
	label.Labels[0].Keys = nil
	if _, err := (Engine{}).Run(context.Background(), label); err == nil {
		t.Error("no error for a label without a key")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (Engine{}).Run(ctx, p.input(nil, 1, value.Null)); err == nil {
		t.Error("no error from a context that is done")
	}
}
