package main

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// work is a set of features to be computed.
type work struct {
	name     string
	arrival  bool
	features string
	columns  []string // the features' columns
	hand     []contestant
}

// contestant is one way to compute a work.
type contestant struct {
	name     string
	sql      string
	explodes bool // on skewed keys
}

var works = []work{
	{
		name: "count and sum over 1h, 1d, 7d", features: countAndSum, columns: sums,
		hand: []contestant{
			{"range join, by hand", rangeJoin(`e."at"`), true},
			{"RANGE frames, by hand", frames, false},
			{"running sums, as-of joins, by hand", asOf, false},
		},
	},
	{name: "count and sum over 7d", features: "n = count() over 7d\n s = sum(amount) over 7d", columns: []string{"v_n", "v_s"}},
	{name: "the same with arrival times", arrival: true, features: countAndSum, columns: sums,
		hand: []contestant{{"range join, by hand", rangeJoin("e.seen_at"), true}}},
	{
		name: "min and max over 7d", features: minAndMax, columns: extremes,
		hand: []contestant{
			{"range join, by hand", extremesJoin(`e."at"`), true},
			{"RANGE frame, by hand", extremesFrame, false},
		},
	},
	{name: "min and max with arrival times", arrival: true, features: minAndMax, columns: extremes,
		hand: []contestant{{"range join, by hand", extremesJoin("e.seen_at"), true}}},
}

const (
	countAndSum = "n = count() over 1h, 1d, 7d\n s = sum(amount) over 1h, 1d, 7d"
	minAndMax   = "lo = min(amount) over 7d\n hi = max(amount) over 7d"
)

var (
	sums     = []string{"v_n_1h", "v_n_1d", "v_n_7d", "v_s_1h", "v_s_1d", "v_s_7d"}
	extremes = []string{"v_lo", "v_hi"}
)

// contestants are featc's plans, the default first, and those by hand.
func (w work) contestants() ([]contestant, error) {
	chosen, err := w.train(nil)
	if err != nil {
		return nil, err
	}
	deltas, err := w.train([]sql.Rule{sql.RunningSums})
	if err != nil {
		return nil, err
	}
	joined, err := w.train(sql.Rules)
	if err != nil {
		return nil, err
	}
	out := []contestant{{"featc", chosen, false}}
	if deltas != chosen {
		out = append(out, contestant{"featc by label deltas", deltas, false})
	}
	out = append(out, contestant{"featc by the range join", joined, true})
	return append(out, w.hand...), nil
}

// train is the training query of the work.
func (w work) train(without []sql.Rule) (string, error) {
	known := "delay 0s"
	if w.arrival {
		known = "arrival seen_at"
	}
	program, bag := compiler.LoadFiles(map[string][]byte{"bench.feat": []byte(fmt.Sprintf(`package bench
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
`, known, w.features))})
	if err := bag.Err(); err != nil {
		return "", err
	}
	opt := sql.Options{LabelTable: "labels", Without: without, Tables: map[*ir.Source]string{}}
	for _, s := range program.Sources {
		opt.Tables[s] = s.Name
	}
	script, err := sql.DuckDB.Train(plan.Build(program), program.Sets[0], opt)
	if err != nil {
		return "", err
	}
	return sqlast.PrintQuery(sql.DuckDB, script.Query), nil
}

// checked is a query's result as one text that does not depend on its order.
func checked(query string, columns []string) string {
	return fmt.Sprintf(`SELECT concat(count(*), ' ', sum(hash(user_id, "at", %s))) FROM (%s) x`, strings.Join(columns, ", "), query)
}
