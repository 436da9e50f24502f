package embedded

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

const (
	pause    = time.Second      // before Pebble writes a table again, which it would do at once, and without end
	tries    = 3                // while a folder is opened, before that fails
	sayEvery = 10 * time.Second // of what fails again and again
)

var fatalWithin = 30 * time.Second // but for tests

// faults is what is done where Pebble fails. It is Pebble's logger, too, which says
// what goes wrong, and nothing else.
type faults struct {
	log   *slog.Logger
	fatal func(error)
	fs    vfs.FS

	failed chan error // one error, by which opening fails
	once   sync.Once  // of ending the process

	mu      sync.Mutex // of what follows
	opening bool
	count   int       // failures in the background
	last    time.Time // of these
	said    time.Time // when one was logged
	unsaid  int       // how many there were since
}

func newFaults(o *Options) *faults {
	return &faults{log: o.Log, fatal: o.Fatal, fs: o.fs, failed: make(chan error, 1), opening: true}
}

// begun says that the folder is open: what fails from now on is logged, or ends the
// process. It returns what had Pebble stop before that.
func (f *faults) begun() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	select {
	case err := <-f.failed:
		return err
	default:
		f.opening = false
		return nil
	}
}

func (f *faults) fail(err error) {
	select {
	case f.failed <- err:
	default: // there is one
	}
}

// background is told of what Pebble could not write behind what it has acknowledged,
// and tries again.
func (f *faults) background(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
	f.last = time.Now()
	if f.opening {
		if f.count >= tries {
			f.fail(err)
		}
		return
	}
	f.unsaid++
	if f.last.Sub(f.said) < sayEvery {
		return
	}
	f.log.Error("the data folder cannot be written in the background; that is tried again every second", "err", err, "failures", f.unsaid)
	f.said, f.unsaid = f.last, 0
}

// wait puts off what would fail again.
func (f *faults) wait() {
	f.mu.Lock()
	left := time.Duration(0)
	if !f.last.IsZero() {
		left = pause - time.Since(f.last)
	}
	f.mu.Unlock()
	time.Sleep(left)
}

func (f *faults) Infof(string, ...any) {}

func (f *faults) Errorf(format string, args ...any) { f.log.Error(fmt.Sprintf(format, args...)) }

// Fatalf ends the process, or opening. It does not return.
func (f *faults) Fatalf(format string, args ...any) {
	err := asError(format, args)
	f.mu.Lock()
	opening := f.opening
	if opening {
		f.fail(err)
	}
	f.mu.Unlock()
	if opening {
		select {} // with what Pebble has locked
	}
	f.once.Do(func() {
		f.log.Error("the data folder cannot be used any more, and the process ends", "err", err)
		if f.fatal != nil {
			saved := make(chan struct{})
			go func() { // a goroutine of its own: should it call the store all the same, it waits for what is locked, and not for ever
				defer close(saved)
				f.fatal(err)
			}()
			select {
			case <-saved:
			case <-time.After(fatalWithin):
				f.log.Error("what is in memory could not be saved in time", "limit", fatalWithin.String())
			}
		}
		os.Exit(1)
	})
}

// panicked is to be deferred where something is written: Pebble panics where it cannot
// begin a new log, or write to one after that has failed.
func (f *faults) panicked() {
	v := recover()
	if v == nil {
		return
	}
	err, ok := v.(error)
	var bug runtime.Error
	if !ok || errors.As(err, &bug) {
		panic(v)
	}
	f.Fatalf("%v", err)
}

// caused is an error with the text that Pebble gives it.
type caused struct {
	text string
	by   error
}

func (c *caused) Error() string { return c.text }
func (c *caused) Unwrap() error { return c.by }

func asError(format string, args []any) error {
	text := fmt.Sprintf(format, args...)
	for _, a := range args {
		if err, ok := a.(error); ok {
			return &caused{text, err}
		}
	}
	return errors.New(text)
}

// disk is the file system that Pebble is given.
type disk struct {
	vfs.FS
	faults *faults
}

func (d disk) Unwrap() vfs.FS { return d.FS }

// Create makes a file. Of tables it makes fewer where writing them fails: Pebble holds
// no locks then.
func (d disk) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	if strings.HasSuffix(name, ".sst") {
		d.faults.wait()
	}
	return d.FS.Create(name, category)
}
