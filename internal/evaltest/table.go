package evaltest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

func (p *parser) load(name string) error {
	if p.current == nil {
		return fmt.Errorf("load outside a case")
	}
	at := slices.IndexFunc(p.program.Sources, func(s *ir.Source) bool { return s.Name == name })
	if at < 0 {
		return fmt.Errorf("no source %q", name)
	}
	events := p.current.Events[at]
	columns := events.Source.Columns
	return p.table(func(header []cell) (func(row []cell) error, error) {
		indices, err := find(header, columns)
		if err != nil {
			return nil, err
		}
		return func(row []cell) error {
			values := make([]value.Value, len(columns))
			for i, c := range row {
				if values[indices[i]], err = c.decode(columns[indices[i]]); err != nil {
					return err
				}
			}
			events.Rows = append(events.Rows, values)
			return nil
		}, nil
	})
}

func (p *parser) eval(name string) error {
	if p.current == nil {
		return fmt.Errorf("eval outside a case")
	}
	set, err := p.set(name)
	if err != nil {
		return err
	}
	e := &Eval{Set: set}
	p.current.Evals = append(p.current.Evals, e)
	keys := set.KeyColumns()
	inputs := slices.Concat(keys, set.Request, []*ir.Column{{Name: "at", Type: types.Timestamp}})
	var outputs []*ir.Column
	for _, f := range set.Features {
		outputs = append(outputs, &ir.Column{Name: f.Name, Type: f.Feature.Type.Null()})
	}
	return p.table(func(header []cell) (func(row []cell) error, error) {
		bar := slices.Index(header, cell{text: "|"})
		if bar < 0 {
			return nil, fmt.Errorf("no | between inputs and results")
		}
		indices, err := find(header[:bar], inputs)
		if err != nil {
			return nil, err
		}
		if len(indices) != len(inputs) {
			return nil, fmt.Errorf("expected every key, request field and at: %d columns", len(inputs))
		}
		if e.Columns, err = find(header[bar+1:], outputs); err != nil {
			return nil, err
		}
		return func(row []cell) error {
			if row[bar] != (cell{text: "|"}) {
				return fmt.Errorf("no | under the header's")
			}
			in := make([]value.Value, len(inputs))
			for i, c := range row[:bar] {
				if in[indices[i]], err = c.decode(inputs[indices[i]]); err != nil {
					return err
				}
			}
			want := make([]value.Value, len(e.Columns))
			for i, c := range row[bar+1:] {
				if want[i], err = c.decode(outputs[e.Columns[i]]); err != nil {
					return err
				}
			}
			e.Labels = append(e.Labels, engine.Label{
				Keys: in[:len(keys)], Request: in[len(keys) : len(in)-1], At: in[len(in)-1].I,
			})
			e.Lines = append(e.Lines, p.line)
			e.Want = append(e.Want, want)
			return nil
		}, nil
	})
}

// set returns the set of a name; of the only one where the name is "".
func (p *parser) set(name string) (*ir.FeatureSet, error) {
	if name == "" && len(p.program.Sets) == 1 {
		return p.program.Sets[0], nil
	}
	for _, s := range p.program.Sets {
		if s.Name == name {
			return s, nil
		}
	}
	return nil, fmt.Errorf("no set %q", name)
}

// find returns the index among columns of each name of a header.
func find(header []cell, columns []*ir.Column) ([]int, error) {
	var out []int
	for _, h := range header {
		i := slices.IndexFunc(columns, func(c *ir.Column) bool { return c.Name == h.text })
		if i < 0 || slices.Contains(out, i) {
			return nil, fmt.Errorf("unknown or repeated column %q", h.text)
		}
		out = append(out, i)
	}
	return out, nil
}

// table reads the body of a command: a header, then rows of as many cells.
func (p *parser) table(open func(header []cell) (func(row []cell) error, error)) error {
	lines, first := p.body()
	var add func([]cell) error
	width := 0
	for i, line := range lines {
		if isBlank(line) {
			continue
		}
		p.line = first + i
		cells, err := split(line)
		if err != nil {
			return err
		}
		if add == nil {
			width = len(cells)
			if add, err = open(cells); err != nil {
				return err
			}
			continue
		}
		if len(cells) != width {
			return fmt.Errorf("%d cells under %d columns", len(cells), width)
		}
		if err := add(cells); err != nil {
			return err
		}
	}
	if add == nil {
		return fmt.Errorf("expected a table")
	}
	return nil
}

// cell is one value as written.
type cell struct {
	text   string
	quoted bool
}

// split cuts a line at blanks outside double quotes.
func split(line string) ([]cell, error) {
	var out []cell
	for {
		line = strings.TrimLeft(line, " \t")
		if line == "" {
			return out, nil
		}
		if line[0] == '"' {
			text, rest, ok := strings.Cut(line[1:], `"`)
			if !ok {
				return nil, fmt.Errorf("no closing quote")
			}
			out = append(out, cell{text, true})
			line = rest
			continue
		}
		end := strings.IndexAny(line, " \t")
		if end < 0 {
			end = len(line)
		}
		out = append(out, cell{line[:end], false})
		line = line[end:]
	}
}

func (c cell) decode(column *ir.Column) (value.Value, error) {
	if c == (cell{text: "null"}) {
		return value.Null, nil
	}
	if c == (cell{quoted: true}) && column.Type.Kind == value.String {
		return value.OfString(""), nil // data reads an empty cell as null
	}
	v, _, err := data.Decode(c.text, column)
	if err != nil {
		return v, fmt.Errorf("column %s: %w", column.Name, err)
	}
	return v, nil
}
