package streamengine

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"syscall"

	"github.com/featc-lang/featc/backends/gostream"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/columns"
	"github.com/featc-lang/featc/runtime/value"
	"github.com/featc-lang/featc/runtime/wire"
)

// Replayer runs the groups of a plan over sorted history; see package replay.
type Replayer struct {
	driver  *Driver
	pkg     uint64
	indices map[*plan.Group]uint64
}

// Replayer returns a replayer of the groups of plan number i, for a driver that
// BuildReplays has built.
func (d *Driver) Replayer(i int) *Replayer {
	r := &Replayer{d, uint64(i), map[*plan.Group]uint64{}}
	for _, g := range d.plans[i].Groups {
		if gostream.Replayable(g) {
			r.indices[g] = uint64(len(r.indices))
		}
	}
	return r
}

// Plan returns the plan whose groups are replayed.
func (r *Replayer) Plan() *plan.Plan { return r.driver.plans[r.pkg] }

// Send takes a part of a history: the events lo up to hi of a batch with the key
// and ReplayColumns, and labels with their places among these, rows, instants and
// keys; see replay.Rows. It keeps neither.
type Send func(events *columns.Batch, lo, hi int, labels *columns.Batch) error

// Run replays a group. feed is called once and hands the history on; take gets
// batches of the label row and the features of ReplayFeatures, in no order, and
// may not keep them. It says what became of the events.
func (r *Replayer) Run(ctx context.Context, g *plan.Group, feed func(Send) error, take func(*columns.Batch) error) (*Verdicts, error) {
	running, cancel := context.WithCancel(ctx)
	defer cancel()
	driver, err := r.driver.start(running)
	if err != nil {
		return nil, err
	}
	read := make(chan error, 1)
	verdicts := &Verdicts{Group: g.Name, Counts: map[admission.Verdict]int64{}}
	go func() {
		err := taken(bufio.NewReaderSize(driver.out, 1<<20), g, take, verdicts)
		if err != nil {
			cancel() // the driver would wait for its answers to be read
		}
		read <- err
	}()
	fed := r.feed(driver.in, g, feed)
	rerr := <-read
	werr := driver.wait()
	if fed != nil && !errors.Is(fed, syscall.EPIPE) {
		rerr = nil // the driver only says that its input ended early
	}
	// What a broken driver says comes before the broken pipes that follow.
	if err := cmp.Or(ctx.Err(), rerr, fed, werr); err != nil {
		return nil, err
	}
	return verdicts, nil
}

func (r *Replayer) feed(stdin io.WriteCloser, g *plan.Group, feed func(Send) error) error {
	out := bufio.NewWriterSize(stdin, 1<<20)
	frame := codec.AppendUint64([]byte{wire.Select}, r.pkg)
	err := wire.WriteFrame(out, frame)
	if err == nil {
		frame = codec.AppendUint64(append(frame[:0], wire.Replay), r.indices[g])
		err = wire.WriteFrame(out, codec.AppendUint64(frame, uint64(runtime.NumCPU())))
	}
	if err == nil {
		err = feed(func(events *columns.Batch, lo, hi int, labels *columns.Batch) error {
			frame = events.Append(append(frame[:0], wire.Batch), lo, hi)
			frame = labels.Append(frame, 0, labels.Rows)
			return wire.WriteFrame(out, frame)
		})
	}
	if err == nil {
		err = wire.WriteFrame(out, []byte{wire.End})
	}
	if err == nil {
		err = out.Flush()
	}
	return errors.Join(err, stdin.Close())
}

func taken(in *bufio.Reader, g *plan.Group, take func(*columns.Batch) error, verdicts *Verdicts) error {
	kinds := []value.Kind{value.Int64}
	for _, f := range gostream.ReplayFeatures(g) {
		kinds = append(kinds, f.Type.Kind)
	}
	batch := columns.New(kinds...)
	var frame []byte
	for {
		var err error
		if frame, err = wire.ReadFrame(in, frame); err != nil {
			return fmt.Errorf("stream driver stopped early: %w", err)
		}
		switch frame[0] {
		case wire.Batch:
			if _, err = batch.Decode(frame[1:]); err == nil {
				err = take(batch)
			}
		case wire.Counts:
			d := codec.NewReader(frame[1:])
			for _, v := range admission.Verdicts {
				verdicts.Counts[v] = d.Int64()
			}
			return d.Close()
		case wire.Error:
			err = fmt.Errorf("stream driver: %s", frame[1:])
		default:
			err = fmt.Errorf("stream driver: an answer %q amid a replay", frame[0])
		}
		if err != nil {
			return err
		}
	}
}
