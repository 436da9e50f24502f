package mutation

// tickMutants are faults in views over views.
var tickMutants = []Mutant{
	{
		"runtime/tick/tick.go",
		"\tback = l.next > l.settled\n",
		"\tback = false\n",
		"a reading that was done before an event came stays as it was",
	},
	{
		"runtime/tick/tick.go",
		"start = max(start, until-reach)",
		"start = max(start, until-reach+1)",
		"the oldest reading of a window is left out",
	},
	{
		"runtime/tick/tick.go",
		"first := g.From(since)",
		"first := g.From(since + 1)",
		"an instant at which the first event arrives is not read",
	},
	{
		"runtime/tick/tick.go",
		"if first >= l.from && first <= l.next && first-l.from <= reach {",
		"if first <= l.next && first-l.from <= reach {",
		"readings that were left out are not made up for",
	},
	{
		"runtime/window/log.go",
		"n := int(l.head) + l.before(time)",
		"n := int(l.head) + l.upTo(time)",
		"a row of the instant from which on rows are taken back stays",
	},
	{
		"runtime/window/calendar.go",
		"return u.floor(begin + 31*Day)",
		"return u.floor(begin + 30*Day)",
		"the month after one of 31 days is itself",
	},
	{
		"backends/gostream/templates/ticks.tmpl",
		"\ts.tick{{.Name}}(at - 1)\n",
		"",
		"readings from before the arrival of an event see it",
	},
	{
		"backends/gostream/templates/ticks.tmpl",
		"\t\ts.tick{{.Of.Name}}(at)\n",
		"",
		"a view that is read is not up to date",
	},
	{
		"backends/sql/ticks.go",
		"Args: []sqlast.Expr{at}, Over: before}, 1),",
		"Args: []sqlast.Expr{at}, Over: before}, 0),",
		"a reading that two labels see is there twice",
	},
	{
		"backends/sql/ticks.go",
		"from = append(from, minus(at, reach))",
		"from = append(from, minus(at, reach-1))",
		"the oldest reading of a window is left out in SQL",
	},
	{
		"backends/sql/ticks.go",
		"sqlast.Bin(sqlast.Col(t.floored), \">=\", sqlast.Col(t.began))",
		"sqlast.Bin(sqlast.Col(t.at), \">=\", sqlast.Col(t.began))",
		"a view over a view over a view begins before what it reads",
	},
	{
		"compiler/plan/reach.go",
		"reach = max(reach, w.From+w.Step)",
		"reach = max(reach, w.From)",
		"the step of a window does not count for how far back it looks",
	},
}
