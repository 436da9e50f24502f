package train

import "github.com/featc-lang/featc/internal/data"

// Summary says what a training set holds and what was rejected on the way.
type Summary struct {
	Set      string     `json:"set"`
	Engine   string     `json:"engine"`
	Labels   string     `json:"labels"`
	Output   string     `json:"output"`
	Rows     int        `json:"rows"`
	Features []Nulls    `json:"features"`
	Sources  []Source   `json:"sources"`
	Rejected []Rejected `json:"rejected"`
}

// Nulls counts the nulls of one output column.
type Nulls struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Nulls int    `json:"nulls"`
}

// Source says which files a source was read from.
type Source struct {
	Name  string   `json:"name"`
	Files []string `json:"files"`
}

// Rejected counts, by cause, values that became null and events that belong to
// no entity or were dropped.
type Rejected struct {
	Where string `json:"where"` // a column, the events of a source by an entity, an expression
	Cause string `json:"cause"` // null key, late, duplicate, not finite, not UTF-8, failed expression
	Count int64  `json:"count"`
}

func newSummary(req *Request, labels *data.Labels) *Summary {
	s := &Summary{
		Set: req.Set.Name, Engine: req.Engine.String(), Labels: labels.Path, Output: req.Output,
		Rows: len(labels.Rows), Features: []Nulls{}, Sources: []Source{}, Rejected: []Rejected{},
	}
	for _, r := range labels.Report.Rejected {
		s.Rejected = append(s.Rejected, Rejected{"labels." + r.Column, r.Cause.String(), int64(r.Count)})
	}
	return s
}

func (s *Summary) count(features []*data.Column, rejected []Rejected) {
	for _, c := range features {
		s.Features = append(s.Features, Nulls{c.Name, c.Type.String(), c.Nulls()})
	}
	s.Rejected = append(s.Rejected, rejected...)
}
