package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"runtime"

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
	threads := opt.Threads
	if threads <= 0 {
		threads = runtime.NumCPU()
	}
	settings := []string{
		fmt.Sprintf("SET threads = %d", threads),
		"SET TimeZone = 'UTC'",
		"SET preserve_insertion_order = true",
		"SET autoinstall_known_extensions = false",
	}
	if opt.MemoryLimit != "" {
		settings = append(settings, "SET memory_limit = "+DuckDB.Quote(opt.MemoryLimit))
	}
	if opt.TempDir != "" {
		settings = append(settings, "SET temp_directory = "+DuckDB.Quote(opt.TempDir))
	}
	connector, err := duckdb.NewConnector("", func(c driver.ExecerContext) error {
		for _, s := range settings {
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
