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
		return fmt.Errorf("duckdb ran out of memory; allow it more, or give it a folder to spill to: %w", err)
	case duckdb.ErrorTypeInvalidInput:
		if strings.Contains(d.Msg, "Invalid unicode") || strings.Contains(d.Msg, "invalid UTF-8") {
			return fmt.Errorf("duckdb: %w", ErrNotUTF8)
		}
		// Raised by the query itself: its message says it all.
		return errors.New(strings.TrimPrefix(d.Msg, "Invalid Input Error: "))
	}
	return fmt.Errorf("duckdb: %w", err)
}
