package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"github.com/duckdb/duckdb-go/v2"
)

// Options bound what DuckDB may use. The zero value is in memory, on every
// core, within DuckDB's own limit, and spills to a folder beside the process.
type Options struct {
	Threads     int    // 0: one per core
	MemoryLimit string // as DuckDB writes it, "4GB"; "" is DuckDB's default
	TempDir     string // where what does not fit in memory goes; "" is DuckDB's default
}

// Open starts an in-memory DuckDB. Its settings are those under which featc's
// SQL is tested; the SQL itself does not depend on them.
func Open(opt Options) (*sql.DB, error) {
	connector, err := duckdb.NewConnector("", func(c driver.ExecerContext) error {
		for _, s := range settings(opt) {
			if _, err := c.ExecContext(context.Background(), s, nil); err != nil {
				return fmt.Errorf("duckdb: %s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("duckdb does not start: %w", err)
	}
	return sql.OpenDB(connector), nil
}
