package sql

import (
	"path/filepath"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
)

// fileReader is how a dialect reads files and decodes what is in them.
type fileReader interface {
	// table reads a file; the columns of a CSV file are text. Ordered files keep
	// their rows in order.
	table(f File, ordered bool) sqlast.Expr
	// start begins the columns of a file that is called file in the statement. Where
	// a whole row may be no row, it stops the statement, or bad is true there.
	start(l *layers, f File, file string, columns []*ir.Column, stop bool) (raws []rawCell, bad sqlast.Expr)
	// cell decodes a column of a file.
	cell(l *layers, f File, raw rawCell, c *ir.Column) cell
	// stop is an expression that stops the statement with a message.
	stop(message sqlast.Expr) sqlast.Expr
	// raise is stop for a value that is none of its column.
	raise(c *ir.Column, raw rawCell) sqlast.Expr
}

// rawCell is what is in a column of a file: the value as it is there, or its text.
type rawCell struct {
	text   sqlast.Expr
	json   sqlast.Expr // in JSON lines: the value, its numbers in quotes
	nested sqlast.Expr // whether it is an array or an object; nil: it cannot be
}

// cell is how a column of a file is decoded.
type cell struct {
	present sqlast.Expr // whether there is anything in it
	parsed  sqlast.Expr // null where there is nothing or it does not parse
	blank   sqlast.Expr // what an empty cell is where nulls are not allowed; nil: an error
	// final makes the column's value of the parsed one, which it reads more than
	// once; nil where that is the value. What it turns into null does not parse
	// either, unless nulls says that it is a null.
	final func(sqlast.Expr) sqlast.Expr
	nulls bool
}

// value is the column's value, and whether the cell is in error: it does not
// parse, or it is null in a column that is not nullable. Where there is a raise
// expression, an error stops the statement; else the value is null.
func (x cell) value(l *layers, c *ir.Column, raise sqlast.Expr) (v, bad sqlast.Expr) {
	parsed := x.parsed
	v = parsed
	if x.final != nil {
		parsed = l.atom(parsed)
		v = x.final(parsed)
	}
	or := func(v, other sqlast.Expr) sqlast.Expr {
		if other == nil {
			return v
		}
		return sqlast.Fn("coalesce", v, other)
	}
	switch {
	case !c.Type.Nullable && x.blank != nil:
		return or(v, x.blank), nil
	case !c.Type.Nullable:
		return or(v, raise), sqlast.IsNull{X: v}
	case x.blank != nil: // text: everything parses
		return sqlast.If(x.present, v), nil
	case x.nulls:
		bad = sqlast.And(x.present, sqlast.IsNull{X: parsed})
		if raise == nil {
			return v, bad
		}
		return orElse(sqlast.When{Cond: bad, Then: raise}, v), bad
	default:
		return sqlast.If(x.present, or(v, raise)), sqlast.And(x.present, sqlast.IsNull{X: v})
	}
}

// orElse is v, unless w applies.
func orElse(w sqlast.When, v sqlast.Expr) sqlast.Expr {
	if c, ok := v.(sqlast.Case); ok {
		return sqlast.Case{Whens: append([]sqlast.When{w}, c.Whens...), Else: c.Else}
	}
	return sqlast.Case{Whens: []sqlast.When{w}, Else: v}
}

// fileAlias is what a file is called in the statement that reads it.
const fileAlias = "file"

// decodeSource adds the CTE that reads a source from its files.
func (b *builder) decodeSource(s *ir.Source) string {
	if s.Batch == nil {
		b.bag.Add(errNoBatch(s))
		return s.Name
	}
	f := b.connected(s.Batch)
	if !b.readable(s.Batch) {
		return s.Name
	}
	return b.decode(f, s.Name, "The events of "+f.Path+".", s.Columns, "", b.partitions(s)...)
}

// decodedLabels is the CTE of the labels of a set, read once.
func (b *builder) decodedLabels(set *ir.FeatureSet) string {
	if b.decoded == "" {
		b.decoded = b.decodeLabels(set)
	}
	return b.decoded
}

// decodeLabels adds the CTE that reads the labels of a set.
func (b *builder) decodeLabels(set *ir.FeatureSet) string {
	if !b.d.Can(ReadCSV) {
		b.bag.Add(errCannot(b.d, ReadCSV, "the label file", set.Span))
		return "labels"
	}
	f := b.labelFile(set)
	if f.Path == "" {
		f = File{Kind: "csv", Path: "labels.csv"}
	}
	return b.decode(f, "labels", "The labels of "+f.Path+", numbered.", LabelColumns(set), RowColumn(set, b.opt.Labels))
}

func (b *builder) labelFile(set *ir.FeatureSet) File {
	switch {
	case b.opt.Labels.Path != "":
		return b.opt.Labels
	case set.Labels != nil && b.readable(set.Labels):
		return b.connected(set.Labels)
	}
	return File{}
}

// LabelColumns are the columns that a set reads of its labels; keys may be null.
func LabelColumns(set *ir.FeatureSet) []*ir.Column {
	var out []*ir.Column
	have := map[string]bool{}
	add := func(c *ir.Column) {
		if !have[c.Name] {
			have[c.Name] = true
			out = append(out, c)
		}
	}
	for _, k := range set.KeyColumns() {
		c := *k
		c.Type = c.Type.Null()
		add(&c)
	}
	add(set.Time)
	for _, r := range set.Request {
		add(r)
	}
	return out
}

// connected is the file of a connector.
func (b *builder) connected(c *ir.Connector) File {
	if b.opt.Path != nil {
		return File{Kind: c.Kind, Path: b.opt.Path(c), Partition: c.Partition()}
	}
	return File{Kind: c.Kind, Path: filepath.ToSlash(c.File()), Partition: c.Partition()}
}

// readable reports whether the dialect reads a connector's files.
func (b *builder) readable(c *ir.Connector) bool {
	need := map[string]Capability{"csv": ReadCSV, "parquet": ReadParquet, "jsonl": ReadJSONLines}[c.Kind]
	if !b.d.Can(need) {
		b.bag.Add(errCannot(b.d, need, "this", c.Span))
		return false
	}
	return true
}

// decode adds the CTEs that read a file with the given columns. Where there is a
// row column, it numbers the rows, and every other column of the file passes
// through.
func (b *builder) decode(f File, name, about string, columns []*ir.Column, row string, joins ...sqlast.Join) string {
	const file = fileAlias
	l := newLayers(b.d)
	if row != "" {
		// Numbered while it is read, a file's rows are in its order.
		l.start(row, sqlast.Call{Func: "row_number", Over: &sqlast.Over{}})
	}
	var out []sqlast.Column
	raws, _ := b.d.files.start(l, f, file, columns, b.d.Can(RaiseError))
	raises := b.d.Can(RaiseError) && !b.opt.Checked
	values := map[string]sqlast.Expr{}
	for i, c := range columns {
		var raise sqlast.Expr
		if raises {
			raise = b.d.files.raise(c, raws[i])
		}
		values[c.Name], _ = b.d.files.cell(l, f, raws[i], c).value(l, c, raise)
	}
	for _, c := range columns {
		v := values[c.Name]
		if raises {
			vector, wrong, message := ofModel(l, c, v, values)
			if v = vector; wrong != nil {
				v = orElse(sqlast.When{Cond: wrong, Then: b.d.files.stop(sqlast.Fn("concat", sqlast.Text("column "+c.Name+" "), message))}, v)
			}
		}
		out = append(out, sqlast.Column{X: v, As: c.Name})
	}
	switch {
	case row != "" && f.Kind == "jsonl": // what other fields there are is not known
		out = append([]sqlast.Column{{X: sqlast.Col(row)}}, out...)
	case row != "":
		l.base = append(l.base[:1], sqlast.Column{X: sqlast.Star{Table: file}})
		out = []sqlast.Column{{X: sqlast.Star{Except: l.temporary(), Replace: out}}}
	}
	from := b.stack(l, name+"_file", about, &sqlast.Select{
		From: sqlast.Table{Func: b.d.files.table(f, row != ""), Alias: file}, Joins: joins,
	})
	return b.cte(name, "Decoded.", &sqlast.Select{Columns: out, From: table(from)})
}

// Events is a query for the decoded events of a source, in no order.
func (d *Dialect) Events(s *ir.Source, opt Options) (*sqlast.Query, error) {
	b := newBuilder(d, nil, opt)
	name := b.source(s)
	if err := b.bag.Err(); err != nil {
		return nil, err
	}
	body := &sqlast.Select{From: table(name)}
	for _, c := range s.Columns {
		body.Columns = append(body.Columns, sqlast.Column{X: sqlast.Col(c.Name)})
	}
	return &sqlast.Query{With: b.with, Body: body}, nil
}
