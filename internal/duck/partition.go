package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
)

// ErrPartition is that of files in folders that they do not belong in.
var ErrPartition = errors.New("the wrong folder")

// dayRange are the days of a source's partitions that a run reads, YYYY-MM-DD; "" where
// that end is open.
type dayRange struct{ since, until string }

// daysAsked asks which partitions of a source the labels and windows can touch.
func (e *Engine) daysAsked(ctx context.Context, run FileRun, labels sqlbackend.File, src *ir.Source) (dayRange, error) {
	q, err := DuckDB.Touched(run.Plan, run.Set, src, sqlbackend.Options{Path: run.path, Labels: labels})
	if q == nil || err != nil {
		return dayRange{}, err
	}
	var since, until sql.NullString
	if err := e.db.QueryRowContext(ctx, sqlast.PrintQuery(DuckDB, q)).Scan(&since, &until); err != nil {
		return dayRange{}, clear(err)
	}
	return dayRange{since.String, until.String}, nil
}

// checkPartition reports whether a file of a source is read, as all are where there are
// no partitions, and checks
// that its events are of the day of its folder: elsewhere they would be missing
// whenever their own day is asked for and that of the folder is not.
func (e *Engine) checkPartition(ctx context.Context, src *ir.Source, file string, asked dayRange) (read bool, err error) {
	if src.Batch.Partition() == "" {
		return true, nil
	}
	day, err := dayOf(file, src.Batch.Partition())
	if err != nil {
		return false, err
	}
	// Days of the years 0001 to 9999 are in the order of their text.
	if asked.since != "" && day < asked.since || asked.until != "" && day > asked.until {
		return false, nil
	}
	bad, err := e.firstBad(ctx, DuckDB.Misplaced(src, sqlbackend.File{Kind: src.Batch.Kind, Path: file}, day))
	if err != nil {
		return false, fmt.Errorf("%s: %w", file, err)
	}
	if bad != nil {
		return false, fmt.Errorf("%s: row %d, column %s: %s UTC is in %w, %s", file, bad.Row, bad.Column, bad.Text, ErrPartition, day)
	}
	return true, nil
}

// dayOf is the day of the folder that a file is in.
func dayOf(file, key string) (string, error) {
	for _, part := range strings.Split(filepath.ToSlash(filepath.Dir(file)), "/") {
		if day, ok := strings.CutPrefix(part, key+"="); ok {
			if _, err := time.Parse(time.DateOnly, day); err != nil {
				return "", fmt.Errorf("%s: %w: %s is not a day such as %s=2025-01-31", file, ErrPartition, part, key)
			}
			return day, nil
		}
	}
	return "", fmt.Errorf("%s: %w: none on the way is called %s=…", file, ErrPartition, key)
}
