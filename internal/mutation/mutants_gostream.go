package mutation

// gostreamMutants are faults in the generated Go.
var gostreamMutants = []Mutant{
	{
		"backends/gostream/model_tiles.go",
		`running, tile))
	if kind == ir.CompDistinct {`,
		`tile, tile))
	if kind == ir.CompDistinct {`,
		"tiles that leave a window stay in its sum",
	},
	{
		"backends/gostream/model_slot.go",
		"conds = append(conds, valid)",
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
		"backends/gostream/model_extreme.go",
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
		"<= s.stood {",
		"< s.stood {",
		"an event of the instant of the last read is not in the window that was read",
	},
	{
		"backends/gostream/templates/group.tmpl",
		`	if rebuild {`,
		`	if rebuild && false {`,
		"a minimum is not rebuilt when its window goes back",
	},
}
