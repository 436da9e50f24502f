// Package driver runs generated packages for featc: it applies and reads what
// it is told on one stream and answers on another, in the format of package
// wire.
package driver

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/replay"
	"github.com/featc-lang/featc/runtime/value"
	"github.com/featc-lang/featc/runtime/wire"
)

// Package is a generated package.
type Package struct {
	New    func() *registry.Package // without state
	Replay func() []*replay.Group   // nil where it was not generated for replays
}

// Main serves standard input and output and exits.
func Main(packages ...Package) {
	if err := Serve(os.Stdin, os.Stdout, packages); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Serve answers requests until in ends. The first error is the last answer,
// and is returned.
func Serve(in io.Reader, out io.Writer, packages []Package) error {
	w := bufio.NewWriterSize(out, 1<<16)
	s := &server{packages: packages, w: w}
	err := s.serve(bufio.NewReaderSize(in, 1<<16))
	if err != nil {
		if werr := wire.WriteFrame(w, append([]byte{wire.Error}, err.Error()...)); werr != nil {
			return errors.Join(err, werr)
		}
	}
	return errors.Join(err, w.Flush())
}

type server struct {
	packages []Package
	selected int
	pkg      *registry.Package
	w        *bufio.Writer
	answer   []byte
	rows     [4][]value.Value // scratch: keys, request, features, event
}

func (s *server) serve(in *bufio.Reader) error {
	var frame []byte
	for {
		var err error
		if frame, err = wire.ReadFrame(in, frame); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if s.pkg == nil && frame[0] != wire.Select {
			return errors.New("no package selected")
		}
		r := codec.NewReader(frame[1:])
		switch frame[0] {
		case wire.Select:
			err = s.choose(int(r.Uint64()))
		case wire.Event:
			err = s.event(r)
		case wire.Read:
			err = s.read(r)
		case wire.Snapshot:
			err = s.snapshot()
		case wire.Expire:
			if at := r.Int64(); r.Close() == nil {
				s.pkg.Expire(at)
			}
			err = r.Close()
		case wire.Verdicts:
			err = s.verdicts()
		case wire.Replay:
			err = s.replay(r, in)
		default:
			err = fmt.Errorf("unknown request %q", frame[0])
		}
		if err != nil {
			return err
		}
	}
}

func (s *server) choose(i int) error {
	if i < 0 || i >= len(s.packages) {
		return fmt.Errorf("no package %d", i)
	}
	s.selected, s.pkg = i, s.packages[i].New()
	return nil
}

// row returns scratch for n values.
func (s *server) row(i, n int) []value.Value {
	if cap(s.rows[i]) < n {
		s.rows[i] = make([]value.Value, n)
	}
	return s.rows[i][:n]
}

func (s *server) event(r *codec.Reader) error {
	i := r.Uint64()
	if i >= uint64(len(s.pkg.Sources)) {
		return fmt.Errorf("no source %d", i)
	}
	src := s.pkg.Sources[i]
	row := s.row(3, len(src.Columns))
	wire.ReadRow(r, row)
	if err := r.Close(); err != nil {
		return err
	}
	return src.Apply(row)
}

func (s *server) read(r *codec.Reader) error {
	i := r.Uint64()
	if i >= uint64(len(s.pkg.Sets)) {
		return fmt.Errorf("no feature set %d", i)
	}
	set := s.pkg.Sets[i]
	at := r.Int64()
	keys, request, out := s.row(0, len(set.Keys)), s.row(1, len(set.Request)), s.row(2, len(set.Features))
	wire.ReadRow(r, keys)
	wire.ReadRow(r, request)
	if err := r.Close(); err != nil {
		return err
	}
	if err := set.Read(at, keys, request, out); err != nil {
		return err
	}
	s.answer = wire.AppendRow(append(s.answer[:0], wire.Values), out)
	return wire.WriteFrame(s.w, s.answer)
}

// snapshot puts the package's state through bytes into a fresh package.
func (s *server) snapshot() error {
	var state bytes.Buffer
	if err := s.pkg.Snapshot(&state); err != nil {
		return err
	}
	fresh := s.packages[s.selected].New()
	if err := fresh.Restore(&state); err != nil {
		return err
	}
	for i, g := range s.pkg.Groups {
		for _, v := range admission.Verdicts {
			fresh.Groups[i].Verdicts.Add(v, g.Verdicts.Of(v))
		}
	}
	s.pkg = fresh
	return nil
}

func (s *server) verdicts() error {
	s.answer = append(s.answer[:0], wire.Counts)
	for _, g := range s.pkg.Groups {
		for _, v := range admission.Verdicts {
			s.answer = codec.AppendInt64(s.answer, g.Verdicts.Of(v))
		}
	}
	return wire.WriteFrame(s.w, s.answer)
}
