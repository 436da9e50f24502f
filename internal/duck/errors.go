package duck

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// ErrNotUTF8 is in the error of a file with text that is not UTF-8: DuckDB
// refuses it whole, where featc's own reader makes such text null.
var ErrNotUTF8 = errors.New("the file has text that is not UTF-8")

// ErrMemory is in the error of work that its memory was too little for, though
// what can be spilled was.
var ErrMemory = errors.New("duckdb ran out of the memory that it may use")

// ofText is an error that DuckDB gave as text alone: it begins with its kind.
func ofText(text string) error {
	kinds := map[string]duckdb.ErrorType{
		"INTERRUPT Error":     duckdb.ErrorTypeInterrupt,
		"Out of Memory Error": duckdb.ErrorTypeOutOfMemory,
		"Invalid Input Error": duckdb.ErrorTypeInvalidInput,
	}
	kind, _, _ := strings.Cut(text, ":")
	return clear(&duckdb.Error{Type: kinds[kind], Msg: text})
}

// clear puts DuckDB's errors in a person's words. A context that is done comes
// back as itself.
func clear(err error) error {
	var d *duckdb.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case !errors.As(err, &d):
		return fmt.Errorf("duckdb: %w", err)
	}
	switch d.Type {
	case duckdb.ErrorTypeInterrupt:
		return context.Canceled
	case duckdb.ErrorTypeOutOfMemory:
		first, _, _ := strings.Cut(strings.TrimPrefix(d.Msg, "Out of Memory Error: "), "\n")
		return fmt.Errorf("%w: %s", ErrMemory, first)
	case duckdb.ErrorTypeInvalidInput:
		if strings.Contains(d.Msg, "Invalid unicode") || strings.Contains(d.Msg, "invalid UTF-8") {
			return fmt.Errorf("duckdb: %w", ErrNotUTF8)
		}
		// Raised by the query itself: its message says it all.
		return errors.New(strings.TrimPrefix(d.Msg, "Invalid Input Error: "))
	}
	return fmt.Errorf("duckdb: %w", err)
}
