// Package serving runs the operators of a generated package as a service: events
// in, durably; state kept; feature vectors out. docs/serving.md has the design, and
// why each event counts exactly once.
//
// Main is a whole server. A Service is what it is made of, for a program that has
// a server of its own.
package serving

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/journal"
	"github.com/featc-lang/featc/runtime/serving/store"
	"github.com/featc-lang/featc/runtime/serving/store/embedded"
	"github.com/featc-lang/featc/runtime/serving/vectorlog"
)

// Options say how a Service works. The zero Options has the defaults.
type Options struct {
	Dir             string         // data folder; "" and no Store: nothing is kept, for tests
	Store           store.Store    // where all is kept instead of in a folder; the service closes it
	ReadFrom        store.Reader   // a store that another service writes: this one takes no events; closed by the service
	MaxAhead        time.Duration  // events may be this far ahead of the server's clock; 0: 10 s
	KeepReads       time.Duration  // how far back reads reach at least, where their keys' events let them; 0: 1 min
	KeepLog         time.Duration  // for how long events stay in the log; 0: for ever
	CheckpointEvery time.Duration  // 0: 30 s; in a store that others read from, 1 s
	CheckpointKeys  int            // changed keys that make a checkpoint due before; 0: 200,000
	ExpireEvery     time.Duration  // how often keys without events in their windows are dropped; 0: 10 min
	Queue           int            // batches of events that may wait; 0: 1024
	Wall            func() int64   // microseconds since 1970; nil: the machine's clock
	Log             *slog.Logger   // nil: the default one
	Vectors         *vectorlog.Log // what is served goes there; nil: nowhere. It is not the Service's to close

	// Fatal is called where the data folder cannot be used any more, before the process
	// ends: it saves what is elsewhere in memory, without the Service. nil: nothing is.
	Fatal func(error)

	// Opening ends Open where it is done, which may take minutes where states are
	// rebuilt; nil: never.
	Opening context.Context
}

func (o Options) withDefaults() Options {
	set := func(d *time.Duration, def time.Duration) {
		if *d == 0 {
			*d = def
		}
	}
	set(&o.MaxAhead, 10*time.Second)
	set(&o.KeepReads, time.Minute)
	if o.Store != nil && o.Store.Shared() || o.ReadFrom != nil {
		set(&o.CheckpointEvery, time.Second)
	}
	set(&o.CheckpointEvery, 30*time.Second)
	set(&o.ExpireEvery, 10*time.Minute)
	if o.CheckpointKeys == 0 {
		o.CheckpointKeys = 200_000
	}
	if o.Queue == 0 {
		o.Queue = 1024
	}
	if o.Wall == nil {
		o.Wall = func() int64 { return time.Now().UnixMicro() }
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Opening == nil {
		o.Opening = context.Background()
	}
	return o
}

// Errors of a Service that cannot take events.
var (
	ErrBusy   = errors.New("too many events are waiting: try again later")
	ErrClosed = errors.New("the server is shutting down")
)

// Service is a running package. It is safe for concurrent use.
type Service struct {
	pkg    *registry.Package
	fresh  func() *registry.Package
	opt    Options
	clock  clock
	db     *journal.DB
	remote *remote // where the service only reads
	own    Reading

	queue   chan *batch
	closing chan struct{}
	done    sync.WaitGroup
	once    sync.Once
	failed  atomic.Pointer[error] // why no event can be taken any more
	broken  chan struct{}         // closed when failed is set
	waits   atomic.Bool           // for the store

	pushedMu sync.Mutex
	taken    map[string]uint64 // rows, by origin of pieces

	// apply is held while events are applied, and shared by reads: a read sees an
	// event in all states or in none.
	apply   sync.RWMutex
	applied uint64 // position; under apply
	changes changes
	history *int64 // the states began with what had arrived by then; nil: with nothing
	sources map[*registry.Source]*arrivals
}

// Open starts a service: it loads the states of the last checkpoint and applies the
// events behind it. Each call of fresh gives a package without state.
func Open(fresh func() *registry.Package, opt Options) (*Service, error) {
	opt = opt.withDefaults()
	s := &Service{
		pkg: fresh(), fresh: fresh, opt: opt, clock: clock{wall: opt.Wall},
		queue: make(chan *batch, opt.Queue), closing: make(chan struct{}),
		broken:  make(chan struct{}),
		sources: map[*registry.Source]*arrivals{}, taken: map[string]uint64{},
	}
	for _, src := range s.pkg.Sources {
		s.sources[src] = &arrivals{}
	}
	s.changes.key = make([]byte, 0, 512)
	s.changes.reset(s.pkg.States)
	s.own.s = s
	if opt.ReadFrom != nil {
		s.openRemote()
		return s, nil
	}
	if err := s.open(); err != nil {
		return nil, err
	}
	s.done.Add(2)
	go s.commits()
	go s.upkeep()
	return s, nil
}

// openJournal opens the journal that options ask for; nil: none.
func openJournal(opt *Options, pkg string) (*journal.DB, error) {
	switch {
	case opt.Store != nil:
		db, err := journal.On(opt.Store, pkg)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("store: %w", err), opt.Store.Close())
		}
		return db, nil
	case opt.Dir != "":
		return journal.OpenWith(opt.Dir, pkg, embedded.Options{Log: opt.Log, Fatal: opt.Fatal})
	}
	return nil, nil
}

// open opens the journal, if there is to be one, and recovers.
func (s *Service) open() error {
	var err error
	if s.db, err = openJournal(&s.opt, s.pkg.Name); err != nil || s.db == nil {
		return err
	}
	if err := errors.Join(s.recover(), s.loadPushed()); err != nil {
		where := "data folder " + s.opt.Dir
		if s.opt.Store != nil {
			where = "store"
		}
		return errors.Join(fmt.Errorf("%s: %w", where, err), s.db.Close())
	}
	return nil
}

// Package returns the package that is served.
func (s *Service) Package() *registry.Package { return s.pkg }

// Now returns the instant of a read that begins now, in microseconds since 1970.
func (s *Service) Now() int64 { return s.clock.now() }

// Ready returns nil where events can be taken and read, else why not.
func (s *Service) Ready() error {
	if err := s.failed.Load(); err != nil {
		return *err
	}
	select {
	case <-s.closing:
		return ErrClosed
	default:
	}
	if s.remote != nil {
		return s.remote.ready()
	}
	return nil
}

// Broken returns a channel that is closed when the service cannot take events any
// more, as where another server has taken its store over. Ready says why.
func (s *Service) Broken() <-chan struct{} { return s.broken }

// fail has the service take no more events.
func (s *Service) fail(err error) {
	if s.failed.CompareAndSwap(nil, &err) {
		s.opt.Log.Error("no more events are taken", "error", err)
		close(s.broken)
	}
}

// Close takes no more events, finishes with those that wait, and writes a
// checkpoint. Reads are possible until the process ends.
func (s *Service) Close(context.Context) error {
	var err error
	s.once.Do(func() {
		close(s.closing)
		s.done.Wait()
		if s.remote != nil {
			err = s.opt.ReadFrom.Close()
		}
		if s.db == nil {
			return
		}
		if s.failed.Load() == nil {
			err = s.Checkpoint()
		}
		err = errors.Join(err, s.db.Close())
	})
	return err
}

// arrivals is what is known of what a source has sent.
type arrivals struct {
	newest    atomic.Int64 // newest arrival, or time where there is none; 0: none yet
	events    atomic.Int64
	inHistory atomic.Int64 // events that the states began with
	refused   [len(refusals)]atomic.Int64
}

// SourceStats is what a source has sent since the service was started.
type SourceStats struct {
	Source    *registry.Source
	Events    int64
	InHistory int64            // events left out because the states began with them
	Newest    int64            // newest arrival (time, where the source has none), in microseconds; 0: there was none
	Refused   map[string]int64 // events for which what they came with was refused, by why
}

// Sources says what every source has sent.
func (s *Service) Sources() []SourceStats {
	var out []SourceStats
	for _, src := range s.pkg.Sources {
		a := s.sources[src]
		if s.remote != nil {
			s.remote.mu.Lock()
			a.newest.Store(s.remote.meta.Newest[src.Name])
			s.remote.mu.Unlock()
		}
		refused := map[string]int64{}
		for i, why := range refusals {
			refused[why] = a.refused[i].Load()
		}
		out = append(out, SourceStats{src, a.events.Load(), a.inHistory.Load(), a.newest.Load(), refused})
	}
	return out
}

// Vectors says what has become of served vectors; false where they are not logged.
func (s *Service) Vectors() (vectorlog.Stats, bool) {
	if s.opt.Vectors == nil {
		return vectorlog.Stats{}, false
	}
	return s.opt.Vectors.Stats(), true
}

// FolderStats is how much a data folder holds.
type FolderStats struct {
	Events uint64 // in the log
	Behind uint64 // the last checkpoint
	Bytes  uint64
}

// Waiting reports whether events wait for a store that is not available.
func (s *Service) Waiting() bool { return s.waits.Load() }

// Folder says how much the data folder holds; false where there is none.
func (s *Service) Folder() (FolderStats, bool) {
	if s.db == nil || s.Ready() != nil {
		return FolderStats{}, false
	}
	first, last := s.db.Span()
	return FolderStats{last + 1 - first, last - min(last, s.db.Meta().Position), s.db.Size()}, true
}
