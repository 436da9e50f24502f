package snapshot

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
)

// chunk is the size of the pieces in which records are kept and written. What is
// encoded is not moved again for others to fit in.
const chunk = 1 << 20

// Records are the keys and states of a group, encoded.
type Records struct {
	all     []record
	rest    []byte // room in the last chunk
	scratch []byte
}

type record struct {
	prefix uint64 // of the key, for order
	bytes  []byte // key and state
	key    int    // length of the key
}

// Add adds a key and its state, each as a function appends it.
func (r *Records) Add(key, state func([]byte) []byte) {
	r.scratch = key(r.scratch[:0])
	n := len(r.scratch)
	r.scratch = state(r.scratch)
	if len(r.scratch) > cap(r.rest) {
		r.rest = make([]byte, 0, max(chunk, len(r.scratch)))
	}
	kept := append(r.rest, r.scratch...)
	r.rest = kept[len(kept):]
	var prefix [8]byte
	copy(prefix[:], r.scratch[:n])
	r.all = append(r.all, record{binary.BigEndian.Uint64(prefix[:]), kept[:len(kept):len(kept)], n})
}

// sorted returns the records in the order of the bytes of their keys.
func (r *Records) sorted() []record {
	slices.SortFunc(r.all, func(a, b record) int {
		return cmp.Or(cmp.Compare(a.prefix, b.prefix), bytes.Compare(a.bytes[:a.key], b.bytes[:b.key]))
	})
	return r.all
}

// sealer writes what is appended to buf, and at the end its checksum.
type sealer struct {
	w   io.Writer
	buf []byte
	sum uint32
}

// spill writes buf where it is long enough to be worth it.
func (s *sealer) spill() error {
	if len(s.buf) < chunk {
		return nil
	}
	return s.flush()
}

func (s *sealer) flush() error {
	s.sum = crc32.Update(s.sum, castagnoli, s.buf)
	_, err := s.w.Write(s.buf)
	s.buf = s.buf[:0]
	return err
}

func (s *sealer) close() error {
	if err := s.flush(); err != nil {
		return err
	}
	_, err := s.w.Write(binary.LittleEndian.AppendUint32(nil, s.sum))
	return err
}

// readAll is io.ReadAll, in one piece where the length is known.
func readAll(r io.Reader) ([]byte, error) {
	sized, ok := r.(interface{ Len() int })
	if !ok {
		return io.ReadAll(r)
	}
	b := make([]byte, sized.Len())
	_, err := io.ReadFull(r, b)
	return b, err
}
