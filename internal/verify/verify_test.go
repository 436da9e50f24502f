package verify

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/runtime/value"
)

// totals is a set with one feature: total = sum(amount) over all, by user.
func totals() (*ir.Source, *ir.FeatureSet) {
	key := &ir.Column{Name: "user_id", Type: types.Int64}
	src := &ir.Source{
		Name:    "txns",
		Columns: []*ir.Column{key, {Name: "amount", Type: types.Float64}, {Name: "note", Type: types.String.Null()}, {Name: "at", Type: types.Timestamp}},
		Time:    3, Arrival: ir.None, Sequence: ir.None, Unique: ir.None, Lateness: ir.None,
	}
	user := &ir.Entity{Name: "user", Keys: []*ir.Column{key}}
	view := &ir.View{Name: "spend", Entity: user, Source: src, Key: []int{0}}
	amount := &ir.ColumnRef{Source: src, Index: 1}
	sum := ir.Component{Kind: ir.CompSum, Arg: amount}
	total := &ir.Feature{
		Name: "total", Base: "total", View: view, Type: sum.Type(),
		Agg: &ir.Aggregation{
			Name: "sum", Args: []ir.Expr{amount}, Window: ir.All,
			Components: []ir.Component{sum}, Finish: &ir.CompRef{T: sum.Type()},
		},
	}
	view.Features = []*ir.Feature{total}
	return src, &ir.FeatureSet{
		Name: "model", Entities: []*ir.Entity{user}, Time: &ir.Column{Name: "at", Type: types.Timestamp},
		Request:  []*ir.Column{{Name: "amount", Type: types.Decimal(4, 2)}},
		Features: []*ir.SetFeature{{Name: "spend_total", Feature: total}},
	}
}

// faulty is the reference with a fault: of each user, one event of 7 and one
// of 13 together add up to one too many.
type faulty struct{ runs int }

func (*faulty) Name() string { return "faulty" }

func (f *faulty) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	f.runs++
	out, err := reference.Engine{}.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	seen := map[[2]value.Value]bool{}
	for _, row := range in.Events[0].Rows {
		seen[[2]value.Value{row[0], row[1]}] = true
	}
	for i, l := range in.Labels {
		if seen[[2]value.Value{l.Keys[0], value.OfFloat64(7)}] && seen[[2]value.Value{l.Keys[0], value.OfFloat64(13)}] {
			out.Rows[i][0] = value.OfFloat64(out.Rows[i][0].Float64() + 1)
		}
	}
	return out, nil
}

func input() *engine.Input {
	src, set := totals()
	events := &engine.Events{Source: src}
	for i := range 200 {
		note := value.Null
		if i%20 == 7 {
			note = value.OfString("a \"b\"\n")
		}
		events.Rows = append(events.Rows, []value.Value{
			value.OfInt64(int64(i % 3)), value.OfFloat64(float64(i % 20)), note, value.OfTimestamp(int64(i) * 1_000_000),
		})
	}
	in := &engine.Input{Program: &ir.Program{}, Set: set, Events: []*engine.Events{events}}
	for _, user := range []int64{9, 1, 2} {
		in.Labels = append(in.Labels, engine.Label{
			At: 1_000_000_000, Keys: []value.Value{value.OfInt64(user)}, Request: []value.Value{value.OfDecimal(0, 250)},
		})
	}
	return in
}

func TestRunCountsMismatches(t *testing.T) {
	var told []string
	r, err := Run(context.Background(), input(), reference.Engine{}, []engine.Engine{reference.Engine{}, &faulty{}}, func(name string) { told = append(told, name) })
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]int{0, 2}, r.Features[0].Mismatches); d != "" {
		t.Error(d)
	}
	if m := r.First(); m == nil || m.Label != 1 || m.Engine != 1 || r.Mismatches() != 2 {
		t.Errorf("first mismatch %+v of %d", m, r.Mismatches())
	}
	if d := cmp.Diff([]string{"reference", "reference", "faulty"}, told); d != "" {
		t.Error(d)
	}
}

func TestShrinkFindsTheTwoEvents(t *testing.T) {
	in, bad := input(), &faulty{}
	r, err := Run(context.Background(), in, reference.Engine{}, []engine.Engine{bad}, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	c := Shrink(context.Background(), in, r.First(), reference.Engine{}, bad)
	want := `test "spend_total: faulty differs" {
  txns:
    user_id amount note        at
    1       7      "a \"b\"\n" 1970-01-01T00:03:07Z
    1       13     null        1970-01-01T00:03:13Z
  at 1970-01-01T00:16:40Z for user 1:
    spend.total == 2e+01
}
`
	if !c.Alone || c.Events() != 2 || bad.runs > most {
		t.Fatalf("%d events after %d runs, alone %v", c.Events(), bad.runs, c.Alone)
	}
	if got := c.Want; got != value.OfFloat64(20) || c.Got != value.OfFloat64(21) {
		t.Errorf("want %v, got %v", c.Want, c.Got)
	}
	if d := cmp.Diff(want, c.TestBlock()); d != "" {
		t.Error(d)
	}
}

func TestShow(t *testing.T) {
	for _, c := range []struct {
		v    value.Value
		t    types.Type
		want string
	}{
		{value.OfFloat64(0.1), types.Float64, "0.1 (0x3fb999999999999a)"},
		{value.OfDecimal(-1, 1<<64-5), types.Decimal(4, 2), "-0.05 (0xfffffffffffffffffffffffffffffffb)"},
		{value.OfString("é"), types.String, `"é" (c3 a9)`},
		{value.Null, types.Int64, "null"},
	} {
		if got := Show(c.v, c.t); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}
