package snapshot

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/crc32"
	"io"
	"iter"
	"slices"
)

// chunk is the size of the pieces in which records are kept and written. What is
// encoded is not moved again for others to fit in.
const chunk = 1 << 20

// Records are the keys and states of a group, encoded.
type Records struct {
	all     []record
	order   []place
	rest    []byte // room in the last chunk
	scratch []byte
}

type record struct {
	bytes []byte // key and state
	key   int    // length of the key
}

// place is where a record is, with the first bytes of its key, which tell most
// keys apart.
type place struct {
	prefix uint64
	at     int
}

// Add adds a key and its state, each as a function appends it.
func (r *Records) Add(key, state func([]byte) []byte) {
	r.scratch = key(r.scratch[:0])
	n := len(r.scratch)
	r.scratch = state(r.scratch)
	if len(r.scratch) > cap(r.rest) {
		r.rest = make([]byte, 0, max(chunk, len(r.scratch)))
	}
	kept := r.rest[:len(r.scratch):len(r.scratch)]
	copy(kept, r.scratch)
	r.rest = r.rest[len(kept):len(kept)]
	var prefix [8]byte
	copy(prefix[:], r.scratch[:n])
	r.order = append(r.order, place{binary.BigEndian.Uint64(prefix[:]), len(r.all)})
	r.all = append(r.all, record{kept, n})
}

// sorted gives the records in the order of the bytes of their keys.
func (r *Records) sorted() iter.Seq[record] {
	slices.SortFunc(r.order, func(a, b place) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		x, y := &r.all[a.at], &r.all[b.at]
		return bytes.Compare(x.bytes[:x.key], y.bytes[:y.key])
	})
	return func(yield func(record) bool) {
		for _, p := range r.order {
			if !yield(r.all[p.at]) {
				return
			}
		}
	}
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
