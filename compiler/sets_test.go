package compiler

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler/ir"
)

const setsText = `package p
entity user (user_id: int64)
entity shop (shop_id: string)
entity pair (user_id: int64, shop_id: string)
/// One row per payment.
source txns {
  user_id: int64
  buyer: int64
  shop: string?
  amount: float64
  at: timestamp
  time     at
  delay    1h
  lateness 0s
  owner    "data@x.example"
  batch    csv("data/*.csv")
  stream   kafka("txns", format: json)
}
view v for user on buyer from txns where amount > 0 {
  owner "a@x.example"
  tags [pii, hot]
  freshness 5s
  version 3
  expires "2030-01-01"
  deprecated "use w"
  n = count() over 1h, [7d, now), (8d, 1d], last 5, last 5 within 2h, all
  m = mean(amount)
  r = n_1h / n_8d_1d default 0
}
view w for pair on (user_id, shop) from txns {
  n = count() over 1d
}
featureset s for user, shop, pair {
  time   ts: timestamp(zone: "UTC")
  labels parquet("labels.parquet")
  request { limit: float64? }
  y = x + v.m
  include v.n, w.*, v.{m, r}
  x = request.limit * w.n
}
`

func TestSets(t *testing.T) {
	// Windows that differ in their ends only have one name.
	if ds := diagnose(strings.Replace(setsText, "[7d, now)", "7d, [7d, now)", 1)); len(ds) != 1 || ds[0].Code != "F0205" {
		t.Error(ds)
	}
	p := compile(t, setsText)
	set := p.Sets[0]
	var columns, derived []string
	for _, f := range set.Features {
		columns = append(columns, f.Name+" "+f.Feature.Type.String())
	}
	for _, f := range set.Derived {
		derived = append(derived, f.Name)
	}
	want := []string{
		"y float64?",
		"v_n_1h int64", "v_n_7d int64", "v_n_8d_1d int64", "v_n_last_5 int64", "v_n_last_5_2h int64", "v_n_all int64",
		"w_n int64", "v_m float64?", "v_r float64", "x float64?",
	}
	if diff := cmp.Diff(want, columns); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"y", "x"}, derived); diff != "" {
		t.Error(diff)
	}
	var keys []string
	for _, k := range set.KeyColumns() {
		keys = append(keys, k.Name)
	}
	if diff := cmp.Diff([]string{"user_id", "shop_id"}, keys); diff != "" {
		t.Error(diff)
	}
	if set.Time.Name != "ts" || set.Time.Zone != "UTC" || set.Labels.Kind != "parquet" || set.Labels.Dir != "." {
		t.Errorf("time %+v, labels %+v", set.Time, set.Labels)
	}
}

func TestViewsAndSources(t *testing.T) {
	p := compile(t, setsText)
	meta := ir.Meta{
		Owner: "a@x.example", Tags: []string{"pii", "hot"}, Freshness: 5e6, Version: 3, Expires: "2030-01-01", Deprecated: "use w",
	}
	if diff := cmp.Diff(meta, p.Views[0].Meta); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]int{{1}, {0, 2}}, [][]int{p.Views[0].Key, p.Views[1].Key}); diff != "" {
		t.Error(diff)
	}
	const hour, day = int64(3600e6), int64(86400e6)
	var windows []ir.Window
	for _, f := range p.Views[0].Features[:6] {
		w := f.Agg.Window
		w.Span = ir.All.Span
		windows = append(windows, w)
	}
	want := []ir.Window{
		{From: hour, ToClosed: true},
		{From: 7 * day, FromClosed: true},
		{From: 8 * day, To: day, ToClosed: true},
		{AllTime: true, ToClosed: true, Last: 5},
		{From: 2 * hour, ToClosed: true, Last: 5},
		ir.All,
	}
	if diff := cmp.Diff(want, windows); diff != "" {
		t.Error(diff)
	}
	s := p.Sources[0]
	if s.Time != 4 || s.Arrival != ir.None || s.Delay != hour || s.Lateness != 0 || s.Unique != ir.None || s.Sequence != ir.None {
		t.Errorf("%+v", s)
	}
	if s.Doc != "One row per payment." || s.Meta.Owner != "data@x.example" || s.Batch.Path != "data/*.csv" || s.Stream.Options["format"] != "json" {
		t.Errorf("%q %+v %+v %+v", s.Doc, s.Meta, s.Batch, s.Stream)
	}
}
