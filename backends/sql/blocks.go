package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
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

// spread computes slots of one window by what can be put together from parts. A
// range of numbers is made of few blocks of sizes 1, 2, 4, …, of which each label is
// in one per size: what an event adds goes to its blocks, and a label puts together
// what is in its own.
type spread struct {
	*ranges
	*ranged
	partials map[int][]string
	parts    map[int][]string
}

func (p *spread) ctes(ranked, numbered, suffix string, out map[int]slotColumns) {
	b, name := p.ev.b, p.ev.g.Name
	levels := b.levels()
	spans := b.cte(name+"_spans"+suffix, "What the labels from lo up to, not including, hi see together.", p.spans(ranked))
	split := b.cte(name+"_split"+suffix, "The blocks of each size that lie in these ranges: from first up to, not including, next.", p.split(spans, levels))
	blocks := b.cte(name+"_blocks"+suffix, "Those of them that no larger block has.", p.blocks(split))
	filled := b.cte(name+"_filled"+suffix, "", p.filled(blocks))
	sizes := b.cte(name+"_sizes"+suffix, "", &sqlast.Select{
		Distinct: true, Columns: []sqlast.Column{{X: sqlast.Col(blockSize)}}, From: table(filled)})
	within := b.cte(name+"_within"+suffix, "The blocks that each label is in.", p.within(numbered, sizes))
	at := b.cte(name+"_at_blocks"+suffix, "What is in them.", p.at(within, filled))
	for _, slot := range p.merged {
		out[slot] = slotColumns{at, p.parts[slot], p.prims[slot]}
	}
}

// spans puts together the events that the same labels see.
func (p *spread) spans(ranked string) *sqlast.Select {
	p.partials, p.parts = map[int][]string{}, map[int][]string{}
	lo, hi := p.bounds(p.ranged)
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
	for _, i := range p.merged {
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
	for _, i := range p.merged {
		for _, c := range p.partials[i] {
			out = append(out, sqlast.Column{X: sqlast.Col(c)})
		}
	}
	return out
}

// merge are the columns of partials, put together.
func (p *spread) merge(alias string) []sqlast.Column {
	var out []sqlast.Column
	for _, i := range p.merged {
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
	same := func(column string) sqlast.Expr {
		return sqlast.Bin(qualified("b", column), "=", qualified(labelAlias, column))
	}
	return &sqlast.Select{
		Columns: append([]sqlast.Column{{X: qualified(labelAlias, p.row)}}, p.merge("b")...),
		From:    aliased(within, labelAlias),
		Joins: []sqlast.Join{{
			Kind: "JOIN", Table: aliased(filled, "b"), On: sqlast.And(same(blockSize), same(blockNumber)),
		}},
		GroupBy: []sqlast.Expr{qualified(labelAlias, p.row)},
	}
}
