package mutation

import "slices"

// Mutant is a deliberate fault: one line of a file, replaced.
type Mutant struct {
	File string // from the root of the repository
	Old  string // stands in the file once
	New  string
	Why  string // what the fault does
}

// Mutants are faults of the kinds that a feature compiler can have: bounds, ties,
// eviction, nulls, admission, limbs, snapshots, lowering.
var Mutants = slices.Concat(tickMutants, []Mutant{
	{
		"runtime/window/cursor.go",
		"\t\t\tfirst++\n",
		"\t\t\tfirst += 0\n",
		"an open older end holds its own instant",
	},
	{
		"runtime/window/cursor.go",
		"last = before(last, 1)",
		"last = before(last, 0)",
		"an open end at now holds the event of now",
	},
	{
		"runtime/window/cursor.go",
		"for hi < len(times) && times[hi] <= last {",
		"for hi < len(times) && times[hi] < last {",
		"the event of the newer end does not come in",
	},
	{
		"runtime/window/cursor.go",
		"\tc.stale = true\n",
		"\tc.stale = false\n",
		"a row that arrives behind others does not rebuild a minimum",
	},
	{
		"runtime/window/cursor.go",
		"max(c.Lo-n, 0), c.Hi-n\n",
		"max(c.Lo-n, 0), c.Hi-n+1\n",
		"a cursor moves one row too few when rows are evicted",
	},
	{
		"runtime/window/newest.go",
		"order(l.Row(b), l.Row(a))",
		"order(l.Row(a), l.Row(b))",
		"last n takes the lesser of ties",
	},
	{
		"runtime/window/newest.go",
		"return l.before(times[oldest])",
		"return min(oldest, l.upTo(times[oldest]))",
		"a tie of the n-th newest row is evicted",
	},
	{
		"runtime/window/newest.go",
		"\treturn l.before(first)\n",
		"\treturn l.upTo(first)\n",
		"rows are evicted a microsecond early",
	},
	{
		"runtime/window/newest.go",
		"i > 0 && n > 0; i--",
		"i > 0 && n > 1; i--",
		"last n keeps one row too few",
	},
	{
		"runtime/window/edge.go",
		"(best == nil || order(r, best) > 0)",
		"(best == nil || order(r, best) < 0)",
		"last takes the lesser of ties",
	},
	{
		"runtime/window/edge.go",
		"compare(time, row, e.Time, &e.Row, order) < 0",
		"compare(time, row, e.Time, &e.Row, order) > 0",
		"the oldest row that was evicted is forgotten",
	},
	{
		"runtime/window/extreme.go",
		"m.queue[m.head].row < row",
		"m.queue[m.head].row <= row",
		"a maximum leaves one row early",
	},
	{
		"runtime/window/extreme.go",
		"if !m.folded.Valid || better(v, m.folded.V) {",
		"if !m.folded.Valid {",
		"only the first evicted row counts for a minimum over all",
	},
	{
		"runtime/window/distinct.go",
		"n > 1 {",
		"n > 2 {",
		"a value that is there twice is gone when one leaves",
	},
	{
		"runtime/window/log.go",
		"\tl.first += n\n",
		"\tl.first += 0\n",
		"row numbers start anew after an eviction",
	},
	{
		"runtime/admission/admission.go",
		"time < g.newest-r.Lateness",
		"time <= g.newest-r.Lateness",
		"an event is late a microsecond early",
	},
	{
		"runtime/admission/admission.go",
		"max(g.newest, time), max(g.arrived, arrival)",
		"time, max(g.arrived, arrival)",
		"a watermark goes back",
	},
	{
		"runtime/admission/admission.go",
		"ok && time-before <= r.Within &&",
		"ok && time-before < r.Within &&",
		"a duplicate exactly within apart counts",
	},
	{
		"runtime/admission/admission.go",
		"\td.times[id.V] = time\n",
		"\tif !ok {\n\t\td.times[id.V] = time\n\t}\n",
		"a dropped duplicate does not prolong its id",
	},
	{
		"runtime/admission/admission.go",
		"if t+r.Within < g.newest-r.Lateness {",
		"if t+r.Within <= g.newest-r.Lateness {",
		"an id is forgotten a microsecond early",
	},
	{
		"runtime/admission/admission.go",
		"codec.AppendInt64(codec.AppendInt64(b, g.newest), g.arrived)",
		"codec.AppendInt64(codec.AppendInt64(b, g.arrived), g.arrived)",
		"a snapshot forgets the watermark",
	},
	{
		"runtime/admission/admission.go",
		"codec.AppendNull(b, g.evicted, codec.AppendInt64)",
		"codec.AppendNull(b, runtime.Null[int64]{}, codec.AppendInt64)",
		"a snapshot forgets from when on reads are covered",
	},
	{
		"runtime/admission/admission.go",
		"g.seen && r.Arrival && at < g.arrived",
		"g.seen && r.Arrival && at < g.newest",
		"a read behind the newest arrival is answered",
	},
	{
		"runtime/exact/sum.go",
		"s.hi.Add(hi), s.lo.Add(lo), s.n+1",
		"s.hi.Add(hi), s.lo.Add(lo.Sub(lo)), s.n+1",
		"a float sum drops its fractions",
	},
	{
		"runtime/exact/sum.go",
		"s.hi.Sub(hi), s.lo.Sub(lo), s.n-1",
		"s.hi.Sub(hi), s.lo.Sub(lo.Sub(lo)), s.n-1",
		"a fraction stays when its event leaves",
	},
	{
		"runtime/exact/sum.go",
		"s.top += x.Hi>>63 + int64(c)",
		"s.top += x.Hi >> 63 * int64(1-c)",
		"a decimal sum loses a carry",
	},
	{
		"runtime/exact/sum.go",
		"s.sum.Sub(FromInt64(x)), s.n-1",
		"s.sum.Sub(FromInt64(x)), s.n",
		"a sum over a window that emptied is 0",
	},
	{
		"runtime/exact/sum.go",
		"codec.AppendInt64(AppendInt128(AppendInt128(b, s.hi), s.lo), s.n)",
		"codec.AppendInt64(AppendInt128(AppendInt128(b, s.hi), Int128{}), s.n)",
		"a snapshot forgets the fractions of a sum",
	},
	{
		"runtime/fn/arith.go",
		"return checked(f, valid && f-f == 0)",
		"return checked(f, valid)",
		"an infinite float is kept",
	},
	{
		"runtime/fn/arith.go",
		"return finite(a.V+0, a.Valid)",
		"return finite(a.V, a.Valid)",
		"-0 stays -0",
	},
	{
		"runtime/fn/compare.go",
		"\tcase b:\n",
		"\tcase a:\n",
		"nulls come last among ties",
	},
	{
		"backends/gostream/model_slot.go",
		`conds = append(conds, "r."+f.Name+".Valid")`,
		`conds = append(conds, "true")`,
		"nulls are counted",
	},
	{
		"backends/gostream/model_slot.go",
		"[]*inputModel{gm.seq, gm.id}",
		"[]*inputModel{gm.id, gm.seq}",
		"ids break ties before the sequence",
	},
	{
		"backends/gostream/model_slot.go",
		`f = "fn.Greater"`,
		`f = "fn.Less"`,
		"a maximum is a minimum",
	},
	{
		"backends/gostream/model_group.go",
		`gm.Arrival += " + " + micros(s.Delay)`,
		`gm.Arrival += " + 0"`,
		"an operator ignores the delay",
	},
	{
		"backends/gostream/templates/group.tmpl",
		"if verdict == admission.Admitted {",
		"if verdict <= admission.Late {",
		"the id of a late event is remembered",
	},
	{
		"backends/gostream/templates/group.tmpl",
		"n := min(",
		"n := max(",
		"one window evicts what another needs",
	},
	{
		"backends/gostream/templates/group.tmpl",
		`	if m.Rebuild {`,
		`	if m.Rebuild && false {`,
		"a minimum is not rebuilt when its window goes back",
	},
	{
		"backends/sql/admission.go",
		`sqlast.Bin(at, ">=", minus(newest, s.Lateness))`,
		`sqlast.Bin(at, ">", minus(newest, s.Lateness))`,
		"an event is late a microsecond early",
	},
	{
		"backends/sql/admission.go",
		"sqlast.IsNull{X: id}, sqlast.IsNull{X: previous},",
		"sqlast.IsNull{X: previous},",
		"events without an id are duplicates",
	},
	{
		"backends/sql/admission.go",
		`sqlast.Bin(at, "<", minus(previous, s.UniqueWithin))`,
		`sqlast.Bin(at, "<=", minus(previous, s.UniqueWithin))`,
		"a duplicate exactly within apart counts",
	},
	{
		"backends/sql/admission.go",
		"\tadd(s.Sequence)\n",
		"",
		"arrivals that tie are not judged by sequence",
	},
	{
		"backends/sql/admission.go",
		`return sqlast.Fn("coalesce", sqlast.Col(s.Columns[s.Arrival].Name), later)`,
		"return sqlast.Col(s.Columns[s.Arrival].Name)",
		"an event without an arrival time never arrives",
	},
	{
		"backends/sql/admission.go",
		"later := plus(sqlast.Col(s.Columns[s.Time].Name), s.Delay)",
		"later := plus(sqlast.Col(s.Columns[s.Time].Name), s.Delay-1)",
		"a delay is a microsecond short",
	},
	{
		"backends/sql/admission.go",
		"PartitionBy: append(keyColumns(g), id)",
		"PartitionBy: []sqlast.Expr{id}",
		"duplicates are looked for across entities",
	},
	{
		"backends/sql/seen.go",
		`op = ">="`,
		`op = ">"`,
		"a closed older end is open",
	},
	{
		"backends/sql/seen.go",
		`op = "<="`,
		`op = "<"`,
		"a window that is closed at now leaves now out",
	},
	{
		"backends/sql/seen.go",
		"out.FromClosed = out.FromClosed || w.FromClosed",
		"out.FromClosed = out.FromClosed && w.FromClosed",
		"of two windows of one length, the open end wins",
	},
	{
		"backends/sql/seen.go",
		`sqlast.Bin(s.event(s.ev.arrival), "<=", s.at())`,
		`sqlast.Bin(s.event(s.ev.arrival), "<", s.at())`,
		"an event is visible a microsecond late",
	},
	{
		"backends/sql/seen.go",
		`sqlast.Bin(until, ">", s.at())`,
		`sqlast.Bin(until, ">=", s.at())`,
		"last n keeps the event that the newest one pushes out",
	},
	{
		"backends/sql/primitive.go",
		"c.Distinct = p.slot.Kind == ir.CompDistinct",
		"c.Distinct = false",
		"count_distinct counts repeats",
	},
	{
		"backends/sql/primitive_sum.go",
		`aggregate("sum", p.lo, in), As: "_fraction"`,
		`aggregate("min", p.lo, in), As: "_fraction"`,
		"a float sum drops fractions",
	},
	{
		"backends/sql/group.go",
		"[]int{s.Time, s.Sequence, s.Unique}",
		"[]int{s.Time, s.Unique}",
		"ties are not broken by sequence",
	},
	{
		"backends/sql/group.go",
		"for _, t := range ties {",
		"for _, t := range ties[:0] {",
		"ties are not broken by value",
	},
	{
		"compiler/agg/mean.go",
		"counted = bounded(x, x, maxSummand)",
		"counted = x",
		"a mean counts what its sum skips",
	},
	{
		"compiler/agg/moments.go",
		"types.Float64, n, typing.Float(1))",
		"types.Float64, n, typing.Float(0))",
		"a sample is a population",
	},
	{
		"compiler/plan/build.go",
		"Args: []ir.Expr{v.Where, own}",
		"Args: []ir.Expr{own, own}",
		"a feature's where replaces that of its view",
	},
	{
		"compiler/plan/build.go",
		"s.Window, s.Base, s.Ties)",
		"s.Window, s.Base)",
		"features that break ties differently share a value",
	},
	{
		"compiler/check/window.go",
		"From: c.age(n.From), ToClosed: true}",
		"From: c.age(n.From), FromClosed: true, ToClosed: true}",
		"over 7d is closed at both ends",
	},
	{
		"compiler/check/window.go",
		"FromClosed: n.FromClosed, ToClosed: n.ToClosed}",
		"FromClosed: n.ToClosed, ToClosed: n.FromClosed}",
		"the brackets of an interval are swapped",
	},
})
