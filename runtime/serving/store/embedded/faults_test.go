package embedded

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"github.com/featc-lang/featc/runtime/serving/store"
)

// full is a disk that has no room for files of a kind, once it is switched on.
type full struct {
	*errorfs.FS
	on    atomic.Bool
	tried atomic.Int64 // how often one was to be made
}

func newFull(fs vfs.FS, kind string) *full {
	d := &full{}
	d.FS = errorfs.Wrap(fs, errorfs.InjectorFunc(func(op errorfs.Op) error {
		if !d.on.Load() || !strings.Contains(op.Path, kind) {
			return nil
		}
		switch op.Kind {
		case errorfs.OpCreate:
			d.tried.Add(1)
			return nil // has room for a name
		case errorfs.OpFileWrite, errorfs.OpFilePreallocate:
			return &os.PathError{Op: "write", Path: op.Path, Err: syscall.ENOSPC}
		}
		return nil
	}))
	return d
}

// lines is a log that tests read.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (l *lines) log() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// Where a full disk keeps the log from being made into tables, opening fails, and the
// folder is as it was: with room again it opens.
func TestFullWhenOpened(t *testing.T) {
	t.Parallel()
	d, s := fill(t, 20, 100)
	defer s.Close()
	disk, said := newFull(d.fs, ".sst"), &lines{}
	disk.on.Store(true)
	begun := time.Now()
	_, err := OpenWith("", Options{Log: said.log(), fs: disk})
	if !errors.Is(err, syscall.ENOSPC) || time.Since(begun) > 10*time.Second {
		t.Fatal(err, time.Since(begun))
	}
	time.Sleep(1500 * time.Millisecond) // it goes on trying, but not all the time
	if n := disk.tried.Load(); n > 8 || said.String() != "" {
		t.Errorf("tried %d times, and said %q", n, said)
	}
	if _, err := OpenWith("", Options{Log: silent, fs: disk}); err == nil {
		t.Error("opened twice")
	}
	disk.on.Store(false)
	for range 100 {
		if s, err = OpenWith("", Options{Log: silent, fs: disk}); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := d.batches(t, s); got != 20 {
		t.Error(got)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// What Pebble cannot recover from, while a folder is opened, is an error of that.
func TestFatalWhenOpened(t *testing.T) {
	t.Parallel()
	d, s := fill(t, 20, 100)
	defer s.Close()
	disk := newFull(d.fs, "MANIFEST")
	disk.on.Store(true)
	_, err := OpenWith("", Options{Log: silent, fs: disk, Fatal: func(error) { t.Error("called") }})
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "MANIFEST") {
		t.Fatal(err)
	}
}

// A disk that is full for a while holds up what is written in the background: that is
// tried again now and then, and logged once.
func TestFullForAWhile(t *testing.T) {
	t.Parallel()
	disk, said := newFull(vfs.NewMem(), ".sst"), &lines{}
	s, err := OpenWith("", Options{Log: said.log(), fs: disk})
	if err != nil {
		t.Fatal(err)
	}
	disk.on.Store(true)
	before := disk.tried.Load()
	if err := s.Append(&store.Append{First: 1, Events: [][]byte{event(1, 50_000)}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.pebble.AsyncFlush(); err != nil { // as it does when a table in memory is full
		t.Fatal(err)
	}
	if err := s.Append(&store.Append{First: 2, Events: [][]byte{event(2, 50_000)}}); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(2500 * time.Millisecond); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if h, err := s.Head(); err != nil || h.Last != 2 {
			t.Fatal(h, err)
		}
	}
	if n := disk.tried.Load() - before; n < 2 || n > 5 {
		t.Errorf("tried %d times", n)
	}
	if text := said.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, "level=ERROR") ||
		!strings.Contains(text, "cannot be written in the background") || !strings.Contains(text, "no space left on device") {
		t.Error(text)
	}
	disk.on.Store(false)
	for begun, n := time.Now(), s.pebble.Metrics().Flush.Count; s.pebble.Metrics().Flush.Count == n; time.Sleep(10 * time.Millisecond) {
		if time.Since(begun) > 5*time.Second {
			t.Fatal("not written with room again")
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// What is behind "child" in the environment is what a process of its own does.
const child = "FEATC_EMBEDDED_CHILD"

func runChild(t *testing.T, what string) (output string, code int) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestChild$")
	c.Env = append(os.Environ(), child+"="+what)
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), c.ProcessState.ExitCode()
}

func TestChild(t *testing.T) {
	what := os.Getenv(child)
	log := slog.New(slog.NewTextHandler(os.Stdout, nil))
	if dir, ok := strings.CutPrefix(what, "open "); ok {
		_, err := Open(dir, log)
		fmt.Println("opened:", err)
		return
	}
	if what == "" {
		t.Skip("is run by other tests")
	}
	disk := newFull(vfs.NewMem(), ".log")
	var s *Store
	s, err := OpenWith("", Options{Log: log, fs: disk, Fatal: func(err error) {
		fmt.Println("full:", errors.Is(err, syscall.ENOSPC))
		if what == "hang" {
			_ = s.Append(&store.Append{First: 1, Events: [][]byte{{1}}})
		}
		time.Sleep(500 * time.Millisecond) // in which others fail, too
		fmt.Println("saved")
	}})
	if err != nil {
		t.Fatal(err)
	}
	if what == "hang" {
		fatalWithin = time.Second
	}
	disk.on.Store(true)
	go func() {
		for {
			c := s.Begin()
			_ = errors.Join(c.Put(store.Group{Name: "g"}, nil, make([]byte, 100_000)), c.Commit([]byte("m")), c.Close())
		}
	}()
	for i := uint64(1); ; i++ {
		fmt.Println("appended:", s.Append(&store.Append{First: i, Events: [][]byte{event(i, 100_000)}}))
	}
}

// A log that cannot be written ends the process, which says why, and may save what it
// has in memory.
func TestFatal(t *testing.T) {
	t.Parallel()
	out, code := runChild(t, "fatal")
	says := `level=ERROR msg="the data folder cannot be used any more, and the process ends" err="`
	why, saved := strings.Index(out, says), strings.Index(out, "saved\n")
	if code != 1 || why < 0 || saved < why || !strings.Contains(out, "write db/") || !strings.Contains(out, "no space left on device") || !strings.Contains(out, "full: true") ||
		strings.Contains(out, "appended") || strings.Count(out, "ends") != 1 {
		t.Errorf("exit code %d\n%s", code, out)
	}
	if out, code = runChild(t, "hang"); code != 1 || !strings.Contains(out, "could not be saved in time") || strings.Contains(out, "saved\n") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

func TestInUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, silent)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, silent); err == nil || err.Error() != "this process has the data folder open already" {
		t.Error(err)
	}
	if out, _ := runChild(t, "open "+dir); !strings.Contains(out, "opened: another process has the data folder open (resource temporarily unavailable)\n") {
		t.Error(out)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if out, _ := runChild(t, "open "+dir); !strings.Contains(out, "opened: <nil>\n") {
		t.Error(out)
	}
}
