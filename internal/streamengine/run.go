package streamengine

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/value"
	"github.com/featc-lang/featc/runtime/wire"
)

// RunOptions vary how a driver is run.
type RunOptions struct {
	// SnapshotEvery has all state put through a snapshot after every so many
	// events and labels; 0 for never.
	SnapshotEvery int
	// ExpireEvery has all state expire at the label's instant before every so many
	// labels; 0 for never.
	ExpireEvery int
	// Verdicts, unless nil, is told at the end of each run what became of all
	// events, those after the last label included.
	Verdicts func([]Verdicts)
}

// Verdicts says what became of the events of a group.
type Verdicts struct {
	Group  string // txns_by_user
	Counts map[admission.Verdict]int64
}

// Run computes in.Set, of the program of plan number i, for every label.
func (d *Driver) Run(ctx context.Context, i int, in *engine.Input, opt RunOptions) (*engine.Output, error) {
	w, err := newWork(d.plans[i], in)
	if err != nil {
		return nil, err
	}
	running, cancel := context.WithCancel(ctx)
	defer cancel() // kills the driver where reading its answers fails
	driver, err := d.start(running)
	if err != nil {
		return nil, err
	}
	written := make(chan error, 1)
	go func() {
		err := w.write(driver.in, uint64(i), opt)
		written <- errors.Join(err, driver.in.Close())
	}()
	out, verdicts, err := w.read(driver.out, d.plans[i].Groups, opt.Verdicts != nil)
	if err != nil {
		cancel()
	}
	werr := <-written
	if ended := driver.wait(); err == nil {
		err = cmp.Or(ended, werr)
	}
	if err != nil {
		return nil, cmp.Or(ctx.Err(), err)
	}
	if opt.Verdicts != nil {
		opt.Verdicts(verdicts)
	}
	return out, nil
}

// work is the events and labels of a run in the order of replay.
type work struct {
	set    int
	width  int // features of the set
	events []event
	labels []engine.Label
	order  []int // positions of labels, by instant
}

func newWork(p *plan.Plan, in *engine.Input) (*work, error) {
	w := &work{set: slices.Index(p.Program.Sets, in.Set), labels: in.Labels, width: len(in.Set.Features)}
	if w.set < 0 {
		return nil, fmt.Errorf("feature set %s is not in the plan", in.Set.Name)
	}
	keys := len(in.Set.KeyColumns())
	for i, l := range in.Labels {
		if len(l.Keys) != keys || len(l.Request) != len(in.Set.Request) {
			return nil, fmt.Errorf("label %d has %d keys and %d request values, want %d and %d",
				i, len(l.Keys), len(l.Request), keys, len(in.Set.Request))
		}
	}
	indices := sourceIndices(p)
	var streams, tables [][]event
	for _, e := range in.Events {
		switch i, ok := indices[e.Source]; {
		case !ok:
		case e.Source.Table != nil:
			tables = append(tables, arrivals(e, i))
		default:
			streams = append(streams, arrivals(e, i))
		}
	}
	w.events = merge(append(tables, streams...)) // an event sees the versions that arrive with it
	w.order = make([]int, len(in.Labels))
	for i := range w.order {
		w.order[i] = i
	}
	slices.SortStableFunc(w.order, func(a, b int) int { return cmp.Compare(w.labels[a].At, w.labels[b].At) })
	return w, nil
}

// sourceIndices numbers the sources as the generated registry does: by the
// group that first needs them, then the tables that are only looked up.
func sourceIndices(p *plan.Plan) map[*ir.Source]int {
	indices := map[*ir.Source]int{}
	for _, g := range p.Groups {
		if g.Source.Ticks != nil {
			continue // made inside, of another group's
		}
		if _, ok := indices[g.Source]; !ok {
			indices[g.Source] = len(indices)
		}
	}
	for _, t := range p.Tables {
		if _, ok := indices[t]; !ok {
			indices[t] = len(indices)
		}
	}
	return indices
}

// write sends the events and labels: what has arrived by a label's instant goes
// before it.
func (w *work) write(out io.Writer, pkg uint64, opt RunOptions) error {
	bw := bufio.NewWriterSize(out, 1<<16)
	frame := codec.AppendUint64([]byte{wire.Select}, pkg)
	if err := wire.WriteFrame(bw, frame); err != nil {
		return err
	}
	sent, read := 0, 0
	send := func() error {
		if err := wire.WriteFrame(bw, frame); err != nil {
			return err
		}
		if sent++; opt.SnapshotEvery > 0 && sent%opt.SnapshotEvery == 0 {
			return wire.WriteFrame(bw, []byte{wire.Snapshot})
		}
		return nil
	}
	next := 0
	apply := func(until int64) error {
		for ; next < len(w.events) && w.events[next].arrival <= until; next++ {
			e := &w.events[next]
			frame = wire.AppendRow(codec.AppendUint64(append(frame[:0], wire.Event), uint64(e.source)), e.row)
			if err := send(); err != nil {
				return err
			}
		}
		return nil
	}
	for _, i := range w.order {
		label := &w.labels[i]
		if err := apply(label.At); err != nil {
			return err
		}
		if read++; opt.ExpireEvery > 0 && read%opt.ExpireEvery == 0 {
			frame = codec.AppendInt64(append(frame[:0], wire.Expire), label.At)
			if err := wire.WriteFrame(bw, frame); err != nil {
				return err
			}
		}
		frame = codec.AppendUint64(append(frame[:0], wire.Read), uint64(w.set))
		frame = codec.AppendInt64(frame, label.At)
		frame = wire.AppendRow(wire.AppendRow(frame, label.Keys), label.Request)
		if err := send(); err != nil {
			return err
		}
	}
	if opt.Verdicts != nil {
		if err := apply(math.MaxInt64); err != nil {
			return err
		}
		if err := wire.WriteFrame(bw, []byte{wire.Verdicts}); err != nil {
			return err
		}
	}
	return bw.Flush()
}

// read takes the answers: one per label, and then the verdicts if they were
// asked for.
func (w *work) read(in io.Reader, groups []*plan.Group, verdicts bool) (*engine.Output, []Verdicts, error) {
	a := &answers{in: bufio.NewReaderSize(in, 1<<16)}
	out := &engine.Output{Rows: make([][]value.Value, len(w.labels))}
	for _, i := range w.order {
		row := make([]value.Value, w.width)
		a.next(func(d *codec.Reader) { wire.ReadRow(d, row) })
		if a.err != nil {
			return nil, nil, a.err
		}
		out.Rows[i] = row
	}
	var counted []Verdicts
	if verdicts {
		a.next(func(d *codec.Reader) {
			for _, g := range groups {
				if g.Source.Ticks != nil {
					continue
				}
				v := Verdicts{g.Name, map[admission.Verdict]int64{}}
				for _, verdict := range admission.Verdicts {
					v.Counts[verdict] = d.Int64()
				}
				counted = append(counted, v)
			}
		})
	}
	return out, counted, a.err
}

// answers reads what a driver answers, up to the first error.
type answers struct {
	in    *bufio.Reader
	frame []byte
	err   error
}

// next has the next answer decoded.
func (a *answers) next(decode func(*codec.Reader)) {
	if a.frame, a.err = wire.ReadFrame(a.in, a.frame); a.err != nil {
		a.err = fmt.Errorf("stream driver stopped early: %w", a.err)
		return
	}
	if a.frame[0] == wire.Error {
		a.err = fmt.Errorf("stream driver: %s", a.frame[1:])
		return
	}
	d := codec.NewReader(a.frame[1:])
	decode(d)
	a.err = d.Close()
}
