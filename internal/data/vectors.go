package data

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// definitionsKey is where a file of the log of served vectors says by which
// definitions; see package vectorlog.
const definitionsKey = "featc.definitions"

// Vectors are the rows of a file of the log of served vectors.
type Vectors struct {
	Path        string
	Definitions map[string]string // of each feature of the file, the hash
	Rows        []engine.Label
	Features    []int           // which features of the set Values has
	Values      [][]value.Value // per row, a value for each of Features
}

// ReadVectors reads a file of served vectors of a set, with those of its features
// whose definitions have the given hashes, one for each feature of the set: what is
// of another definition may be of another type. Keys and request fields that the
// file does not have are null.
func ReadVectors(ctx context.Context, set *ir.FeatureSet, hashes []string, path string) (_ *Vectors, err error) {
	f, err := openParquet(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.close() }() // only read from
	v := &Vectors{Path: path}
	// What was served as empty text was not null.
	f.exact = true
	text := f.raw.MetaData().KeyValueMetadata().FindValue(definitionsKey)
	if text == nil || json.Unmarshal([]byte(*text), &v.Definitions) != nil {
		return nil, fmt.Errorf("%s: not a file of served vectors: it does not say by which definitions they are", path)
	}
	there := map[string]bool{}
	for _, name := range f.columns() {
		there[name] = true
	}
	var columns []*ir.Column
	var place []int // among labelColumns, and then the features
	known := labelColumns(set)
	for i, c := range known {
		if i == 0 || there[c.Name] {
			columns, place = append(columns, nullable(c)), append(place, i)
		}
	}
	for i, s := range set.Features {
		if v.Definitions[s.Name] == hashes[i] {
			v.Features = append(v.Features, i)
			place = append(place, len(known)+len(v.Features)-1)
			columns = append(columns, &ir.Column{Name: s.Name, Type: s.Feature.Type.Null()})
		}
	}
	columns[0] = set.Time
	fields, err := f.find(columns)
	if err != nil {
		return nil, err
	}
	err = f.scan(ctx, fields, tally{}, func(cells []value.Value) {
		row := make([]value.Value, len(known)+len(v.Features))
		for i, at := range place {
			row[at] = cells[i]
		}
		v.Rows = append(v.Rows, label(set, row[:len(known):len(known)]))
		v.Values = append(v.Values, row[len(known):])
	})
	return v, err
}
