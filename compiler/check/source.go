package check

import (
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/runtime/value"
)

func (c *checker) entity(d *ast.Entity) {
	c.entities[d.Name.Name] = nil
	keys, ok := c.columns(d.Keys, "key")
	for _, k := range keys {
		switch {
		case k.Type.Nullable:
			c.bag.Add(badKey(k, "a key is never null", "leave the ? out; events with a null there belong to no entity"))
			ok = false
		case !slices.Contains(types.KeyKinds, k.Type.Kind):
			c.bag.Add(badKey(k, "a key cannot be of type "+k.Type.String(), "keys are int64, string, bool, date or timestamp"))
			ok = false
		}
	}
	if !ok {
		return
	}
	e := &ir.Entity{Name: d.Name.Name, Doc: docText(d.Doc), Keys: keys, Span: d.Name.Span}
	c.entities[e.Name] = e
	c.program.Entities = append(c.program.Entities, e)
}

func (c *checker) source(d *ast.Source, dir string) {
	c.sources[d.Name.Name] = nil
	if s := c.rows(d, c.settings(d.Settings), dir); s != nil {
		c.sources[s.Name] = s
		c.program.Sources = append(c.program.Sources, s)
	}
}

// rows checks what sources and tables have in common; nil where that is broken.
func (c *checker) rows(d *ast.Source, set settings, dir string) *ir.Source {
	columns, ok := c.columns(d.Columns, "column")
	s := &ir.Source{
		Name: d.Name.Name, Doc: docText(d.Doc), Columns: columns,
		Time: ir.None, Arrival: ir.None, Sequence: ir.None, Unique: ir.None, Span: d.Name.Span,
	}
	s.Meta = c.meta(set)
	s.Delay = c.duration(set["delay"], 0)
	s.Lateness = c.duration(set["lateness"], ir.None)
	s.Batch = c.connector(set["batch"], dir, batchConnectors)
	s.Stream = c.connector(set["stream"], dir, streamConnectors)
	c.partition(set["batch"], s.Batch, set["key"] != nil)
	if !ok { // settings may name the columns that are missing
		return nil
	}
	if set["time"] == nil {
		c.bag.Add(noTime(d.Name, c.declared[fold(d.Name.Name)].kind))
		ok = false
	}
	for _, ref := range []struct {
		setting  string
		column   *int
		kinds    []value.Kind
		nullable bool
	}{
		{"time", &s.Time, []value.Kind{value.Timestamp}, false},
		{"arrival", &s.Arrival, []value.Kind{value.Timestamp}, true},
		{"sequence", &s.Sequence, []value.Kind{value.Int64, value.String, value.Timestamp, value.Date}, true},
		{"unique", &s.Unique, []value.Kind{value.Int64, value.String}, true},
	} {
		if n := set[ref.setting]; n != nil {
			*ref.column = c.settingColumn(s, n, ref.kinds, ref.nullable)
			ok = ok && *ref.column != ir.None
		}
	}
	if n := set["unique"]; n != nil {
		if n.Within == nil {
			c.bag.Add(uniqueWithin(n))
		} else {
			s.UniqueWithin = c.bounded(n.Within, "")
		}
	}
	if n := set["delay"]; n != nil && set["arrival"] != nil {
		c.bag.Add(arrivalAndDelay(n, set["arrival"].Span))
	}
	if !ok {
		return nil
	}
	c.delayed[s] = set["delay"] != nil
	return s
}

// settingColumn returns the index of the column that a setting names, None
// where it cannot be that.
func (c *checker) settingColumn(s *ir.Source, n *ast.Setting, kinds []value.Kind, nullable bool) int {
	if len(n.Values) > 1 {
		c.bag.Add(notYet(n.Values[1].Range(), n.Name.Name+" with several columns is"))
		return ir.None
	}
	id := n.Values[0].(*ast.Name).Ident
	i := columnIndex(s.Columns, id.Name)
	if i < 0 {
		c.bag.Add(unknownColumn(id, c.declared[fold(s.Name)].kind+" "+s.Name, columnNames(s.Columns)))
		return ir.None
	}
	t := s.Columns[i].Type
	if !slices.Contains(kinds, t.Kind) || t.Nullable && !nullable {
		c.bag.Add(settingType(n, id, s.Columns[i], kinds))
		return ir.None
	}
	return i
}

func columnIndex(cs []*ir.Column, name string) int {
	return slices.IndexFunc(cs, func(c *ir.Column) bool { return c.Name == name })
}

func columnNames(cs []*ir.Column) []string {
	var out []string
	for _, c := range cs {
		out = append(out, c.Name)
	}
	return out
}
