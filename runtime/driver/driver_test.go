package driver

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/value"
	"github.com/featc-lang/featc/runtime/wire"
)

// adder is a package with one source and one set: the sum of all values.
func adder() *registry.Package {
	var sum int64
	var verdicts admission.Counters
	return &registry.Package{
		Sources: []*registry.Source{registry.NewSource("numbers", []registry.Column{{Name: "n", Kind: value.Int64}},
			func(row []value.Value) {
				sum += row[0].I
				verdicts.Count(admission.Admitted)
			})},
		Sets: []*registry.Reader{registry.NewReader("sums", []registry.Column{{Name: "k", Kind: value.String}}, nil,
			[]registry.Column{{Name: "sum", Kind: value.Int64}},
			func(at int64, _, _, out []value.Value) error {
				if at < 0 {
					return errors.New("too early")
				}
				out[0] = value.OfInt64(sum)
				return nil
			})},
		Groups: []*registry.Group{{Name: "g", Verdicts: &verdicts}},
		Snapshot: func(w io.Writer) error {
			_, err := w.Write(codec.AppendInt64(nil, sum))
			return err
		},
		Restore: func(r io.Reader) error {
			b, err := io.ReadAll(r)
			sum = codec.NewReader(b).Int64()
			return err
		},
	}
}

func selectPackage(i uint64) []byte { return codec.AppendUint64([]byte{wire.Select}, i) }

func event(source uint64, row ...value.Value) []byte {
	return wire.AppendRow(codec.AppendUint64([]byte{wire.Event}, source), row)
}

func read(at int64, keys ...value.Value) []byte {
	return wire.AppendRow(codec.AppendInt64(codec.AppendUint64([]byte{wire.Read}, 0), at), keys)
}

// serve returns the answers to the frames, as text.
func serve(t *testing.T, frames ...[]byte) []string {
	t.Helper()
	var in, out bytes.Buffer
	w := bufio.NewWriter(&in)
	for _, f := range frames {
		if err := wire.WriteFrame(w, f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	err := Serve(&in, &out, []Package{{New: adder}, {New: adder}})
	var answers []string
	for r := bufio.NewReader(&out); ; {
		f, rerr := wire.ReadFrame(r, nil)
		if errors.Is(rerr, io.EOF) {
			break
		} else if rerr != nil {
			t.Fatal(rerr)
		}
		answers = append(answers, string(f))
	}
	if last := answers[len(answers)-1]; (err != nil) != (last[0] == wire.Error) {
		t.Errorf("error %v, last answer %q", err, last)
	}
	return answers
}

func TestServe(t *testing.T) {
	sum := func(n int64) string {
		return string(wire.AppendRow([]byte{wire.Values}, []value.Value{value.OfInt64(n)}))
	}
	counts := string([]byte{wire.Counts, 4, 0, 0, 0}) // 2 admitted, as zig-zag
	got := serve(t,
		selectPackage(0),
		event(0, value.OfInt64(3)), read(1, value.OfString("a")),
		[]byte{wire.Snapshot},
		event(0, value.OfInt64(4)), read(1, value.Null), []byte{wire.Verdicts},
		selectPackage(1), read(1, value.Null))
	if diff := cmp.Diff([]string{sum(3), sum(7), counts, sum(0)}, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

func TestServeErrors(t *testing.T) {
	for _, tt := range []struct {
		name   string
		frames [][]byte
		want   string
	}{
		{"nothing selected", [][]byte{event(0)}, "no package selected"},
		{"no such package", [][]byte{selectPackage(2)}, "no package 2"},
		{"no such source", [][]byte{selectPackage(0), event(9)}, "no source 9"},
		{"wrong kind", [][]byte{selectPackage(0), event(0, value.OfString("x"))}, "column n is string, want int64"},
		{"null", [][]byte{selectPackage(0), event(0, value.Null)}, "column n must not be null"},
		{"left over", [][]byte{selectPackage(0), event(0, value.OfInt64(1), value.OfInt64(2))}, "corrupt"},
		{"failing read", [][]byte{selectPackage(0), read(-1, value.Null)}, "too early"},
		{"unknown request", [][]byte{selectPackage(0), {'?'}}, "unknown request"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := serve(t, tt.frames...)
			if last := got[len(got)-1]; !strings.Contains(last, tt.want) {
				t.Errorf("answer %q, want %q", last, tt.want)
			}
		})
	}
}

func TestBrokenStream(t *testing.T) {
	for _, in := range []string{"\x05ab", "\x00", "\xff\xff\xff\xff\xff\xff\xff\xff\x7f"} {
		if err := Serve(strings.NewReader(in), io.Discard, []Package{{New: adder}}); err == nil {
			t.Errorf("stream %q was taken", in)
		}
	}
}
