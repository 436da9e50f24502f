package data

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// ReadEvents reads every event of a source's batch connector, in the order of
// its files. Columns of the files that the source does not declare are left
// out. An error names the file, row, line and column, or the connector.
func ReadEvents(ctx context.Context, src *ir.Source) (*engine.Events, *Report, error) {
	if src.Batch == nil {
		return nil, nil, noBatch(src)
	}
	paths, err := Files(src.Batch)
	if err != nil {
		return nil, nil, err
	}
	events := &engine.Events{Source: src}
	report := &Report{Files: paths}
	counts := tally{}
	for _, path := range paths {
		err := withColumns(path, src, func(f file, fields []field) error {
			return f.scan(ctx, fields, counts, func(row []value.Value) { events.Rows = append(events.Rows, row) })
		})
		if err != nil {
			return nil, nil, err
		}
	}
	report.Rows, report.Rejected = len(events.Rows), counts.sorted()
	return events, report, nil
}

// ParseEvents reads the events of a source from the text of a CSV file as
// featc writes it: its timestamps are text, whatever unit the source's own data
// has. Name stands for the file in errors.
func ParseEvents(name string, text []byte, src *ir.Source) (*engine.Events, error) {
	columns := make([]*ir.Column, len(src.Columns))
	for i, c := range src.Columns {
		columns[i] = asWritten(c)
	}
	rows, err := parse(name, text, columns)
	return &engine.Events{Source: src, Rows: rows}, err
}

// parse reads columns from the text of a CSV file.
func parse(name string, text []byte, columns []*ir.Column) (rows [][]value.Value, err error) {
	f, err := newCSV(name, io.NopCloser(bytes.NewReader(text)))
	if err != nil {
		return nil, err
	}
	fields, err := f.find(columns)
	if err != nil {
		return nil, err
	}
	err = f.scan(context.Background(), fields, tally{}, func(row []value.Value) { rows = append(rows, row) })
	return rows, err
}

// asWritten is a column as featc itself writes it.
func asWritten(c *ir.Column) *ir.Column {
	out := *c
	out.Epoch = ""
	return &out
}

// CheckEvents looks at the files of a source without reading their rows, and
// returns their names. It finds what is missing: the files themselves, columns,
// and types of columns that can never be what the source says; and what databases
// would take in text files in a way of their own.
func CheckEvents(ctx context.Context, src *ir.Source) ([]string, error) {
	if src.Batch == nil {
		return nil, noBatch(src)
	}
	paths, err := Files(src.Batch)
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if err := withColumns(path, src, file.check); err != nil {
			return nil, err
		}
		switch src.Batch.Kind {
		case "csv":
			err = checkQuotesOf(ctx, path)
		case "jsonl":
			err = checkLines(ctx, path)
		}
		if err != nil {
			return nil, err
		}
	}
	return paths, nil
}

func noBatch(src *ir.Source) error {
	return fmt.Errorf("%s: source %s has no batch connector to read events from", src.Span, src.Name)
}

// withColumns opens a file and finds the columns of a source in it.
func withColumns(path string, src *ir.Source, use func(file, []field) error) error {
	f, err := open(path, src.Batch.Kind)
	if err != nil {
		return fmt.Errorf("%s: %w", src.Batch.Span, err)
	}
	defer func() { _ = f.close() }() // only read from
	fields, err := f.find(src.Columns)
	if err != nil {
		return err
	}
	return use(f, fields)
}
