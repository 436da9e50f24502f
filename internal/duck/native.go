package duck

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	bindings "github.com/duckdb/duckdb-go-bindings"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/columns"
)

// Native is a connection to a DuckDB whose results come column by column, as they
// are made: database/sql has each cell boxed, and the driver below it has the
// whole result in memory first. It is for one goroutine; Close it after use.
type Native struct {
	db    bindings.Database
	conn  bindings.Connection
	owner bool // of db
}

// OpenNative starts an in-memory DuckDB; see Open.
func OpenNative(opt Options) (*Native, error) {
	n := &Native{owner: true}
	var why string
	if bindings.OpenExt("", &n.db, bindings.Config{}, &why) != bindings.StateSuccess {
		return nil, fmt.Errorf("duckdb does not start: %s", why)
	}
	if bindings.Connect(n.db, &n.conn) != bindings.StateSuccess {
		bindings.Close(&n.db)
		return nil, errors.New("duckdb does not start: no connection")
	}
	for _, s := range settings(opt) {
		if err := n.Exec(context.Background(), s); err != nil {
			n.Close()
			return nil, err
		}
	}
	return n, nil
}

// Beside returns another connection to the same DuckDB, for use while this one
// streams. Close it before this one.
func (n *Native) Beside() (*Native, error) {
	m := &Native{db: n.db}
	if bindings.Connect(m.db, &m.conn) != bindings.StateSuccess {
		return nil, errors.New("duckdb gives no further connection")
	}
	return m, nil
}

// Close ends the connection, and with that of OpenNative DuckDB and all it holds.
func (n *Native) Close() {
	bindings.Disconnect(&n.conn)
	if n.owner {
		bindings.Close(&n.db)
	}
}

// interruptible has running statements stopped when ctx is done, until the
// function that it returns is called.
func (n *Native) interruptible(ctx context.Context) (stop func()) {
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Add(1)
	go func() {
		defer wait.Done()
		select {
		case <-ctx.Done():
			bindings.Interrupt(n.conn)
		case <-done:
		}
	}()
	return func() { close(done); wait.Wait() }
}

// Exec runs a statement for its effect.
func (n *Native) Exec(ctx context.Context, query string) error {
	defer n.interruptible(ctx)()
	var res bindings.Result
	defer bindings.DestroyResult(&res)
	if bindings.Query(n.conn, query, &res) != bindings.StateSuccess {
		return n.failure(ctx, bindings.ResultError(&res))
	}
	return nil
}

// failure is what DuckDB says, unless the work was given up.
func (n *Native) failure(ctx context.Context, text string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return ofText(text)
}

// Watch calls step with the percentage that DuckDB says is done, twice a second,
// until the function that it returns is called.
func (n *Native) Watch(step func(percent float64)) (stop func()) {
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Add(1)
	go func() {
		defer wait.Done()
		tick := time.NewTicker(500 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				progress := bindings.QueryProgress(n.conn)
				if percent, _, _ := bindings.QueryProgressTypeMembers(&progress); percent >= 0 {
					step(percent)
				}
			}
		}
	}()
	return func() { close(done); wait.Wait() }
}

// Stream runs a query whose columns have the given types and calls row batch by
// batch, in the query's order. A batch is reused.
func (n *Native) Stream(ctx context.Context, query string, of []types.Type, each func(*columns.Batch) error) error {
	defer n.interruptible(ctx)()
	var stmt bindings.PreparedStatement
	defer func() { bindings.DestroyPrepare(&stmt) }()
	if bindings.Prepare(n.conn, query, &stmt) != bindings.StateSuccess {
		return n.failure(ctx, bindings.PrepareError(stmt))
	}
	// The interface that DuckDB deprecates is the only one of its C interface
	// that does not hold the whole result before the first row is seen.
	var pending bindings.PendingResult
	defer func() { bindings.DestroyPending(&pending) }()
	if bindings.PendingPreparedStreaming(stmt, &pending) != bindings.StateSuccess {
		return n.failure(ctx, bindings.PendingError(pending))
	}
	var res bindings.Result
	defer func() { bindings.DestroyResult(&res) }()
	if bindings.ExecutePending(pending, &res) != bindings.StateSuccess {
		return n.failure(ctx, bindings.ResultError(&res))
	}
	if got := int(bindings.ColumnCount(&res)); got != len(of) {
		return fmt.Errorf("duckdb returned %d columns, want %d", got, len(of))
	}
	batch := columns.New(kindsOf(of)...)
	for {
		chunk := bindings.FetchChunk(res)
		if chunk.Ptr == nil {
			if text := bindings.ResultError(&res); text != "" {
				return n.failure(ctx, text)
			}
			return ctx.Err()
		}
		err := readChunk(chunk, of, batch)
		bindings.DestroyDataChunk(&chunk)
		if err == nil {
			err = each(batch)
		}
		if err != nil {
			return err
		}
	}
}

func settings(opt Options) []string {
	threads := opt.Threads
	if threads <= 0 {
		threads = runtime.NumCPU()
	}
	out := []string{
		fmt.Sprintf("SET threads = %d", threads),
		"SET TimeZone = 'UTC'",
		"SET preserve_insertion_order = true",
		"SET autoinstall_known_extensions = false",
	}
	if opt.MemoryLimit != "" {
		out = append(out, "SET memory_limit = "+DuckDB.Quote(opt.MemoryLimit))
	}
	if opt.TempDir != "" {
		out = append(out, "SET temp_directory = "+DuckDB.Quote(opt.TempDir))
	}
	return out
}
