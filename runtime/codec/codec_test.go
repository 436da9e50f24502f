package codec

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/featc-lang/featc/runtime"
)

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.Int64().Draw(t, "i")
		u := rapid.Uint64().Draw(t, "u")
		f := rapid.Float64().Draw(t, "f")
		s := rapid.String().Draw(t, "s")
		v := rapid.Bool().Draw(t, "v")
		n := runtime.Null[int64]{}
		if v {
			n = runtime.Some(i)
		}
		b := AppendNull(AppendBool(AppendString(AppendFloat64(AppendUint64(AppendInt64(nil, i), u), f), s), v), n, AppendInt64)
		r := NewReader(b)
		gi, gu, gf, gs, gv, gn := r.Int64(), r.Uint64(), r.Float64(), r.String(), r.Bool(), ReadNull(r, (*Reader).Int64)
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if gi != i || gu != u || math.Float64bits(gf) != math.Float64bits(f) || gs != s || gv != v || gn != n {
			t.Fatal("decoded values differ")
		}
		short := NewReader(b[:rapid.IntRange(0, len(b)-1).Draw(t, "end")])
		short.Int64()
		short.Uint64()
		short.Float64()
		_ = short.String()
		short.Bool()
		ReadNull(short, (*Reader).Int64)
		if short.Close() == nil {
			t.Fatal("truncated data was read")
		}
	})
}

func TestReaderFailures(t *testing.T) {
	for _, tt := range []struct {
		name string
		data []byte
		read func(*Reader)
	}{
		{"length beyond the end", AppendUint64(nil, math.MaxUint64), func(r *Reader) { _ = r.String() }},
		{"bool of 2", []byte{2}, func(r *Reader) { r.Bool() }},
		{"endless varint", []byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255}, func(r *Reader) { r.Int64() }},
		{"left over", []byte{0}, func(*Reader) {}},
	} {
		r := NewReader(tt.data)
		tt.read(r)
		if r.Close() == nil {
			t.Errorf("%s: no error", tt.name)
		}
	}
}
