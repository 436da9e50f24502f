package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/types"
)

// frequent is the list of the values that come most often, by the events of the keys
// that have them.
type frequent struct {
	n             int
	count, x      sqlast.Expr
	keys          *sqlast.Over // those of a label, in order
	in            sqlast.Expr  // whether a key counts; nil for all
	first, number sqlast.Expr  // whether a key is the first with its value; the place of that value
}

func (p *frequent) prepare(ev *events) {
	same := append(append([]sqlast.Expr{}, p.keys.PartitionBy...), p.x)
	counts := p.count
	if p.in != nil {
		counts = sqlast.If(p.in, p.count)
	}
	sum := sqlast.Call{Func: "sum", Args: []sqlast.Expr{counts}, Over: &sqlast.Over{PartitionBy: same}}
	often := ev.l.define("each_often", sqlast.Cast{X: sum, Type: ev.b.d.TypeName(types.Int64)})
	turn := ev.l.define("each_turn", sqlast.Call{Func: "row_number", Over: &sqlast.Over{PartitionBy: same, OrderBy: p.keys.OrderBy}})
	p.first = sqlast.And(sqlast.Bin(turn, "=", sqlast.Int(1)), p.in)
	p.number = ev.l.define("each_place", sqlast.Call{Func: "row_number", Over: &sqlast.Over{
		PartitionBy: p.keys.PartitionBy,
		OrderBy:     []sqlast.Order{{X: sqlast.Case{Whens: []sqlast.When{{Cond: p.first, Then: sqlast.Int(0)}}, Else: sqlast.Int(1)}}, {X: often, Desc: true}, {X: p.x}},
	}})
}

func (p *frequent) aggregates(sqlast.Expr) []sqlast.Column {
	in := sqlast.And(p.first, sqlast.Bin(p.number, "<=", sqlast.Int(int64(p.n))))
	return []sqlast.Column{{X: listOf(p.x, sqlast.Order{X: p.number}, in)}}
}

func (p *frequent) result(_ *exprs, parts []sqlast.Expr) sqlast.Expr { return parts[0] }
