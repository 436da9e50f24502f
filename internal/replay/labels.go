package replay

import (
	"context"

	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/runtime/columns"
)

// labelCursor is at one row of the labels after the other, while they are
// streamed on a connection of their own.
type labelCursor struct {
	batch   *columns.Batch // nil past the last row
	row     int
	batches chan *columns.Batch
	resume  chan struct{}
	done    chan error
	ctx     context.Context
	stop    context.CancelFunc
	err     error
}

// newLabelCursor returns a cursor at the first row.
func newLabelCursor(ctx context.Context, db *duck.Native, of stream) *labelCursor {
	ctx, stop := context.WithCancel(ctx)
	c := &labelCursor{batches: make(chan *columns.Batch), resume: make(chan struct{}), done: make(chan error, 1), ctx: ctx, stop: stop}
	go func() {
		c.done <- db.Stream(ctx, of.query, of.of, func(b *columns.Batch) error {
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
	c.batch = <-c.batches
	return c
}

// more reports whether the cursor is at a row.
func (c *labelCursor) more() bool { return c.batch != nil }

// advance goes to the next row. An error of the stream ends the rows and is
// returned.
func (c *labelCursor) advance() error {
	if c.row++; c.row < c.batch.Rows {
		return nil
	}
	select {
	case c.resume <- struct{}{}:
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
	c.batch, c.row = <-c.batches, 0
	if c.batch == nil {
		c.err = <-c.done
		c.done <- nil
	}
	return c.err
}

// close ends the stream and returns its error, unless advance has.
func (c *labelCursor) close() error {
	whole := c.batch == nil
	c.stop()
	for range c.batches {
		continue
	}
	if err := <-c.done; whole && c.err == nil {
		return err
	}
	return nil
}
