package mutation

// windowMutants are faults in windows of operators: bounds, ties, eviction, tiles.
var windowMutants = []Mutant{
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
		"for hi < len(rows) && rows[hi].time <= last {",
		"for hi < len(rows) && rows[hi].time < last {",
		"the event of the newer end does not come in",
	},
	{
		"runtime/window/cursor.go",
		"\tif time < c.first {\n",
		"\tif time <= c.first {\n",
		"a late row at the older end does not come in",
	},
	{
		"runtime/window/cursor.go",
		"c.lo-min(c.lo, uint32(n)), c.hi-uint32(n)\n",
		"c.lo-min(c.lo, uint32(n)), c.hi-uint32(n)+1\n",
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
		"return l.before(rows[oldest].time)",
		"return min(oldest, l.upTo(rows[oldest].time))",
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
		"m.queue[m.head].time < before",
		"m.queue[m.head].time <= before",
		"a maximum leaves one row early",
	},
	{
		"runtime/window/extreme.go",
		"end < len(m.queue) && !better(v, m.queue[end].value)",
		"end < len(m.queue) && better(v, m.queue[end].value)",
		"a maximum that arrives late does not count",
	},
	{
		"runtime/window/extreme.go",
		"if !best.Valid || better(v, best.V) {",
		"if !best.Valid {",
		"only the first evicted row counts for a minimum over all",
	},
	{
		"runtime/window/distinct.go",
		"n > 1 {",
		"n > 2 {",
		"a value that is there twice is gone when one leaves",
	},
	{
		"runtime/window/tiles.go",
		"if start < t.first {",
		"if start <= t.first {",
		"the oldest step of a window is lost when its rows leave the log",
	},
	{
		"runtime/window/tiles.go",
		"\tt.out = 0\n",
		"",
		"tiles count as gone once others were dropped",
	},
	{
		"runtime/window/tiles.go",
		"t.out, t.first = t.Len(), math.MaxInt64",
		"t.out, t.first = 0, math.MaxInt64",
		"a restored window takes its tiles for counted",
	},
}
