// Package codec is the byte encoding that snapshots and the wire share:
// integers as varints, strings with their length before them.
package codec

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/featc-lang/featc/runtime"
)

// ErrCorrupt is reported for bytes that no encoder wrote.
var ErrCorrupt = errors.New("corrupt or truncated data")

// AppendInt64 appends i as a zig-zag varint.
func AppendInt64(b []byte, i int64) []byte { return binary.AppendVarint(b, i) }

// AppendTime appends an instant as eight bytes: it would take as many as a varint.
func AppendTime(b []byte, us int64) []byte {
	return binary.LittleEndian.AppendUint64(b, uint64(us))
}

// AppendUint64 appends u as a varint.
func AppendUint64(b []byte, u uint64) []byte { return binary.AppendUvarint(b, u) }

// AppendFloat64 appends the bits of f.
func AppendFloat64(b []byte, f float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
}

// AppendBool appends v as one byte.
func AppendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

// AppendString appends the length of s in bytes, and s.
func AppendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// AppendNull appends whether n is valid, and then its value with f.
func AppendNull[T any](b []byte, n runtime.Null[T], f func([]byte, T) []byte) []byte {
	b = AppendBool(b, n.Valid)
	if n.Valid {
		b = f(b, n.V)
	}
	return b
}

// Reader decodes a byte slice from its front. The first failure sticks: reads
// after it return zero values, and Err reports it.
type Reader struct {
	rest []byte
	err  error
}

// NewReader returns a Reader of b, which it does not change.
func NewReader(b []byte) *Reader { return &Reader{rest: b} }

// Err returns ErrCorrupt if any read has failed.
func (r *Reader) Err() error { return r.err }

// Close returns ErrCorrupt if any read has failed or bytes are left over.
func (r *Reader) Close() error {
	if r.err == nil && len(r.rest) > 0 {
		r.fail()
	}
	return r.err
}

func (r *Reader) fail() { r.rest, r.err = nil, ErrCorrupt }

func (r *Reader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.fail()
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// Int64 reads what AppendInt64 wrote.
func (r *Reader) Int64() int64 {
	i, n := binary.Varint(r.rest)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[n:]
	return i
}

// Uint64 reads what AppendUint64 wrote.
func (r *Reader) Uint64() uint64 {
	u, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[n:]
	return u
}

// Len reads a number of things of at least one byte each; it is never more
// than the bytes that are left, so that it is safe to allocate by.
func (r *Reader) Len() int {
	u := r.Uint64()
	if u > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return int(u)
}

// Byte reads one byte.
func (r *Reader) Byte() byte {
	b := r.take(1)
	if b == nil {
		return 0
	}
	return b[0]
}

// Float64 reads what AppendFloat64 wrote.
func (r *Reader) Float64() float64 {
	b := r.take(8)
	if b == nil {
		return 0
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

// Time reads what AppendTime wrote.
func (r *Reader) Time() int64 {
	b := r.take(8)
	if b == nil {
		return 0
	}
	return int64(binary.LittleEndian.Uint64(b))
}

// Bool reads what AppendBool wrote.
func (r *Reader) Bool() bool {
	b := r.Byte()
	if b > 1 {
		r.fail()
	}
	return b == 1
}

// String reads what AppendString wrote.
func (r *Reader) String() string { return string(r.take(r.Len())) }

// Bytes reads what AppendString wrote, in place: the bytes are those of the slice
// that is decoded.
func (r *Reader) Bytes() []byte { return r.take(r.Len()) }

// ReadNull reads what AppendNull wrote, the value with f.
func ReadNull[T any](r *Reader, f func(*Reader) T) runtime.Null[T] {
	if !r.Bool() {
		return runtime.Null[T]{}
	}
	return runtime.Some(f(r))
}
