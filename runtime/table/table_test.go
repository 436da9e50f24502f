package table

import (
	"cmp"
	"slices"
	"testing"

	"github.com/featc-lang/featc/runtime/codec"
)

func order(a, b *string) int { return cmp.Compare(*a, *b) }

func filled() *Versions[string] {
	var v Versions[string]
	for _, r := range []struct {
		time int64
		row  string
	}{{20, "c"}, {10, "b"}, {10, "a"}, {20, "c"}, {30, "d"}, {10, "b"}} {
		v.Insert(r.time, r.row, order)
	}
	return &v
}

func TestOrder(t *testing.T) {
	v := filled()
	if want := []string{"a", "b", "c", "d"}; !slices.Equal(v.rows, want) || v.Len() != 4 {
		t.Errorf("rows %q, want %q", v.rows, want)
	}
}

func TestAt(t *testing.T) {
	v := filled()
	for at, want := range map[int64]string{9: "", 10: "b", 19: "b", 20: "c", 29: "c", 30: "d", 99: "d"} {
		if got := v.At(at); got != want {
			t.Errorf("at %d: %q, want %q", at, got, want)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	v := filled()
	b := v.Append(nil, func(r *string, b []byte) []byte { return codec.AppendString(b, *r) })
	var w Versions[string]
	d := codec.NewReader(b)
	w.Read(d, func(r *string, d *codec.Reader) { *r = d.String() })
	if err := d.Close(); err != nil || !slices.Equal(v.rows, w.rows) || !slices.Equal(v.times, w.times) {
		t.Errorf("restored %v, %v", w, err)
	}
}
