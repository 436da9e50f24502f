package duck

import (
	"context"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/columns"
)

// Cursor is at one row of a query's result after the other, while it is streamed on
// a connection that is used for nothing else meanwhile.
type Cursor struct {
	Batch *columns.Batch // nil past the last row; it is reused
	Row   int            // in the batch

	batches chan *columns.Batch
	resume  chan struct{}
	done    chan error
	ctx     context.Context
	stop    context.CancelFunc
}

// Cursor runs a query whose columns have the given types, and is at its first row, if
// there is one. An error is that of a query that failed before. Close the cursor before
// the connection is used again.
func (n *Native) Cursor(ctx context.Context, query string, of []types.Type) (*Cursor, error) {
	ctx, stop := context.WithCancel(ctx)
	c := &Cursor{batches: make(chan *columns.Batch), resume: make(chan struct{}), done: make(chan error, 1), ctx: ctx, stop: stop}
	go func() {
		c.done <- n.Stream(ctx, query, of, func(b *columns.Batch) error {
			if b.Rows == 0 {
				return nil
			}
			select {
			case c.batches <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
			select {
			case <-c.resume: // a batch is reused
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		close(c.batches)
	}()
	if c.Batch = <-c.batches; c.Batch == nil {
		err := <-c.done
		if c.done <- nil; err != nil {
			stop()
			return nil, err
		}
	}
	return c, nil
}

// More reports whether the cursor is at a row.
func (c *Cursor) More() bool { return c.Batch != nil }

// Advance goes to the next row. An error of the query ends the rows and is
// returned.
func (c *Cursor) Advance() error {
	if c.Row++; c.Row < c.Batch.Rows {
		return nil
	}
	select {
	case c.resume <- struct{}{}:
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
	c.Batch, c.Row = <-c.batches, 0
	if c.Batch == nil {
		err := <-c.done
		c.done <- nil
		return err
	}
	return nil
}

// Close ends the query.
func (c *Cursor) Close() {
	c.stop()
	for range c.batches {
		continue
	}
	<-c.done
}
