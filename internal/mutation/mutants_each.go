package mutation

// eachMutants are faults in what the different keys of a window have, and in the
// newest rows.
var eachMutants = []Mutant{
	{
		"runtime/window/keyed.go",
		"if less(k, s.blocks[m].keys[0].key) {",
		"if !less(s.blocks[m].keys[0].key, k) {",
		"the first key of a block is looked for in the one before",
	},
	{
		"runtime/window/keyed.go",
		"\told.rows -= upper.rows\n",
		"",
		"a block that is split keeps the rows of both halves",
	},
	{
		"runtime/window/keyed.go",
		"if e.rows -= rows; e.rows > 0 {",
		"if e.rows -= rows; e.rows >= 0 {",
		"a key without rows stays",
	},
	{
		"runtime/window/keyed.go",
		"bits.Add64(low, RankUnit-1, 0)",
		"bits.Add64(low, 0, 0)",
		"a rank is rounded down",
	},
	{
		"runtime/window/keyed.go",
		"from.sub(e.key, e.rows, less).Unmerge(&e.value)",
		"from.sub(e.key, e.rows, less)",
		"what a tile drops stays in the window's sum",
	},
	{
		"runtime/window/keyed.go",
		"			from.sub(k, 1, less)\n",
		"",
		"a row that is not the best of its tile stays in the window",
	},
	{
		"runtime/exact/fall.go",
		"if !f.some || x.Compare(f.peak) > 0 {",
		"if !f.some {",
		"falls are from the first value",
	},
	{
		"backends/gostream/model_fall.go",
		`return fmt.Sprintf("s.log.Before(%s, 0)", gm.settled())`,
		`return "s.log.Len()"`,
		"a drawdown over all lets go of rows that others can come before",
	},
	{
		"backends/sql/drawdown.go",
		`"ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"`,
		`"ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"`,
		"falls are from later values, too",
	},
	{
		"backends/sql/primitive_list.go",
		`sqlast.Fn("least", p.count, sqlast.Bin(n, "-", p.before))`,
		"p.count",
		"a list of the largest has the last of them as often as it comes",
	},
	{
		"compiler/agg/decayed_sum.go",
		"k.desc, k.cap = true, decayBlocks+1",
		"k.desc, k.cap = true, 1",
		"a decayed sum has the newest half-life alone",
	},
	{
		"runtime/window/edges.go",
		"if at >= n {",
		"if at >= n-1 {",
		"one of the newest rows is not kept",
	},
	{
		"runtime/window/top.go",
		"if at == n && !better(v, t.items[at-1]) {",
		"if at == n {",
		"the first keys stay, whatever comes after",
	},
	{
		"backends/sql/keydeltas.go",
		`sqlast.Bin(sqlast.Col(countColumn), ">", sqlast.Int(0))`,
		`sqlast.Bin(sqlast.Col(countColumn), ">", sqlast.Int(1))`,
		"a key of one event is not seen",
	},
	{
		"backends/sql/each.go",
		`capped = sqlast.Bin(number, "<=", sqlast.Int(int64(e.Cap)))`,
		`capped = sqlast.Bin(number, "<", sqlast.Int(int64(e.Cap)))`,
		"a cap leaves out one key more",
	},
	{
		"backends/gostream/model_each.go",
		`gm.Evicts = guard(gm.Evicts, sm.cond, gm.onKey(sm, "s."+sm.field, "Sub"))`,
		`gm.Evicts = guard(gm.Evicts, sm.cond, gm.onKey(sm, "s."+sm.field, "Add"))`,
		"rows that have left the log are counted on",
	},
}
