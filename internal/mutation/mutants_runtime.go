package mutation

// runtimeMutants are faults in what operators and functions share: admission, sums, snapshots, functions.
var runtimeMutants = []Mutant{
	{
		"runtime/admission/admission.go",
		"g.newest < before-r.Within",
		"g.newest < before",
		"the ids of a key are forgotten with its events",
	},
	{
		"runtime/admission/admission.go",
		"if !g.letGo || at > g.evicted {",
		"if true {",
		"a state is read behind what has expired",
	},
	{
		"runtime/keyed/keyed.go",
		"\t\tsh.expired.apply(s)\n",
		"",
		"a new state is read behind what its key has let go of",
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
		"codec.AppendBool(codec.AppendBool(b, g.seen), g.letGo)",
		"codec.AppendBool(codec.AppendBool(b, g.seen), false)",
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
		"runtime/text/zone.go",
		"z[i].From*1_000_000 > wall",
		"z[i].From*1_000_000 >= wall",
		"a local time at a change is read a moment late",
	},
	{
		"runtime/jsontext/valid.go",
		"\t\tcase b < ' ':\n",
		"\t\tcase b < '\\t':\n",
		"a string in JSON may hold a line break",
	},
	{
		"runtime/jsontext/find.go",
		"\t\tif k.is(key) {\n",
		"\t\tif k.is(key) && f == \"7\" {\n",
		"a field is passed over",
	},
	{
		"runtime/fn/trig.go",
		"\t\treturn -s, -c\n",
		"\t\treturn -s, c\n",
		"the cosine has the wrong sign in a quarter",
	},
}
