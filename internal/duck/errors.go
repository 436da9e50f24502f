package duck

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

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
	case duckdb.ErrorTypeInvalidInput: // raised by the query itself: its message says it all
		return errors.New(strings.TrimPrefix(d.Msg, "Invalid Input Error: "))
	}
	return fmt.Errorf("duckdb: %w", err)
}
