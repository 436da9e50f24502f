package train

import "github.com/featc-lang/featc/compiler/ir"

// Summary says what a training set holds and what was rejected on the way.
type Summary struct {
	Set      string     `json:"set"`
	Engine   string     `json:"engine"`
	Labels   string     `json:"labels"`
	Output   string     `json:"output"`
	Rows     int64      `json:"rows"`
	Features []Nulls    `json:"features"`
	Sources  []Source   `json:"sources"`
	Rejected []Rejected `json:"rejected"`
}

// Nulls counts the nulls of one output column.
type Nulls struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Nulls int64  `json:"nulls"`
}

// Source says which files a source was read from, and of how many: those in folders
// of other days were left alone.
type Source struct {
	Name  string   `json:"name"`
	Files []string `json:"files"`
	Of    int      `json:"of"`
}

// read takes note of the files that a source is read from.
func (s *Summary) read(src *ir.Source, files, read []string) {
	for i := range s.Sources {
		if s.Sources[i].Name == src.Name {
			s.Sources[i] = Source{src.Name, read, len(files)}
		}
	}
}

// Rejected counts, by cause, values that became null and events that belong to
// no entity or were dropped.
type Rejected struct {
	Where string `json:"where"` // a column, the events of a source by an entity, an expression
	Cause string `json:"cause"` // null key, late, duplicate, not finite, not UTF-8, failed expression
	Count int64  `json:"count"`
}

func newSummary(req *Request, labels string) *Summary {
	return &Summary{
		Set: req.Set.Name, Labels: labels, Output: req.Output,
		Features: []Nulls{}, Sources: []Source{}, Rejected: []Rejected{},
	}
}
