package mutation

// compilerMutants are faults in what both backends are given: lowering, planning, zones.
var compilerMutants = []Mutant{
	{
		"compiler/agg/mean.go",
		"counted = bounded(x, x, maxSummand)",
		"counted = x",
		"a mean counts what its sum skips",
	},
	{
		"compiler/agg/moments.go",
		"return product(p.n, minus(p.n, typing.Float(1)))",
		"return product(p.n, minus(p.n, typing.Float(0)))",
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
	{
		"compiler/zone/zone.go",
		"out = append(out, Span{s.Since + s.Offset, s.Offset})",
		"out = append(out, Span{s.Since, s.Offset})",
		"local times are taken for those of UTC where offsets change",
	},
}
