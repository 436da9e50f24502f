package snapshot

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/keyed"
)

type state struct{ n int64 }

func group(hash string, m *keyed.Map[string, state]) []Group {
	return []Group{&Keyed[string, state]{
		GroupName: "g", GroupHash: hash, States: m,
		AppendKey: codec.AppendString, ReadKey: (*codec.Reader).String,
		AppendState: func(s *state, b []byte) []byte { return codec.AppendInt64(b, s.n) },
		ReadState:   func(s *state, d *codec.Reader) { s.n = d.Int64() },
	}}
}

func filled() *keyed.Map[string, state] {
	var m keyed.Map[string, state]
	for i, k := range []string{"", "b", "a"} {
		s := m.Write(k)
		s.State.n = int64(i) - 1
		s.Unlock()
	}
	return &m
}

func contents(m *keyed.Map[string, state]) map[string]int64 {
	out := map[string]int64{}
	m.Each(func(k string, s *state) { out[k] = s.n })
	return out
}

func write(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, group("h", filled())); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRoundTrip(t *testing.T) {
	b := write(t)
	var m keyed.Map[string, state]
	if err := Restore(bytes.NewReader(b), group("h", &m)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(contents(filled()), contents(&m)); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
	if !bytes.Equal(b, write(t)) {
		t.Error("two snapshots of one state differ")
	}
}

func TestRefusals(t *testing.T) {
	good := write(t)
	version := bytes.Clone(good)
	version[len(magic)] = 99
	for _, tt := range []struct {
		name string
		data []byte
		hash string
		want error
	}{
		{"empty", nil, "h", ErrFormat},
		{"something else", []byte("PAR1 and so on, at some length"), "h", ErrFormat},
		{"unknown version", version, "h", ErrVersion},
		{"another definition", good, "i", ErrDefinition},
		{"truncated", good[:len(good)-1], "h", ErrChecksum},
		{"longer", append(bytes.Clone(good), 0), "h", ErrChecksum},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := filled()
			s := m.Write("kept")
			s.Unlock()
			if err := Restore(bytes.NewReader(tt.data), group(tt.hash, m)); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if m.Len() != 4 {
				t.Error("a failed restore changed the states")
			}
		})
	}
}

// Whichever byte is damaged, and wherever the data ends, it is refused.
func TestEveryDamageIsRefused(t *testing.T) {
	good := write(t)
	var m keyed.Map[string, state]
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 0x40
		if Restore(bytes.NewReader(bad), group("h", &m)) == nil {
			t.Errorf("damage at byte %d was not noticed", i)
		}
		if Restore(bytes.NewReader(good[:i]), group("h", &m)) == nil {
			t.Errorf("an end after %d bytes was not noticed", i)
		}
	}
}

func TestSeal(t *testing.T) {
	sealed := Seal("h", []byte("state"))
	got, err := Open("h", sealed)
	if err != nil || string(got) != "state" {
		t.Errorf("opened %q, %v", got, err)
	}
	if _, err := Open("i", sealed); !errors.Is(err, ErrDefinition) {
		t.Errorf("another hash: %v", err)
	}
	if _, err := Open("h", sealed[:len(sealed)-2]); !errors.Is(err, ErrChecksum) {
		t.Errorf("truncated: %v", err)
	}
}
