package duck

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/runtime/value"
)

const shop = `package shop
entity user (user_id: int64)
source buys {
  id: string
  user_id: int64?
  price: decimal(8, 2)
  weight: float64?
  at: timestamp(zone: "America/New_York")
  landed: timestamp?
  time at
  arrival landed
  unique id within 1d
  lateness 2h
  batch csv("buys_*.csv")
}
/// What a user spends.
view spend for user from buys where price > 1 {
  /// Purchases.
  n = count() over 2h, all
  kilos = sum(weight) over 1d
  ratio = mean(price / weight) over last 2
  share = n_2h / n_all
}
featureset basket for user {
  request { order: int64? }
  labels csv("labels.csv")
  include spend.*
  left = request.order - spend.n_all
}
`

// Buys in two files: a late one, a duplicate, one without a key, one that is not
// finite, and one by which price cannot be divided.
var shopFiles = map[string]string{
	"buys_1.csv": `id,user_id,price,weight,at,landed
a,1,2.50,0.5,2024-01-01 10:00:00,
b,1,3.50,nan,2024-01-01 11:00:00,2024-01-01T16:30:00Z
a,1,2.50,0.5,2024-01-01 10:00:00,2024-01-01T16:40:00Z
`,
	"buys_2.csv": `id,user_id,price,weight,at,landed
c,1,9.99,1,2024-01-01 08:30:00,2024-01-01T16:50:00Z
d,,1.50,1,2024-01-01 10:00:00,
e,2,1.00,1,2024-01-01 10:00:00,
f,2,1.75,0,2024-01-01T10:15:00-05:00,
`,
	"labels.csv": `note,user_id,at,order,"select"
"first, of all",1,2024-01-01T16:30:00Z,10,x
,2,2024-01-01T15:15:00Z,,y
nobody,,2024-01-01T15:15:00Z,3,
"first, of all",1,2024-01-01T16:30:00Z,10,x
unseen,77,2024-01-01T15:15:00Z,3,
`,
}

func writeShop(t *testing.T, change map[string]string) (FileRun, *ir.Program) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range shopFiles {
		if c, ok := change[name]; ok {
			text = c
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := load(t, shop)
	return FileRun{
		Plan: plan.Build(p), Set: p.Sets[0],
		Path: func(c *ir.Connector) string { return filepath.Join(dir, c.Path) },
	}, p
}

func TestTrainFiles(t *testing.T) {
	run, _ := writeShop(t, nil)
	var got []string
	run.Header = func(names []string) error {
		got = append(got, strings.Join(names, " "))
		return nil
	}
	run.Row = func(label []any, features []value.Value) error {
		var parts []string
		for _, f := range features {
			parts = append(parts, show(f))
		}
		got = append(got, fmt.Sprintf("%v | %s", label[0], strings.Join(parts, " ")))
		return nil
	}
	e := newEngine(t, Options{})
	hostile(t, e)
	if err := e.TrainFiles(context.Background(), run); err != nil {
		t.Fatal(err)
	}
	// At 16:30 UTC, 11:30 in New York: a (10:00) and b (11:00) are visible.
	// ratio: b has no weight, a gives 2.5 / 0.5.
	want := []string{
		"note user_id at order select",
		"first, of all | 2 2 0.5 5 1 8",
		"<nil> | 1 1 0 null 1 null",
		"nobody | 0 0 null null null 3",
		"first, of all | 2 2 0.5 5 1 8",
		"unseen | 0 0 null null null 3",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want to got: %s", diff)
	}
}

// TestParquet reads events that DuckDB wrote with types of its own, under a
// session in another zone.
func TestParquet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "events.parquet")
	e := newEngine(t, Options{})
	hostile(t, e)
	write := `COPY (SELECT 7::INTEGER AS small, 8::UBIGINT AS big, 1.5::DECIMAL(4, 1) AS price, 0.1::FLOAT AS f, 'é' AS s,
		'\xFF'::BLOB AS b, true AS ok, DATE '2024-02-29' AS d, TIMESTAMPTZ '2024-01-01 10:00:00.123456+00' AS tz,
		TIMESTAMP '2024-07-01 10:00:00' AS wall, TIMESTAMP_NS '2024-07-01 10:00:00.123456789' AS ns,
		'2024-01-01T10:00:00+01:00' AS written, 1704103200 AS epoch) TO '` + path + `'`
	if _, err := e.db.Exec(write); err != nil {
		t.Fatal(err)
	}
	src := &ir.Source{Name: "events", Batch: &ir.Connector{Kind: "parquet"}, Columns: []*ir.Column{
		{Name: "small", Type: types.Int64}, {Name: "big", Type: types.Int64}, {Name: "price", Type: types.Decimal(12, 2)},
		{Name: "f", Type: types.Float64}, {Name: "s", Type: types.String}, {Name: "b", Type: types.Bytes},
		{Name: "ok", Type: types.Bool}, {Name: "d", Type: types.Date}, {Name: "tz", Type: types.Timestamp},
		{Name: "wall", Type: types.Timestamp, Zone: "America/New_York"}, {Name: "ns", Type: types.Timestamp, Zone: "UTC"},
		{Name: "written", Type: types.Timestamp}, {Name: "epoch", Type: types.Timestamp, Epoch: "s"},
	}}
	ctx := context.Background()
	bad, err := e.firstBad(ctx, DuckDB.CheckSource(src, sqlbackend.File{Kind: "parquet", Path: path}))
	if bad != nil || err != nil {
		t.Fatal(bad, err)
	}
	got := shopEvents(t, e, src, sqlbackend.Options{Path: func(*ir.Connector) string { return path }})[0].Rows
	const tenUTC = 1704103200_000000
	want := [][]value.Value{{
		value.OfInt64(7), value.OfInt64(8), value.OfDecimal(0, 150), value.OfFloat64(float64(float32(0.1))),
		value.OfString("é"), value.OfBytes([]byte{0xff}), value.OfBool(true), value.OfDate(19782),
		value.OfTimestamp(tenUTC + 123456), value.OfTimestamp(1719842400_000000), value.OfTimestamp(1719828000_123456),
		value.OfTimestamp(tenUTC - 3600_000000), value.OfTimestamp(tenUTC),
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want to got: %s", diff)
	}
}

func show(v value.Value) string {
	switch v.Kind {
	case value.Invalid:
		return "null"
	case value.Float64:
		return fmt.Sprint(v.Float64())
	}
	return fmt.Sprint(v.I)
}

func TestStats(t *testing.T) {
	run, _ := writeShop(t, nil)
	got, err := newEngine(t, Options{}).Stats(context.Background(), run)
	if err != nil {
		t.Fatal(err)
	}
	want := []Rejected{
		{"buys.weight", "not finite", 1},
		{"buys_by_user", "duplicate", 1},
		{"buys_by_user", "late", 1},
		{"buys_by_user", "null key", 1},
	}
	var counted []Rejected
	failed := int64(0)
	for _, r := range got {
		if r.Cause == "failed expression" {
			failed += r.Count
		} else {
			counted = append(counted, r)
		}
	}
	if diff := cmp.Diff(want, counted); diff != "" {
		t.Errorf("want to got: %s", diff)
	}
	if failed == 0 {
		t.Error("the division by zero was not counted")
	}
}

func TestBadFiles(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		want             []string
	}{
		{"cell", "buys_2.csv", "id,user_id,price,weight,at,landed\na,1,1,1,2024-01-01 10:00:00,\nb,x,1,1,2024-01-01 10:00:00,\n", []string{"buys_2.csv", "row 2", "column user_id", `"x"`}},
		{"empty cell", "buys_1.csv", "id,user_id,price,weight,at,landed\na,1,,1,2024-01-01 10:00:00,\n", []string{"buys_1.csv", "row 1", "column price", "no value"}},
		{"column", "buys_1.csv", "id,price,weight,at,landed\na,1,1,2024-01-01 10:00:00,\n", []string{"buys_1.csv", "user_id"}},
		{"label time", "labels.csv", "user_id,at,order\n1,yesterday,\n", []string{"labels.csv", "row 1", "column at", `"yesterday"`}},
		{"label key", "labels.csv", "user,at,order\n1,2024-01-01T15:15:00Z,\n", []string{"labels.csv", "user_id"}},
		{"feature's name", "labels.csv", "user_id,at,order,left\n1,2024-01-01T15:15:00Z,,\n", []string{"left", "rename"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			run, _ := writeShop(t, map[string]string{c.file: c.text})
			run.Row = func([]any, []value.Value) error { return errors.New("a row came out") }
			err := newEngine(t, Options{}).TrainFiles(context.Background(), run)
			if err == nil {
				t.Fatal("no error")
			}
			for _, w := range c.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("the error does not say %q: %v", w, err)
				}
			}
		})
	}
}

// TestViewScripts runs the text of the backfill and latest files, and compares
// what they give with the reference at the instants that they chose.
func TestViewScripts(t *testing.T) {
	run, p := writeShop(t, nil)
	view := p.Views[0]
	opt := sqlbackend.Options{Path: run.Path}
	backfill, err := DuckDB.Backfill(run.Plan, view, opt)
	if err != nil {
		t.Fatal(err)
	}
	latest, err := DuckDB.Latest(run.Plan, view, opt)
	if err != nil {
		t.Fatal(err)
	}
	const utc = "TIMESTAMP '2024-01-01 %s'"
	for _, c := range []struct {
		name   string
		script *sqlast.Script
		set    map[string]string
		rows   int
	}{
		{"backfill", backfill, nil, 4},
		{"backfill from", backfill, map[string]string{"since": "15:15"}, 2},
		{"backfill until", backfill, map[string]string{"since": "15:00", "until": "15:15"}, 2},
		{"latest", latest, map[string]string{"as_of": "16:45"}, 2},
		{"latest now", latest, nil, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newEngine(t, Options{})
			e.db.SetMaxOpenConns(1)
			for name, v := range c.set {
				if _, err := e.db.Exec("SET VARIABLE " + DuckDB.Ident(name) + " = " + fmt.Sprintf(utc, v)); err != nil {
					t.Fatal(err)
				}
			}
			columns := []types.Type{types.Int64, types.Timestamp}
			for _, f := range view.Features {
				columns = append(columns, f.Type)
			}
			rows, err := e.values(context.Background(), sqlast.Print(DuckDB, c.script), columns)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) != c.rows {
				t.Errorf("%d rows, want %d", len(rows), c.rows)
			}
			set := &ir.FeatureSet{Name: "all", Entities: []*ir.Entity{view.Entity}}
			for _, f := range view.Features {
				set.Features = append(set.Features, &ir.SetFeature{Name: f.Name, Feature: f})
			}
			in := &engine.Input{Program: p, Set: set, Events: shopEvents(t, e, view.Source, opt)}
			for _, r := range rows {
				in.Labels = append(in.Labels, engine.Label{Keys: r[:1], At: r[1].I})
			}
			want, err := reference.Engine{}.Run(context.Background(), in)
			if err != nil {
				t.Fatal(err)
			}
			for i, r := range rows {
				if diff := cmp.Diff(want.Rows[i], r[2:]); diff != "" {
					t.Errorf("row %d, reference to SQL: %s", i, diff)
				}
			}
		})
	}
}

func shopEvents(t *testing.T, e *Engine, src *ir.Source, opt sqlbackend.Options) []*engine.Events {
	t.Helper()
	q, err := DuckDB.Events(src, opt)
	if err != nil {
		t.Fatal(err)
	}
	var columns []types.Type
	for _, c := range src.Columns {
		columns = append(columns, c.Type)
	}
	rows, err := e.values(context.Background(), sqlast.PrintQuery(DuckDB, q), columns)
	if err != nil {
		t.Fatal(err)
	}
	return []*engine.Events{{Source: src, Rows: rows}}
}
