package data

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// Labels are a label file: what to compute, and every column of the file, to
// pass through beside the features.
type Labels struct {
	Path    string
	Kind    string // "csv", "jsonl" or "parquet"
	Rows    []engine.Label
	Columns []*Column // in the file's order
	Report  *Report
}

// ReadLabels reads the label file of a set; an empty path means the set's own
// `labels` connector. The file needs the set's key columns, its time column and
// its request fields. A null key is kept; a null time is an error.
func ReadLabels(ctx context.Context, set *ir.FeatureSet, path string) (_ *Labels, err error) {
	path, kind, err := labelFile(set, path)
	if err != nil {
		return nil, err
	}
	f, err := open(filepath.Clean(path), kind)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.close() }() // only read from
	labels, err := readLabels(ctx, f, set, path)
	if err != nil {
		return nil, err
	}
	labels.Kind = kind
	return labels, nil
}

// labelFile says where the labels of a set are.
func labelFile(set *ir.FeatureSet, path string) (_, kind string, err error) {
	if path != "" {
		return path, Kind(path), nil
	}
	if set.Labels == nil {
		return "", "", fmt.Errorf("%s: feature set %s declares no labels; give a file with --labels", set.Span, set.Name)
	}
	paths, err := Files(set.Labels)
	if err != nil {
		return "", "", err
	}
	if len(paths) > 1 {
		return "", "", fmt.Errorf("%s: %s names %d files; labels are one file", set.Labels.Span, set.Labels.Path, len(paths))
	}
	return paths[0], set.Labels.Kind, nil
}

// ParseLabels reads labels from the text of a CSV file as featc writes it, with
// the set's time, key and request columns; see ParseEvents.
func ParseLabels(name string, text []byte, set *ir.FeatureSet) ([]engine.Label, error) {
	columns := labelColumns(set)
	for i, c := range columns {
		columns[i] = asWritten(c)
	}
	rows, err := parse(name, text, columns)
	out := make([]engine.Label, len(rows))
	for i, row := range rows {
		out[i] = label(set, row)
	}
	return out, err
}

func readLabels(ctx context.Context, f file, set *ir.FeatureSet, path string) (*Labels, error) {
	labels := &Labels{Path: path}
	known := labelColumns(set)
	names, err := f.names(ctx)
	if err != nil {
		return nil, err
	}
	fields, err := find(path, names, known)
	if err != nil {
		return nil, err
	}
	// One field per known column comes first, then one per extra column of a
	// text file; extra columns of a Parquet file are taken as they are.
	parquet, isParquet := f.(*parquetFile)
	for index, name := range names {
		column := &Column{Name: name}
		place := fieldOf(fields, index)
		switch {
		case place >= 0:
			column.Type = fields[place].column.Type
		case isParquet:
			if column.Arrow, err = parquet.column(ctx, index); err != nil {
				return nil, err
			}
		default:
			place = len(fields)
			fields = append(fields, field{index, extra(name), true})
			column.Type = types.String.Null()
		}
		column.field = place
		labels.Columns = append(labels.Columns, column)
	}
	counts := tally{}
	err = f.scan(ctx, fields, counts, func(row []value.Value) { labels.add(set, row) })
	if err != nil {
		return nil, err
	}
	labels.Report = &Report{Files: []string{path}, Rows: len(labels.Rows), Rejected: counts.sorted()}
	return labels, nil
}

// labelColumns lists the columns that a label file of a set must have: time,
// keys, request.
func labelColumns(set *ir.FeatureSet) []*ir.Column {
	out := []*ir.Column{set.Time}
	for _, k := range set.KeyColumns() {
		out = append(out, nullable(k))
	}
	return append(out, set.Request...)
}

func (l *Labels) add(set *ir.FeatureSet, row []value.Value) {
	l.Rows = append(l.Rows, label(set, row))
	for _, c := range l.Columns {
		if c.Arrow == nil {
			c.Values = append(c.Values, row[c.field])
		}
	}
}

// label takes a row of labelColumns apart.
func label(set *ir.FeatureSet, row []value.Value) engine.Label {
	request := 1 + len(set.KeyColumns())
	return engine.Label{
		At:      row[0].I,
		Keys:    row[1:request:request],
		Request: row[request : request+len(set.Request)],
	}
}

// fieldOf finds the field that reads a column of the file; a column can be
// read twice, as key and as request, and the first decides its type.
func fieldOf(fields []field, index int) int {
	for i, f := range fields {
		if f.index == index {
			return i
		}
	}
	return -1
}
