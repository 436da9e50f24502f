package fuzz

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// aggregated writes an aggregation, which a list of windows makes several of.
func (w *writer) aggregated() []term {
	call, t := w.call()
	over, suffixes := w.over()
	for strings.HasPrefix(call, "rate(") && strings.Contains(over, `("`) { // units of a calendar have no length
		over, suffixes = w.over()
	}
	clauses := over
	if w.chance(30) || strings.Contains(over, "last") && w.chance(50) { // which events last picks, where orders
		clauses = " where " + w.text(value.Bool, 2) + over
	}
	if w.chance(20) && !t.Kind.IsNested() {
		clauses += " default " + fallback(t)
	}
	name := w.name("f")
	w.line("  %s = %s%s", name, call, clauses)
	var out []term
	for _, s := range suffixes {
		out = append(out, term{name + s, t})
	}
	return out
}

var (
	ofNumbers = []string{"approx_quantile", "sum", "mean", "var_pop", "var_samp", "stddev_pop", "stddev_samp", "sum", "geometric_mean", "decayed_sum", "histogram", "drawdown", "rate"}
	ofPairs   = []string{"covar_pop", "covar_samp", "corr", "slope"}
	ofOrdered = []string{"min", "max", "quantile", "median", "arg_min", "arg_max", "top_n", "bottom_n"}
	ofAll     = []string{"first", "last", "count_distinct", "count", "mode", "entropy", "top1_ratio", "lag", "distinct", "top_frequent", "last_n", "first_n", "count_by", "sum_by", "mean_by", "min_by", "max_by"}
)

// call writes the call of an aggregation.
func (w *writer) call() (string, types.Type) {
	if w.nested && w.chance(50) && len(w.collections()) > 0 {
		return w.nestedCall()
	}
	if w.chance(10) {
		return "count()", types.Int64
	}
	x := w.expr(pick(w.rng, w.kinds()), 2)
	names := ofAll
	switch x.t.Kind {
	case value.Int64, value.Float64, value.Decimal:
		names = append(append(append([]string{}, ofNumbers...), ofOrdered...), ofAll...)
	case value.Bool:
		names = append([]string{"any", "all"}, ofAll...)
	default:
		names = append(append([]string{}, ofOrdered...), ofAll...)
	}
	if x.t.Kind == value.Timestamp {
		names = append([]string{"time_since_last", "time_since_first", "mean_gap"}, names...)
	}
	if x.t.IsNumeric() && w.chance(6) { // long in SQL, so that most programs are without
		if w.chance(40) {
			return fmt.Sprintf("%s(%s)", pick(w.rng, []string{"skewness", "kurtosis"}), x.text), types.Float64.Null()
		}
		y := w.expr(pick(w.rng, []value.Kind{value.Int64, value.Float64}), 2)
		return fmt.Sprintf("%s(%s, %s)", pick(w.rng, ofPairs), x.text, y.text), types.Float64.Null()
	}
	if x.t.Kind != value.Float64 && x.t.Kind != value.Bytes && x.t.Kind != value.Duration {
		names = append(append([]string{}, names...), "approx_count_distinct", "approx_top_frequent")
	}
	name := pick(w.rng, names)
	t := x.t
	more := ""
	switch name {
	case "quantile", "approx_quantile":
		more = ", " + pick(w.rng, []string{"0", "0.1", "0.25", "0.5", "0.9", "0.999", "1"})
		if name == "approx_quantile" {
			t = types.Float64
		}
	case "decayed_sum":
		t = types.Float64
		more = fmt.Sprintf(", at, %s", pick(w.rng, []string{"1s", "7m", "1h", "1d", "30d"}))
		if w.chance(30) {
			more = fmt.Sprintf(", %s, 10m", w.text(value.Timestamp, 1))
		}
	case "rate":
		unit := pick(w.rng, []string{"1s", "7m", "1h", "1d"})
		if w.chance(40) {
			return "rate(" + unit + ")", types.Float64.Null()
		}
		return "rate(" + x.text + ", " + unit + ")", types.Float64.Null()
	case "histogram":
		return "histogram(" + x.text + pick(w.rng, []string{", 0", ", -1, 0.5, 7", ", 0, 1, 2, 10"}) + ")", types.List(types.Int64)
	case "count_distinct":
		if w.chance(50) {
			more = fmt.Sprintf(", %d", 1+w.rng.IntN(3))
		}
		t = types.Int64
	case "distinct", "top_frequent", "approx_top_frequent", "last_n", "first_n", "top_n", "bottom_n":
		t = types.List(x.t.NotNull())
		if name != "distinct" || w.chance(50) {
			more = fmt.Sprintf(", %d", 1+w.rng.IntN(3))
		}
	case "count_by", "sum_by", "mean_by", "min_by", "max_by":
		if !slices.Contains(types.KeyKinds, x.t.Kind) {
			x = w.expr(value.String, 2)
		}
		t = types.Map(x.t, types.Int64)
		switch name {
		case "min_by", "max_by":
			by := w.orderedExpr()
			more = ", " + by.text
			t = types.Map(x.t, by.t.NotNull())
		case "sum_by", "mean_by":
			more = ", " + w.text(pick(w.rng, []value.Kind{value.Int64, value.Float64, value.Decimal}), 1)
			t = types.Map(x.t, types.Float64.Null())
		}
		if w.chance(50) {
			more += fmt.Sprintf(", %d", 1+w.rng.IntN(3))
		}
	case "lag":
		more = fmt.Sprintf(", %d", w.rng.IntN(4))
	case "arg_min", "arg_max":
		more = ", " + w.orderedExpr().text
	case "sum", "drawdown":
		if name == "drawdown" && t.Kind == value.Decimal && t.Precision == types.MaxPrecision {
			return fmt.Sprintf("sum(%s)", x.text), types.Decimal(types.MaxPrecision, int(t.Scale)).Null()
		}
		if t.Kind == value.Decimal {
			t = types.Decimal(types.MaxPrecision, int(t.Scale))
		}
	case "mean", "var_pop", "var_samp", "stddev_pop", "stddev_samp", "geometric_mean", "entropy", "top1_ratio":
		t = types.Float64
	case "time_since_last", "time_since_first", "mean_gap":
		t = types.Duration
	case "count", "approx_count_distinct":
		t = types.Int64
	}
	return fmt.Sprintf("%s(%s%s)", name, x.text, more), t.Null()
}

// orderedExpr writes an expression of a type with an order.
func (w *writer) orderedExpr() term {
	x := w.expr(pick(w.rng, w.kinds()), 1)
	for !x.t.IsOrdered() {
		x = w.expr(pick(w.rng, w.kinds()), 1)
	}
	return x
}
