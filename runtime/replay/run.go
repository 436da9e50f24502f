package replay

import (
	"errors"
	"fmt"
	"sync"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/columns"
)

// Run replays a history over as many workers as told. next fills in more rows
// and reports whether there were any; emit takes batches of what was read, the
// row of the label and the features, in no order, one at a time. The verdicts are
// added to counters.
func (g *Group) Run(workers int, next func(*Rows) (bool, error), emit func(*columns.Batch) error, counters *admission.Counters) error {
	r := &run{group: g, emit: emit, counters: counters, free: make(chan *shared, 4*workers), failed: make(chan struct{})}
	for range cap(r.free) {
		r.free <- &shared{rows: g.rows()}
	}
	queues := make([]chan piece, workers)
	for i := range queues {
		queues[i] = make(chan piece, 4)
		r.wait.Add(1)
		go r.work(queues[i])
	}
	err := r.deal(queues, next)
	for _, q := range queues {
		close(q)
	}
	r.wait.Wait()
	return errors.Join(err, r.err)
}

// run is the work that its workers share.
type run struct {
	group    *Group
	emit     func(*columns.Batch) error
	counters *admission.Counters
	free     chan *shared
	wait     sync.WaitGroup

	mu     sync.Mutex // guards emit and err
	err    error
	failed chan struct{} // closed with the first error
}

// shared are rows that go back when every piece of them is done.
type shared struct {
	rows *Rows
	mu   sync.Mutex
	left int
}

// piece is some rows for one worker; fresh, where they begin another key than
// its last.
type piece struct {
	from   *shared
	lo, hi int
	fresh  bool
}

// share is how many rows a worker is given before the next one's turn; a key's
// are not taken apart.
const share = 4096

// deal cuts rows where keys change and deals the pieces to the workers.
func (r *run) deal(queues []chan piece, next func(*Rows) (bool, error)) error {
	var last *shared // holds the row before, for its key
	defer func() { r.release(last) }()
	turn, dealt := 0, 0
	for {
		var s *shared
		select {
		case s = <-r.free:
		case <-r.failed:
			return nil
		}
		more, err := next(s.rows)
		if err != nil || !more {
			return err
		}
		rows := len(s.rows.order)
		if rows == 0 {
			r.free <- s
			continue
		}
		fresh := last == nil || !r.group.sameKey(s.rows, 0, last.rows, len(last.rows.order)-1)
		r.release(last)
		s.left = 1 // for the comparison with what comes next
		last = s
		for lo := 0; lo < rows; fresh = true {
			if fresh && dealt >= share {
				turn, dealt = (turn+1)%len(queues), 0
			}
			hi := r.cut(s.rows, lo, share-dealt)
			s.hold()
			select {
			case queues[turn] <- piece{s, lo, hi, fresh}:
			case <-r.failed:
				return nil
			}
			dealt += hi - lo
			lo = hi
		}
	}
}

// cut returns the first row, at least n after lo, that begins a key.
func (r *run) cut(rows *Rows, lo, n int) int {
	hi := lo + max(n, 1)
	for hi < len(rows.order) && r.group.sameKey(rows, hi, rows, hi-1) {
		hi++
	}
	return min(hi, len(rows.order))
}

func (s *shared) hold() {
	s.mu.Lock()
	s.left++
	s.mu.Unlock()
}

func (r *run) release(s *shared) {
	if s == nil {
		return
	}
	s.mu.Lock()
	s.left--
	done := s.left == 0
	s.mu.Unlock()
	if done {
		r.free <- s
	}
}

// room is the number of rows that are emitted at once.
const room = 2048

func (r *run) work(queue chan piece) {
	defer r.wait.Done()
	w := &worker{run: r, state: r.group.New(), out: r.group.output()}
	for p := range queue {
		if !w.stopped {
			w.replay(p)
		}
		r.release(p.from)
	}
	w.flush()
	for v, n := range w.counts {
		r.counters.Add(admission.Verdict(v), n)
	}
}

// worker replays the pieces that it is dealt, a key after the other.
type worker struct {
	*run
	state   State
	out     *columns.Batch
	counts  [len(admission.Counters{})]int64
	stopped bool
}

func (w *worker) replay(p piece) {
	rows := p.from.rows
	labels := rows.Labels.Columns
	keys, events := rows.Events.Columns, rows.Events.Columns[len(w.group.Keys):]
	for i := p.lo; i < p.hi && !w.stopped; i++ {
		if i > p.lo && !w.group.sameKey(rows, i, rows, i-1) || i == p.lo && p.fresh {
			w.state.Reset()
		}
		if row := int(rows.order[i]); row >= 0 {
			w.counts[w.state.Apply(keys, events, row)]++
			continue
		}
		row := int(^rows.order[i])
		w.out.Columns[0].AppendInt64(labels[labelRow].Words[row])
		if err := w.state.Read(labels[instant].Words[row], w.out.Columns[1:]); err != nil {
			w.stopped = true
			w.fail(fmt.Errorf("%s: label row %d: %w", w.group.Name, labels[labelRow].Words[row], err))
			return
		}
		if w.out.Rows++; w.out.Rows == room {
			w.flush()
		}
	}
}

// flush hands on what was read.
func (w *worker) flush() {
	if w.out.Rows > 0 && !w.stopped {
		w.stopped = !w.emitted(w.out)
	}
	w.out.Reset()
}

func (r *run) emitted(out *columns.Batch) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		if err := r.emit(out); err != nil {
			r.stop(err)
		}
	}
	return r.err == nil
}

func (r *run) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stop(err)
}

// stop takes note of the first error. The lock is held.
func (r *run) stop(err error) {
	if r.err == nil {
		r.err = err
		close(r.failed)
	}
}
