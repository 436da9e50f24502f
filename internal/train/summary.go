package train

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

func newSummary(req *Request, labels string) *Summary {
	return &Summary{
		Set: req.Set.Name, Labels: labels, Output: req.Output,
		Features: []Nulls{}, Sources: []Source{}, Rejected: []Rejected{},
	}
}
