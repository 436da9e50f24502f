package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/duck"
)

// work is a set of features to be computed.
type work struct {
	name     string
	arrival  bool
	features string
	columns  []string // the features' columns
	within   float64  // how many times the floor the replay may take
	hand     []contestant
	polars   string // a plan of polars.py
}

// role is what a contestant is, for the verdicts.
type role int

const (
	other    role = iota
	chosen        // what featc does by itself
	replayed      // its operators
	byHand
	floor // the sort alone
)

// contestant is one way to compute a work.
type contestant struct {
	name     string
	run      func(context.Context, *duck.Native) (result, error)
	explodes bool // on skewed keys
	role     role
	within   float64
	missing  string // why it does not run
	query    string // of those by hand
}

var works = []work{
	{
		name: "count and sum over 1h, 1d, 7d", features: countAndSum, columns: sums, within: 1.5,
		hand: []contestant{
			{name: "range join, by hand", query: rangeJoin(`e."at"`), explodes: true},
			{name: "RANGE frames, by hand", query: frames},
			{name: "running sums, as-of joins, by hand", query: asOf},
		},
		polars: "sums",
	},
	{name: "count and sum over 7d", features: "n = count() over 7d\n s = sum(amount) over 7d", columns: []string{"v_n", "v_s"}},
	{name: "count and sum over 1d, 7d", features: "n = count() over 1d, 7d\n s = sum(amount) over 1d, 7d", columns: []string{"v_n_1d", "v_n_7d", "v_s_1d", "v_s_7d"}},
	{name: "20 features over 3 windows", features: twenty, columns: twentyColumns, within: 3},
	{
		name: "count and sum with arrival times", arrival: true, features: countAndSum, columns: sums,
		hand: []contestant{{name: "range join, by hand", query: rangeJoin("e.seen_at"), explodes: true}},
	},
	{
		name: "min and max over 7d", features: minAndMax, columns: extremes,
		hand: []contestant{
			{name: "range join, by hand", query: extremesJoin(`e."at"`), explodes: true},
			{name: "RANGE frame, by hand", query: extremesFrame},
		},
	},
	{
		name: "min and max with arrival times", arrival: true, features: minAndMax, columns: extremes,
		hand: []contestant{{name: "range join, by hand", query: extremesJoin("e.seen_at"), explodes: true}},
	},
}

const (
	countAndSum = "n = count() over 1h, 1d, 7d\n s = sum(amount) over 1h, 1d, 7d"
	minAndMax   = "lo = min(amount) over 7d\n hi = max(amount) over 7d"
)

var (
	sums     = []string{"v_n_1h", "v_n_1d", "v_n_7d", "v_s_1h", "v_s_1d", "v_s_7d"}
	extremes = []string{"v_lo", "v_hi"}

	twenty, twentyColumns = many(20, "1h", "1d", "7d")
)

// many are n sums and counts, each of other events, over the windows by turns.
func many(n int, windows ...string) (features string, columns []string) {
	var b strings.Builder
	for i := range n {
		f := "count()"
		if i%2 == 1 {
			f = "sum(amount)"
		}
		fmt.Fprintf(&b, " f%d = %s where amount > %d over %s\n", i, f, 40*i, windows[i%len(windows)])
		columns = append(columns, fmt.Sprintf("v_f%d", i))
	}
	return b.String(), columns
}

// contestants are featc's plans, the default first, and those by hand.
func (w work) contestants(ctx context.Context, db *duck.Native, o options) ([]contestant, error) {
	p, err := w.plan()
	if err != nil {
		return nil, err
	}
	first, err := train(p, nil)
	if err != nil {
		return nil, err
	}
	deltas, err := train(p, []sql.Rule{sql.RunningSums})
	if err != nil {
		return nil, err
	}
	joined, err := train(p, sql.Rules)
	if err != nil {
		return nil, err
	}
	out := []contestant{{name: "featc, SQL", run: byQuery(first, w.columns), role: chosen}}
	replay, err := byReplay(ctx, p, tables(p.Program), o.labels, w.columns)
	if err != nil {
		return nil, err
	}
	out = append(out, contestant{name: "featc, replay", run: replay, role: replayed, within: max(w.within, 1.5)})
	if !w.arrival {
		out = append(out, contestant{name: "the floor: the sorts alone", run: sorted, role: floor})
	} else {
		out[1].role = other // its sort is another one
	}
	if deltas != first {
		out = append(out, contestant{name: "featc by label deltas", run: byQuery(deltas, w.columns)})
	}
	out = append(out, contestant{name: "featc by the range join", run: byQuery(joined, w.columns), explodes: true})
	for _, h := range w.hand {
		h.run, h.role = byQuery(h.query, w.columns), byHand
		out = append(out, h)
	}
	if w.polars != "" {
		out = append(out, polars(ctx, db, w, o)...)
	}
	return out, nil
}

// plan compiles the work.
func (w work) plan() (*plan.Plan, error) {
	known := "delay 0s"
	if w.arrival {
		known = "arrival seen_at"
	}
	program, bag := compiler.LoadFiles(map[string][]byte{"bench.feat": fmt.Appendf(nil, `package bench
entity user (user_id: int64)
source payments {
  user_id: int64
  amount: decimal(12, 2)
  at: timestamp
  seen_at: timestamp
  time at
  %s
}
view v for user from payments {
 %s
}
featureset s for user { include v.* }
`, known, w.features)})
	if err := bag.Err(); err != nil {
		return nil, err
	}
	return plan.Build(program), nil
}

// train is the training query of a plan.
func train(p *plan.Plan, without []sql.Rule) (string, error) {
	opt := tables(p.Program)
	opt.Without = without
	script, err := sql.DuckDB.Train(p, p.Program.Sets[0], opt)
	if err != nil {
		return "", err
	}
	return sqlast.PrintQuery(sql.DuckDB, script.Query), nil
}
