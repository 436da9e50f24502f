// Package vectorlog keeps what a server has served: Parquet files with a row per
// vector, for audits and as training data. docs/serving.md has the design.
//
// The files of a reader (a view or a feature set) are in a folder of its name.
// Rows are kept in memory until there are enough, or they are old enough, and are
// then written as one whole file: a file that is there is complete, and a process
// that is killed loses the rows that it had in memory.
package vectorlog

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/value"
)

// Options say where and what is logged. Zero fields have the defaults.
type Options struct {
	Dir    string        // folder of the files
	Sample float64       // share of the vectors that are logged, above 0 and up to 1; 0: all
	Rows   int           // rows of a file, at most 16 times as many; 0: 65,536
	Every  time.Duration // how long rows wait for a file at most; 0: 1 min
	Log    *slog.Logger  // nil: the default one
}

// Where the disk is slow, files wait for their turn, and then rows for a file: that
// gets larger than asked for, and beyond the bound rows are dropped, and counted. So
// a slow disk costs memory, then the log, and never the reads.
const (
	waitingFiles = 4
	largestFile  = 16 // in Options.Rows
)

// Log is an open log. It is safe for concurrent use.
type Log struct {
	opt    Options
	pkg    string
	tables map[string]*table
	files  chan *file
	done   sync.WaitGroup
	stop   chan struct{}
	once   sync.Once

	logged, written, dropped atomic.Int64
}

// Open starts a log of the vectors of a package. It fails where the folder cannot be
// made, or where a vector would have two columns of one name.
func Open(p *registry.Package, opt Options) (*Log, error) {
	if opt.Sample == 0 {
		opt.Sample = 1
	}
	if opt.Sample < 0 || opt.Sample > 1 {
		return nil, fmt.Errorf("a sample of %v: give a share above 0, up to 1", opt.Sample)
	}
	if opt.Rows == 0 {
		opt.Rows = 1 << 16
	}
	if opt.Every == 0 {
		opt.Every = time.Minute
	}
	if opt.Log == nil {
		opt.Log = slog.Default()
	}
	l := &Log{
		opt: opt, pkg: p.Name, tables: map[string]*table{},
		files: make(chan *file, waitingFiles), stop: make(chan struct{}),
	}
	for _, readers := range [][]*registry.Reader{p.Views, p.Sets} {
		for _, r := range readers {
			t, err := newTable(p.Name, r)
			if err != nil {
				return nil, err
			}
			l.tables[r.Name] = t
		}
	}
	if err := os.MkdirAll(opt.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("the folder of the vector log: %w", err)
	}
	l.done.Add(2)
	go l.age()
	go l.write()
	return l, nil
}

// Record takes a vector that was served, unless the sample leaves it out. It keeps
// none of the slices.
func (l *Log) Record(r *registry.Reader, at int64, keys, request, features []value.Value) {
	if l.opt.Sample < 1 && rand.Float64() >= l.opt.Sample {
		return
	}
	l.logged.Add(1)
	t := l.tables[r.Name]
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		l.dropped.Add(1)
		return
	}
	t.append(at, keys, request, features)
	if t.rows >= l.opt.Rows {
		l.seal(t, false)
	}
}

// seal hands the rows of a table on, to be written, where there is room or wait
// says to wait for it. The table's lock is held.
func (l *Log) seal(t *table, wait bool) {
	if wait {
		l.files <- t.take()
		return
	}
	if len(l.files) == cap(l.files) && t.rows < largestFile*l.opt.Rows {
		return
	}
	f := t.take()
	select {
	case l.files <- f:
	default:
		l.lost(f, errors.New("the disk is too slow"))
		f.record.Release()
	}
}

// age seals the tables whose rows have waited long enough.
func (l *Log) age() {
	defer l.done.Done()
	tick := time.NewTicker(max(l.opt.Every/10, time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-l.stop:
			return
		case <-tick.C:
		}
		for _, t := range l.tables {
			t.mu.Lock()
			if t.rows > 0 && time.Since(t.since) >= l.opt.Every {
				l.seal(t, false)
			}
			t.mu.Unlock()
		}
	}
}

func (l *Log) write() {
	defer l.done.Done()
	for f := range l.files {
		if err := f.write(l.opt.Dir); err != nil {
			l.lost(f, err)
		} else {
			l.written.Add(f.rows)
		}
		f.record.Release()
	}
}

func (l *Log) lost(f *file, err error) {
	l.dropped.Add(f.rows)
	l.opt.Log.Error("served vectors are not logged", "reader", f.reader, "rows", f.rows, "error", err)
}

// Close writes everything that was recorded, and returns when it is on disk. What is
// recorded later is dropped. A nil log is closed already.
func (l *Log) Close() error {
	if l == nil {
		return nil
	}
	l.once.Do(func() {
		close(l.stop)
		for _, t := range l.tables {
			t.mu.Lock()
			t.closed = true
			if t.rows > 0 {
				l.seal(t, true)
			}
			t.mu.Unlock()
		}
		close(l.files)
		l.done.Wait()
	})
	if n := l.dropped.Load(); n > 0 {
		return fmt.Errorf("%d served vectors were not logged", n)
	}
	return nil
}

// Stats says what has become of vectors since Open.
type Stats struct {
	Logged  int64 // taken; some may still be in memory
	Written int64 // in files
	Dropped int64 // lost: the disk failed, or was too slow
}

// Stats returns them.
func (l *Log) Stats() Stats {
	return Stats{l.logged.Load(), l.written.Load(), l.dropped.Load()}
}
