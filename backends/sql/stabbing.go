package sql

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/types"
)

// stabbing computes what can be put together from parts. The labels of all
// entities are numbered in one order, by key and instant, so that those that see
// an event have numbers from lo up to hi. A range of numbers is made of few blocks
// of sizes 1, 2, 4, …, of which each label is in one per size: what an event adds
// goes to its blocks, and a label puts together what is in its own.
type stabbing struct {
	*lanes
	prims           map[int]primitive
	ranges          []*stabbed
	names           scope // of the columns of events with their ranges
	row             string
	markAt, isProbe string         // columns that events have beside what is read of them
	ranks           map[int]string // probe → column
	marks           map[int]sqlast.Expr
}

// stabbed are slots over one window.
type stabbed struct {
	slots []int
	enter []int // probes
	leave int
}

func newStabbing(ev *events, slots []int, prims map[int]primitive, ask labels) *stabbing {
	s := &stabbing{
		lanes: newLanes(ev, slots, ask), prims: prims, names: scope{}, row: ask.row,
		ranks: map[int]string{}, marks: map[int]sqlast.Expr{},
	}
	at := map[string]int{}
	for _, i := range slots {
		span := s.span(ev.g.Slots[i])
		r := &stabbed{}
		for _, e := range span.enter {
			r.enter = append(r.enter, s.probe(e.lane, e.name, e.at))
		}
		leave := edge{s.byTime(), "ever", minus(s.at(), endless)} // before every event
		if span.leave != nil {
			leave = *span.leave
		}
		r.leave = s.probe(leave.lane, leave.name, leave.at)
		key := fmt.Sprint(r.enter, r.leave)
		j, ok := at[key]
		if !ok {
			j = len(s.ranges)
			at[key] = j
			s.ranges = append(s.ranges, r)
		}
		s.ranges[j].slots = append(s.ranges[j].slots, i)
	}
	for i, l := range s.list {
		mark := l.rows[0].at
		if l.rows[0].never {
			mark = sqlast.Fn("coalesce", mark, plus(s.time(), endless))
		}
		if _, ok := mark.(sqlast.Name); !ok {
			mark = ev.l.define("mark", mark)
		}
		s.marks[i] = mark
	}
	return s
}

func (s *stabbing) ctes(inputs string) map[int]slotColumns {
	b, name := s.ev.b, s.ev.g.Name
	numbered := b.cte(name+"_numbered", "The labels in one order, by key and instant.", s.numbered())
	ranked := s.rank(inputs)
	levels := b.levels()
	out := map[int]slotColumns{}
	for i, r := range s.ranges {
		suffix := ""
		if len(s.ranges) > 1 {
			suffix = "_" + itoa(i+1)
		}
		spread := &spread{stabbing: s, stabbed: r}
		spans := b.cte(name+"_spans"+suffix, "What the labels from lo up to, not including, hi see together.", spread.spans(ranked))
		split := b.cte(name+"_split"+suffix, "The blocks of each size that lie in these ranges: from first up to, not including, next.", spread.split(spans, levels))
		blocks := b.cte(name+"_blocks"+suffix, "Those of them that no larger block has.", spread.blocks(split))
		filled := b.cte(name+"_filled"+suffix, "", spread.filled(blocks))
		sizes := b.cte(name+"_sizes"+suffix, "", &sqlast.Select{
			Distinct: true, Columns: []sqlast.Column{{X: sqlast.Col(blockSize)}}, From: table(filled)})
		within := b.cte(name+"_within"+suffix, "The blocks that each label is in.", spread.within(numbered, sizes))
		at := b.cte(name+"_at_blocks"+suffix, "What is in them.", spread.at(within, filled))
		for _, slot := range r.slots {
			out[slot] = slotColumns{at, spread.parts[slot], s.prims[slot]}
		}
	}
	return out
}

// Columns of labels in one order and of blocks.
const (
	labelNumber = "label_number"
	spanFrom    = "lo"
	spanTo      = "hi"
	blockSize   = "size"
	blockNumber = "block"
	firstBlock  = "first_block"
	nextBlock   = "next_block"
)

// levels returns the CTE with the sizes of blocks.
func (b *builder) levels() string {
	if b.sizes == "" {
		v := sqlast.Values{Columns: []string{blockSize}}
		for i := range 40 {
			v.Rows = append(v.Rows, []int64{1 << i})
		}
		b.sizes = b.cte("block_sizes", "Blocks of labels.", v)
	}
	return b.sizes
}

// inKeyOrder is the order of entities, in which the numbers of labels go on from
// one to the next.
func (s *stabbing) inKeyOrder(keys []string) []sqlast.Order {
	var out []sqlast.Order
	for _, k := range keys {
		out = append(out, sqlast.Order{X: sqlast.Col(k)})
	}
	return out
}

func (s *stabbing) numbered() *sqlast.Select {
	var keys []string
	for _, k := range s.ev.g.Entity.Keys {
		keys = append(keys, s.ask.keys[k.Name])
	}
	over := &sqlast.Over{OrderBy: append(s.inKeyOrder(keys), sqlast.Order{X: sqlast.Col(s.ask.at)})}
	number := sqlast.Bin(sqlast.Call{Func: "row_number", Over: over}, "-", sqlast.Int(1))
	return &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Col(s.row)}, {X: number, As: labelNumber}},
		From:    table(s.ask.name),
	}
}

// rank adds, lane by lane, how many labels look at an instant before that of an
// event, and returns the CTE with the events.
func (s *stabbing) rank(inputs string) string {
	b, name := s.ev.b, s.ev.g.Name
	columns := s.read()
	from, where := inputs, sqlast.Expr(nil)
	for i, l := range s.list {
		suffix := ""
		if l.name != "" {
			suffix = "_" + l.name
		}
		marks := b.cte(name+"_marked"+suffix, "Events in the order of "+l.about+", and where labels look at it.", s.mark(i, from, where, columns))
		counted := &sqlast.Select{From: table(marks), Windows: []sqlast.NamedOver{{Name: "so_far", Over: s.soFar()}}}
		for _, c := range columns {
			counted.Columns = append(counted.Columns, sqlast.Column{X: sqlast.Col(c)})
		}
		for p, probe := range s.probes {
			if probe.lane != i {
				continue
			}
			looked := sqlast.Call{Func: "count", Args: []sqlast.Expr{sqlast.Col(s.rankOf(p))}, Over: &sqlast.Over{Name: "so_far"}}
			counted.Columns = append(counted.Columns, sqlast.Column{X: looked, As: s.rankOf(p)})
			columns = append(columns, s.rankOf(p))
		}
		counted.Columns = append(counted.Columns, sqlast.Column{X: sqlast.Col(s.isProbe)})
		from = b.cte(name+"_ranked"+suffix, "How many labels look at what is before each event.", counted)
		where = sqlast.Bin(sqlast.Col(s.isProbe), "=", sqlast.Int(0))
	}
	return from
}

func (s *stabbing) rankOf(probe int) string {
	if s.ranks[probe] == "" {
		s.ranks[probe] = s.names.name("labels_" + s.probes[probe].name)
	}
	return s.ranks[probe]
}

// read lists the columns of the inputs that are read of each event.
func (s *stabbing) read() []string {
	var out []string
	add := func(e sqlast.Expr) {
		sqlast.Walk(e, func(e sqlast.Expr) {
			if n, ok := e.(sqlast.Name); ok && !slices.Contains(out, n.Col) {
				out = append(out, s.names.name(n.Col))
			}
		})
	}
	for _, k := range s.ev.g.Key {
		add(s.ev.column(k))
	}
	for i := range s.list {
		add(s.marks[i])
	}
	for _, r := range s.ranges {
		for _, i := range r.slots {
			for _, c := range s.prims[i].(mergeable).partials(s.ev.input(s.ev.g.Slots[i].Filter)) {
				add(c.X)
			}
		}
	}
	s.markAt, s.isProbe = s.names.name("mark"), s.names.name("probe")
	return out
}

// mark is the union of events and labels at their instants of one lane.
func (s *stabbing) mark(lane int, from string, where sqlast.Expr, columns []string) sqlast.Union {
	events := &sqlast.Select{From: table(from), Where: where}
	keys := map[string]sqlast.Expr{}
	for i, k := range s.ev.g.Key {
		keys[s.ev.column(k).Col] = qualified(labelAlias, s.ask.keys[s.ev.g.Entity.Keys[i].Name])
	}
	var probes []int
	for p, probe := range s.probes {
		if probe.lane == lane {
			probes = append(probes, p)
		}
	}
	column := func(q *sqlast.Select, x sqlast.Expr, as string) {
		q.Columns = append(q.Columns, sqlast.Column{X: x, As: as})
	}
	for _, c := range columns {
		column(events, sqlast.Col(c), c)
	}
	column(events, s.marks[lane], s.markAt)
	column(events, sqlast.Int(0), s.isProbe)
	for _, p := range probes {
		column(events, sqlast.Null, s.rankOf(p))
	}
	out := sqlast.Union{Selects: []*sqlast.Select{events}}
	for n, p := range probes {
		q := &sqlast.Select{From: aliased(s.ask.name, labelAlias)}
		for _, c := range columns {
			x, ok := keys[c]
			if !ok {
				x = sqlast.Null
			}
			column(q, x, c)
		}
		column(q, s.probes[p].at, s.markAt)
		column(q, sqlast.Int(int64(n+1)), s.isProbe)
		for _, other := range probes {
			x := sqlast.Expr(sqlast.Null)
			if other == p {
				x = sqlast.Int(1)
			}
			column(q, x, s.rankOf(other))
		}
		out.Selects = append(out.Selects, q)
	}
	return out
}

// soFar is the order of marks; events come before those who look at the same
// instant.
func (s *stabbing) soFar() sqlast.Over {
	var keys []string
	for _, k := range s.ev.g.Key {
		keys = append(keys, s.ev.column(k).Col)
	}
	return sqlast.Over{
		OrderBy: append(s.inKeyOrder(append(keys, s.markAt)), sqlast.Order{X: sqlast.Col(s.isProbe)}),
		Frame:   "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
	}
}

// spread writes the steps for the slots of one window.
type spread struct {
	*stabbing
	*stabbed
	partials map[int][]string
	parts    map[int][]string
}

// spans puts together the events that the same labels see.
func (p *spread) spans(ranked string) *sqlast.Select {
	p.partials, p.parts = map[int][]string{}, map[int][]string{}
	var lo sqlast.Expr
	for i, e := range p.enter {
		x := sqlast.Expr(sqlast.Col(p.rankOf(e)))
		if i == 0 {
			lo = x
		} else {
			lo = sqlast.Fn("greatest", lo, x)
		}
	}
	hi := sqlast.Col(p.rankOf(p.leave))
	q := &sqlast.Select{
		Columns: []sqlast.Column{{X: lo, As: spanFrom}, {X: hi, As: spanTo}},
		From:    table(ranked),
		Where:   sqlast.And(sqlast.Bin(sqlast.Col(p.isProbe), "=", sqlast.Int(0)), sqlast.Bin(lo, "<", hi)),
		GroupBy: []sqlast.Expr{lo, hi},
	}
	names := scope{}
	for _, taken := range []string{p.row, spanFrom, spanTo, blockSize, blockNumber, firstBlock, nextBlock, labelNumber} {
		names.name(taken)
	}
	for _, i := range p.slots {
		s := p.ev.g.Slots[i]
		parts := len(p.prims[i].aggregates(nil))
		for n, c := range p.prims[i].(mergeable).partials(p.ev.input(s.Filter)) {
			c.As = names.name(s.Name + c.As)
			q.Columns = append(q.Columns, c)
			p.partials[i] = append(p.partials[i], c.As)
			if n < parts {
				p.parts[i] = append(p.parts[i], c.As)
			}
		}
	}
	return q
}

// carried are the columns of partials.
func (p *spread) carried() []sqlast.Column {
	var out []sqlast.Column
	for _, i := range p.slots {
		for _, c := range p.partials[i] {
			out = append(out, sqlast.Column{X: sqlast.Col(c)})
		}
	}
	return out
}

// merge are the columns of partials, put together.
func (p *spread) merge(alias string) []sqlast.Column {
	var out []sqlast.Column
	for _, i := range p.slots {
		var columns []sqlast.Expr
		for _, c := range p.partials[i] {
			columns = append(columns, qualified(alias, c))
		}
		for n, x := range p.prims[i].(mergeable).merged(columns) {
			out = append(out, sqlast.Column{X: x, As: p.partials[i][n]})
		}
	}
	return out
}

// split pairs ranges with the sizes of blocks that fit into them.
func (p *spread) split(spans, levels string) *sqlast.Select {
	x := p.ev.x
	size, lo, hi := qualified("b", blockSize), qualified("s", spanFrom), qualified("s", spanTo)
	q := &sqlast.Select{
		Columns: []sqlast.Column{
			{X: size},
			{X: x.div(sqlast.Bin(sqlast.Bin(lo, "+", size), "-", sqlast.Int(1)), size), As: firstBlock},
			{X: x.div(hi, size), As: nextBlock},
		},
		From: aliased(spans, "s"),
		Joins: []sqlast.Join{{Kind: "JOIN", Table: aliased(levels, "b"),
			On: sqlast.Bin(size, "<=", sqlast.Bin(hi, "-", lo))}},
	}
	q.Columns = append(q.Columns, p.carried()...)
	return q
}

// blocks are the first block of a size where it is an odd one, and the last where
// it is an even one: with a neighbour it would be in a larger block.
func (p *spread) blocks(split string) sqlast.Union {
	first, next := sqlast.Col(firstBlock), sqlast.Col(nextBlock)
	pick := func(block sqlast.Expr, odd sqlast.Expr) *sqlast.Select {
		return &sqlast.Select{
			Columns: append([]sqlast.Column{{X: sqlast.Col(blockSize)}, {X: block, As: blockNumber}}, p.carried()...),
			From:    table(split),
			Where: sqlast.And(sqlast.Bin(first, "<", next),
				sqlast.Bin(p.ev.x.mod(odd, sqlast.Int(2)), "=", sqlast.Int(1))),
		}
	}
	return sqlast.Union{Selects: []*sqlast.Select{
		pick(first, first), pick(sqlast.Bin(next, "-", sqlast.Int(1)), next),
	}}
}

func (p *spread) filled(blocks string) *sqlast.Select {
	return &sqlast.Select{
		Columns: append([]sqlast.Column{{X: qualified("b", blockSize)}, {X: qualified("b", blockNumber)}}, p.merge("b")...),
		From:    aliased(blocks, "b"),
		GroupBy: []sqlast.Expr{qualified("b", blockSize), qualified("b", blockNumber)},
	}
}

// within lists the blocks that each label is in.
func (p *spread) within(numbered, sizes string) *sqlast.Select {
	size := qualified("s", blockSize)
	return &sqlast.Select{
		Columns: []sqlast.Column{
			{X: qualified(labelAlias, p.row)}, {X: size},
			{X: p.ev.x.div(qualified(labelAlias, labelNumber), size), As: blockNumber},
		},
		From:  aliased(numbered, labelAlias),
		Joins: []sqlast.Join{{Kind: "JOIN", Table: aliased(sizes, "s"), On: sqlast.True}},
	}
}

// at puts together what is in the blocks of each label.
func (p *spread) at(within, filled string) *sqlast.Select {
	var columns []sqlast.Column
	for _, c := range p.merge("b") {
		if call, ok := c.X.(sqlast.Call); ok && call.Func == "sum" && p.isCount(c.As) {
			c.X = sqlast.Cast{X: c.X, Type: p.ev.b.d.TypeName(types.Int64)}
		}
		columns = append(columns, c)
	}
	same := func(column string) sqlast.Expr { return sqlast.Bin(qualified("b", column), "=", qualified(labelAlias, column)) }
	return &sqlast.Select{
		Columns: append([]sqlast.Column{{X: qualified(labelAlias, p.row)}}, columns...),
		From:    aliased(within, labelAlias),
		Joins: []sqlast.Join{{
			Kind: "JOIN", Table: aliased(filled, "b"), On: sqlast.And(same(blockSize), same(blockNumber)),
		}},
		GroupBy: []sqlast.Expr{qualified(labelAlias, p.row)},
	}
}

// isCount reports whether a column of partials is a count.
func (p *spread) isCount(column string) bool {
	for _, i := range p.slots {
		if _, ok := p.prims[i].(*counted); ok && slices.Contains(p.partials[i], column) {
			return true
		}
	}
	return false
}
