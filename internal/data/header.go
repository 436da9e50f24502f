package data

import (
	"context"
	"path/filepath"

	"github.com/featc-lang/featc/compiler/ir"
)

// LabelHeader is what a label file says of itself before its rows are read.
type LabelHeader struct {
	Path    string
	Kind    string   // "csv", "jsonl" or "parquet"
	Columns []string // in the file's order; of JSON lines all that occur
}

// ReadLabelHeader looks at the label file of a set without reading its rows; see
// ReadLabels. It finds what is missing: the file itself, columns, and types of
// columns that can never be what the set says; and quotes in CSV files that a
// database would take in a way of its own.
func ReadLabelHeader(ctx context.Context, set *ir.FeatureSet, path string) (*LabelHeader, error) {
	path, kind, err := labelFile(set, path)
	if err != nil {
		return nil, err
	}
	f, err := open(filepath.Clean(path), kind)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.close() }() // only read from
	names, err := f.names(ctx)
	if err != nil {
		return nil, err
	}
	fields, err := find(path, names, labelColumns(set))
	if err == nil {
		err = f.check(fields)
	}
	switch {
	case err != nil:
	case kind == "csv":
		err = checkQuotesOf(ctx, path)
	case kind == "jsonl":
		err = checkLines(ctx, path)
	}
	if err != nil {
		return nil, err
	}
	return &LabelHeader{path, kind, names}, nil
}
