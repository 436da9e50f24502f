package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
)

// Aliases in the joins of events with versions.
const (
	markAlias    = "m"
	versionAlias = "v"
)

// lookedUp are the columns of a group's events that come from tables.
type lookedUp map[*plan.Lookup]map[int]string

// lookupColumns names the columns that lookups add to the events of a group.
func lookupColumns(g *plan.Group) lookedUp {
	names := scope{}
	for _, c := range g.Source.Columns {
		names.name(c.Name)
	}
	own := columnsOf(g.Source)
	for _, n := range []string{own.arrival, own.newest, own.previous} {
		names.take(n)
	}
	out := lookedUp{}
	for _, l := range g.Lookups {
		out[l] = map[int]string{}
		for _, c := range l.Columns {
			out[l][c] = names.name(l.Table.Name + "_" + l.Table.Columns[c].Name)
		}
	}
	return out
}

// known returns the CTE with the admitted events of a group and, beside them,
// what they look up.
func (b *builder) known(g *plan.Group) string {
	admitted := b.admitted(g)
	if len(g.Lookups) == 0 {
		return admitted
	}
	if name, ok := b.looked[g]; ok {
		return name
	}
	columns := lookupColumns(g)
	keyed, keys := b.keyed(g, admitted)
	out := &sqlast.Select{Columns: []sqlast.Column{{X: sqlast.Star{Table: eventAlias}}}, From: aliased(keyed, eventAlias)}
	for _, l := range g.Lookups {
		found := newLookup(b, g, l, keys[l]).found(keyed, columns[l])
		on := sqlast.And(
			sqlast.Bin(qualified(found.name, found.time), "=", qualified(eventAlias, g.Source.Columns[g.Source.Time].Name)),
			sqlast.Bin(qualified(found.name, found.arrival), "=", qualified(eventAlias, columnsOf(g.Source).arrival)),
		)
		for i, key := range keys[l] {
			on = sqlast.And(on, sqlast.Bin(qualified(found.name, found.keys[i]), "=", qualified(eventAlias, key)))
		}
		out.Joins = append(out.Joins, sqlast.Join{Kind: "LEFT JOIN", Table: table(found.name), On: on})
		for _, c := range l.Columns {
			out.Columns = append(out.Columns, sqlast.Column{X: qualified(found.name, columns[l][c])})
		}
	}
	b.looked[g] = b.cte(g.Name+"_known", "The events with what they look up.", out)
	return b.looked[g]
}

// keyed returns the CTE with the admitted events of a group and the columns there
// by which tables are looked up: those that are no column of the source are added.
func (b *builder) keyed(g *plan.Group, admitted string) (cte string, keys map[*plan.Lookup][]string) {
	keys = map[*plan.Lookup][]string{}
	ev := newEvents(b, g)
	for i := range g.Source.Columns {
		ev.column(i)
	}
	for _, columns := range lookupColumns(g) {
		for _, name := range columns {
			ev.l.names.name(name)
		}
	}
	computed := false
	for _, l := range g.Lookups {
		for i, k := range l.Key {
			if c, ok := k.(*ir.ColumnRef); ok {
				keys[l] = append(keys[l], g.Source.Columns[c.Index].Name)
				continue
			}
			key := l.Table.Columns[l.Table.Table.Key[i]].Name
			keys[l] = append(keys[l], ev.l.define(l.Table.Name+"_"+key, ev.x.typed(k)).Col)
			computed = true
		}
	}
	if !computed {
		return admitted, keys
	}
	return b.stack(ev.l, g.Name+"_keyed", "The events with what they look tables up by.", &sqlast.Select{From: table(admitted)}), keys
}

// lookup finds, for the events of a group, the versions of a table that they see.
// What an event sees depends on its key, time and arrival only, so that is looked
// up once for each of these moments.
type lookup struct {
	b       *builder
	g       *plan.Group
	l       *plan.Lookup
	keys    []string // of the table, by its own names
	by      []string // the columns of the events that have them
	time    string   // of the event
	arrival string
	asOf    string // the last time of a version that may be seen
	version string
	known   string // when the event or version arrived; where versions have arrival times
	seen    string
	arrived string // the newest version that had arrived, whatever its time
}

// foundColumns is where the versions that were found are.
type foundColumns struct {
	name          string
	keys          []string
	time, arrival string
}

func newLookup(b *builder, g *plan.Group, l *plan.Lookup, by []string) *lookup {
	names := scope{}
	k := &lookup{b: b, g: g, l: l, by: by}
	for _, i := range l.Table.Table.Key {
		k.keys = append(k.keys, names.name(l.Table.Columns[i].Name))
	}
	for _, column := range lookupColumns(g)[l] {
		names.take(column)
	}
	k.time, k.arrival = names.name("event_time"), names.name("event_arrival")
	k.asOf, k.version, k.seen = names.name("as_of"), names.name("version_number"), names.name("seen_number")
	k.known, k.arrived = names.name("known_at"), names.name("arrived_number")
	return k
}

// versionNumber is the column that numbers the versions of a table: of two of
// one key, the greater counts as newer.
func versionNumber(t *ir.Source) string {
	names := scope{}
	for _, c := range t.Columns {
		names.name(c.Name)
	}
	names.take(columnsOf(t).arrival)
	return names.name("version_number")
}

// versions returns the CTE with the numbered versions of a table.
func (b *builder) versions(t *ir.Source) string {
	if name, ok := b.numbered[t]; ok {
		return name
	}
	over := &sqlast.Over{}
	order := append([]int{t.Time, t.Sequence}, t.Table.Key...)
	for i := range t.Columns {
		order = append(order, i)
	}
	seen := map[int]bool{ir.None: true}
	for _, i := range order {
		if !seen[i] {
			seen[i] = true
			over.OrderBy = append(over.OrderBy, sqlast.Order{X: sqlast.Col(t.Columns[i].Name)})
		}
	}
	where := sqlast.Expr(sqlast.IsNull{X: sqlast.Col(t.Columns[t.Time].Name), Not: true})
	for _, i := range t.Table.Key {
		where = sqlast.And(where, sqlast.IsNull{X: sqlast.Col(t.Columns[i].Name), Not: true})
	}
	q := &sqlast.Select{Columns: []sqlast.Column{{X: sqlast.Star{}}}, From: table(b.source(t)), Where: where}
	if delayed(t) {
		q.Columns = append(q.Columns, sqlast.Column{X: arrival(t), As: columnsOf(t).arrival})
	}
	q.Columns = append(q.Columns, sqlast.Column{X: sqlast.Call{Func: "row_number", Over: over}, As: versionNumber(t)})
	b.numbered[t] = b.cte(t.Name+"_versions", "The versions of the rows, from the oldest.", q)
	return b.numbered[t]
}

// found adds the CTEs that look a table up for all moments of the events.
func (k *lookup) found(admitted string, columns map[int]string) foundColumns {
	b, t := k.b, k.l.Table
	prefix := k.g.Name + "_" + t.Name
	versions := b.versions(t)
	marks := b.cte(prefix+"_marks", "When events look, and when versions begin.", k.marks(admitted, versions))
	newest := &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Star{}}, {X: k.upTo(k.asOf), As: k.seen}}, From: table(marks),
	}
	if t.Arrival != ir.None {
		newest.Columns = append(newest.Columns, sqlast.Column{X: k.upTo(k.known), As: k.arrived})
	}
	seen := b.cte(prefix+"_newest", "The newest version up to then.", newest)
	if t.Arrival != ir.None {
		seen = b.cte(prefix+"_arrived", "Of those that had arrived.", k.settled(seen, versions))
	}
	out := &sqlast.Select{
		Columns: k.moment(),
		From:    aliased(seen, markAlias),
		Joins: []sqlast.Join{{
			Kind: "JOIN", Table: aliased(versions, versionAlias),
			On: sqlast.Bin(qualified(versionAlias, versionNumber(t)), "=", qualified(markAlias, k.seen)),
		}},
	}
	if t.Arrival == ir.None {
		out.Where = k.isEvent()
	}
	if d := t.Table.Deleted; d != ir.None {
		gone := sqlast.Fn("coalesce", qualified(versionAlias, t.Columns[d].Name), sqlast.False)
		out.Where = sqlast.And(out.Where, sqlast.Unary{Op: "NOT", X: gone})
	}
	for _, c := range k.l.Columns {
		out.Columns = append(out.Columns, sqlast.Column{X: qualified(versionAlias, t.Columns[c].Name), As: columns[c]})
	}
	name := b.cte(prefix, "What events see of "+t.Name+".", out)
	return foundColumns{name, k.keys, k.time, k.arrival}
}

// upTo is the newest version among the marks up to each in an order; versions
// come before the events that look at the same instant.
func (k *lookup) upTo(column string) sqlast.Expr {
	over := &sqlast.Over{
		OrderBy: []sqlast.Order{{X: sqlast.Col(column)}, {X: sqlast.Col(k.version), NullsLast: true}},
		Frame:   "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
	}
	for _, key := range k.keys {
		over.PartitionBy = append(over.PartitionBy, sqlast.Col(key))
	}
	return sqlast.Call{Func: "max", Args: []sqlast.Expr{sqlast.Col(k.version)}, Over: over}
}

// isEvent is the condition that a mark is that of an event.
func (k *lookup) isEvent() sqlast.Expr { return sqlast.IsNull{X: qualified(markAlias, k.version)} }

// moment lists the columns that identify what an event looks up.
func (k *lookup) moment() []sqlast.Column {
	var out []sqlast.Column
	for _, key := range k.keys {
		out = append(out, sqlast.Column{X: qualified(markAlias, key)})
	}
	return append(out, sqlast.Column{X: qualified(markAlias, k.time)}, sqlast.Column{X: qualified(markAlias, k.arrival)})
}

// marks is the union of the moments of events and the versions of the table.
func (k *lookup) marks(admitted, versions string) sqlast.Union {
	s, t := k.g.Source, k.l.Table
	time, arrived := sqlast.Col(s.Columns[s.Time].Name), sqlast.Col(columnsOf(s).arrival)
	asOf := sqlast.Expr(time)
	switch latest := minus(arrived, t.Delay); {
	case t.Arrival != ir.None: // whether it had arrived is seen to later
	case !delayed(s):
		asOf = latest
	default: // a version is there from its delay on, so arrival bounds its time
		asOf = sqlast.Fn("least", time, latest)
	}
	null := func(t types.Type) sqlast.Expr { return sqlast.Cast{X: sqlast.Null, Type: k.b.d.TypeName(t)} }
	events, rows := &sqlast.Select{Distinct: true, From: table(admitted)}, &sqlast.Select{From: table(versions)}
	for i, key := range k.by {
		col := sqlast.Col(key)
		events.Columns = append(events.Columns, sqlast.Column{X: col, As: k.keys[i]})
		events.Where = sqlast.And(events.Where, sqlast.IsNull{X: col, Not: true})
		rows.Columns = append(rows.Columns, sqlast.Column{X: sqlast.Col(t.Columns[t.Table.Key[i]].Name), As: k.keys[i]})
	}
	events.Columns = append(events.Columns,
		sqlast.Column{X: asOf, As: k.asOf}, sqlast.Column{X: time, As: k.time}, sqlast.Column{X: arrived, As: k.arrival},
		sqlast.Column{X: null(types.Int64), As: k.version})
	rows.Columns = append(rows.Columns,
		sqlast.Column{X: sqlast.Col(t.Columns[t.Time].Name), As: k.asOf},
		sqlast.Column{X: null(types.Timestamp), As: k.time}, sqlast.Column{X: null(types.Timestamp), As: k.arrival},
		sqlast.Column{X: sqlast.Col(versionNumber(t)), As: k.version})
	if t.Arrival != ir.None {
		events.Columns = append(events.Columns, sqlast.Column{X: arrived, As: k.known})
		rows.Columns = append(rows.Columns, sqlast.Column{X: sqlast.Col(columnsOf(t).arrival), As: k.known})
	}
	return sqlast.Union{Selects: []*sqlast.Select{events, rows}}
}

// settled says which version an event sees where versions have arrival times of
// their own. The newest by time is it if it had arrived; the newest that had
// arrived is it if its time had come. Only where neither holds, because versions
// arrived in another order than that of their times, are all of them looked at.
func (k *lookup) settled(seen, versions string) sqlast.Union {
	t := k.l.Table
	const byArrival, other = "a", "o"
	number := versionNumber(t)
	time := func(alias string) sqlast.Expr { return qualified(alias, t.Columns[t.Time].Name) }
	arrival := func(alias string) sqlast.Expr { return qualified(alias, columnsOf(t).arrival) }
	at, until := qualified(markAlias, k.arrival), qualified(markAlias, k.time)
	join := func(alias, column string) sqlast.Join {
		return sqlast.Join{
			Kind: "JOIN", Table: aliased(versions, alias),
			On: sqlast.Bin(qualified(alias, number), "=", qualified(markAlias, column)),
		}
	}
	candidates := []sqlast.Join{join(versionAlias, k.seen), join(byArrival, k.arrived)}
	there := sqlast.Bin(arrival(versionAlias), "<=", at)
	pick := sqlast.Case{Whens: []sqlast.When{{Cond: there, Then: qualified(markAlias, k.seen)}}, Else: qualified(markAlias, k.arrived)}
	easy := &sqlast.Select{
		Columns: append(k.moment(), sqlast.Column{X: pick, As: k.seen}),
		From:    aliased(seen, markAlias),
		Joins:   candidates,
		Where:   sqlast.And(k.isEvent(), sqlast.Or(there, sqlast.Bin(time(byArrival), "<=", until))),
	}
	on := sqlast.And(sqlast.Bin(time(other), "<=", until), sqlast.Bin(arrival(other), "<=", at))
	for i, key := range k.keys {
		on = sqlast.And(on, sqlast.Bin(qualified(other, t.Columns[t.Table.Key[i]].Name), "=", qualified(markAlias, key)))
	}
	var by []sqlast.Expr
	for _, c := range k.moment() {
		by = append(by, c.X)
	}
	hard := &sqlast.Select{
		Columns: append(k.moment(), sqlast.Column{X: sqlast.Fn("max", qualified(other, number)), As: k.seen}),
		From:    aliased(seen, markAlias),
		Joins:   append(candidates[:2:2], sqlast.Join{Kind: "JOIN", Table: aliased(versions, other), On: on}),
		Where:   sqlast.And(k.isEvent(), sqlast.Bin(arrival(versionAlias), ">", at), sqlast.Bin(time(byArrival), ">", until)),
		GroupBy: by,
	}
	return sqlast.Union{Selects: []*sqlast.Select{easy, hard}}
}
