package duck

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/runtime/value"
)

// header declares a source in several variants of time; %s is replaced.
const header = `package p
entity user (user_id: int64)
entity pair (user_id: int64, shop: string)
source events {
  id: string?
  seq: int64?
  user_id: int64?
  shop: string?
  n: int64?
  x: float64?
  price: decimal(12, 2)
  wide: decimal(38, 4)?
  ok: bool?
  at: timestamp
  seen: timestamp?
  time at
  %s
}
`

// windows are windows of every form.
const windows = `1h, [61m, now], [2h, now), (4h, 1h], [5h, 1h], last 3, last 2 within 2h, last 100, all`

var programs = map[string]string{
	"aggregations": `view v for user from events {
  n = count() over ` + windows + `
  nx = count(x) over ` + windows + `
  sn = sum(n) over ` + windows + `
  sx = sum(x) over ` + windows + `
  sp = sum(price) over ` + windows + `
  sw = sum(wide) over ` + windows + `
  mx = mean(x) over ` + windows + `
  mp = mean(price) over ` + windows + `
  mw = mean(wide) over ` + windows + `
  lo = min(x) over ` + windows + `
  hi = max(shop) over ` + windows + `
  vp = var_pop(n) over ` + windows + `
  sd = stddev_samp(x) over ` + windows + `
  first_x = first(x) over ` + windows + `
  last_x = last(x) over ` + windows + `
  last_ok = last(ok) over ` + windows + `
  last_at = last(at) over ` + windows + `
  dx = count_distinct(x) over ` + windows + `
  ds = count_distinct(shop) over ` + windows + `
}
featureset s for user { include v.* }`,
	"filters": `view v for user from events where ok {
  let twice = n * 2
  let big = n * 4611686018427387904
  a = last(twice) where n > 0 over ` + windows + `
  b = count() where hour(at, "Asia/Kolkata") < 12 over ` + windows + `
  c = sum(big) over ` + windows + ` default 7
  d = min(date(at, "America/New_York")) over ` + windows + `
  e = sum(x / n) over ` + windows + `
  f = max(if(x > 0, price, price * 2)) over ` + windows + `
  g = first(concat(shop, "-", shop)) where length(shop) > 1 over ` + windows + `
  r = a_1h / b_1h
  q = coalesce(r, 1.5) + c_all
}
view w for user from events where x > 0 {
  k = last(n) over last 3, last 4
}
featureset s for user {
  request { amount: decimal(12, 2) z: float64? }
  include v.*, w.*
  ratio = request.amount / v.q
  sum = request.z + v.r default 2.5
}`,
	"two entities": `view v for user from events { n = count() over 2h  p = sum(price) over 4h }
view w for pair from events { n = count() over 2h, all  l = last(x) over last 2 }
featureset s for pair { include w.* }`,
}

var timings = map[string]string{
	"at once":      ``,
	"delay":        "delay 90m",
	"arrival":      "arrival seen",
	"sequence":     "sequence seq",
	"late":         "arrival seen\n  lateness 1h",
	"duplicates":   "unique id within 30m",
	"all together": "arrival seen\n  unique id within 2h\n  lateness 3h\n  sequence seq",
}

// TestLikeReference compares with the reference interpreter bit for bit, with
// one thread and two, and with events in another order.
func TestLikeReference(t *testing.T) {
	one, two := newEngine(t, Options{Threads: 1}), newEngine(t, Options{Threads: 2})
	hostile(t, two)
	for name, text := range programs {
		for timing, settings := range timings {
			if name == "aggregations" && (timing == "delay" || timing == "sequence" || timing == "late" || timing == "duplicates") {
				continue // planning this many features is slow, and "all together" has them
			}
			t.Run(name+"/"+timing, func(t *testing.T) {
				in := input(t, fmt.Sprintf(header, settings)+text, rand.New(rand.NewPCG(1, 2)))
				want, err := reference.Engine{}.Run(context.Background(), in)
				if err != nil {
					t.Fatal(err)
				}
				compare(t, one, in, want)
				rand.New(rand.NewPCG(3, 4)).Shuffle(len(in.Events[0].Rows), func(i, j int) {
					rows := in.Events[0].Rows
					rows[i], rows[j] = rows[j], rows[i]
				})
				compare(t, two, in, want)
			})
		}
	}
}

// hostile changes the settings that a person might have, on every connection of
// the engine that is idle now: there is one.
func hostile(t *testing.T, e *Engine) {
	t.Helper()
	e.db.SetMaxOpenConns(1)
	for _, s := range []string{
		"SET TimeZone = 'Asia/Kathmandu'", "SET default_null_order = 'NULLS_LAST'", "SET default_order = 'DESC'",
		"SET integer_division = true", "SET preserve_insertion_order = false",
	} {
		if _, err := e.db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
}

func compare(t *testing.T, e engine.Engine, in *engine.Input, want *engine.Output) {
	t.Helper()
	got, err := e.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for i := range want.Rows {
		for j, f := range in.Set.Features {
			if w, g := want.Rows[i][j], got.Rows[i][j]; w != g && shown < 5 {
				shown++
				t.Errorf("label %d %+v, %s: got %+v, want %+v", i, in.Labels[i], f.Name, g, w)
			}
		}
	}
}

// load compiles a program of one file.
func load(t *testing.T, text string) *ir.Program {
	t.Helper()
	p, bag := compiler.LoadFiles(map[string][]byte{"p.feat": []byte(text)})
	if err := bag.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

const hour = int64(3600_000_000)

// input makes events with ties, nulls, extremes and duplicates, and labels at
// and around them.
func input(t *testing.T, text string, r *rand.Rand) *engine.Input {
	t.Helper()
	p := load(t, text)
	in := &engine.Input{Program: p, Set: p.Sets[0]}
	ev := &engine.Events{Source: p.Sources[0]}
	for range 200 {
		row := make([]value.Value, len(ev.Source.Columns))
		for i, c := range ev.Source.Columns {
			row[i] = random(r, c)
		}
		ev.Rows = append(ev.Rows, row)
	}
	in.Events = []*engine.Events{ev}
	for i := range 120 {
		l := engine.Label{At: moment(r).I + int64(r.IntN(3)-1)}
		if i%10 == 0 && i > 0 {
			l.At = in.Labels[i-1].At // the same question twice
		}
		for _, k := range in.Set.KeyColumns() {
			l.Keys = append(l.Keys, random(r, &ir.Column{Name: k.Name, Type: k.Type.Null()}))
		}
		for _, c := range in.Set.Request {
			l.Request = append(l.Request, random(r, c))
		}
		in.Labels = append(in.Labels, l)
	}
	return in
}

// moment is a quarter of an hour within a day.
func moment(r *rand.Rand) value.Value {
	return value.OfTimestamp(1_700_000_000_000_000 + int64(r.IntN(60))*hour/4)
}

func random(r *rand.Rand, c *ir.Column) value.Value {
	if c.Type.Nullable && r.IntN(8) == 0 {
		return value.Null
	}
	pick := func(list ...value.Value) value.Value { return list[r.IntN(len(list))] }
	i, f := value.OfInt64, value.OfFloat64
	switch c.Type.Kind {
	case value.Int64:
		if c.Name == "user_id" {
			return i(int64(r.IntN(3)))
		}
		return pick(i(0), i(1), i(2), i(-3), i(math.MaxInt64), i(math.MinInt64))
	case value.Float64:
		return pick(f(0), f(math.Copysign(0, -1)), f(0.1), f(-0.1), f(1e-30), f(5e-324), f(1e18), f(-1e18), f(1e19), f(math.MaxFloat64), f(3))
	case value.Decimal:
		if c.Type.Precision == types.MaxPrecision {
			return pick(value.OfDecimal(0, 12345), value.OfDecimal(-1, math.MaxUint64), value.OfDecimal(5421010862427522170, 687399551400673279), value.OfDecimal(-5421010862427522171, 17759344522308878337))
		}
		return value.OfDecimal(0, uint64(r.IntN(5)*333))
	case value.String:
		return pick(value.OfString(""), value.OfString("a"), value.OfString("é"), value.OfString("B"), value.OfString("aa"))
	case value.Bool:
		return value.OfBool(r.IntN(2) == 0)
	default:
		return moment(r)
	}
}

func TestCancel(t *testing.T) {
	e := newEngine(t, Options{})
	in := input(t, fmt.Sprintf(header, "")+programs["aggregations"], rand.New(rand.NewPCG(1, 2)))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Run(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that the context was canceled", err)
	}
	want, err := reference.Engine{}.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, e, in, want) // the engine still works
}

func TestValuesRoundTrip(t *testing.T) {
	for _, c := range []struct {
		v value.Value
		t types.Type
	}{
		{value.OfDecimal(5421010862427522170, 687399551400673279), types.Decimal(38, 0)},
		{value.OfDecimal(-1, math.MaxUint64), types.Decimal(18, 2)},
		{value.OfTimestamp(-62135596800000000), types.Timestamp},
		{value.OfTimestamp(253402300799999999), types.Timestamp},
		{value.OfDate(-719162), types.Date},
		{value.OfFloat64(5e-324), types.Float64},
		{value.OfBytes([]byte{0, 255}), types.Bytes},
		{value.OfString("a\x00b"), types.String},
	} {
		got, err := fromDuck(toDuck(c.v, c.t), c.t)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(c.v, got); diff != "" {
			t.Errorf("%s: %s", c.t, diff)
		}
	}
	if _, err := fromDuck("text", types.Int64); err == nil {
		t.Error("text was taken for an int64")
	}
}
