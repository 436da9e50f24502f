package embedded

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/batchrepr"

	"github.com/featc-lang/featc/runtime/serving/store"
)

// When Pebble replays a write-ahead log it stops at the first chunk that it cannot
// read, taking it for the torn tail that a crash leaves. Its own search for what tells
// damage apart (v2.1.7, readAheadForCorruption) leaves out the block that the chunk is
// in, and the synced offsets that it goes by fall behind with every block that is
// filled. So a log is checked here before Pebble gets to read it, by marks of our own.
//
// A log is blocks of 32 KiB, and a block is chunks, with zeros where no other header
// has room. A header is, in little-endian order, the checksum of what follows it (4
// bytes), the length of the payload (2), the type (1), the number of the log (4), and,
// for types from 9 on, Pebble's synced offset (8).
const (
	blockSize        = 32 << 10
	recyclableHeader = 11 // types 5 to 8
	syncHeader       = 19 // types 9 to 12: a whole record, its first, a middle and its last chunk
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type chunk struct {
	first, last bool // of a record
	payload     []byte
	size        int
}

// parseChunk reads the chunk at the beginning of b, if there is a whole one of a log.
func parseChunk(b []byte, log uint32) (c chunk, ok bool) {
	if len(b) < recyclableHeader || b[6] < 5 || b[6] > 12 || binary.LittleEndian.Uint32(b[7:]) != log {
		return c, false
	}
	header, kind := recyclableHeader, b[6]-5
	if b[6] >= 9 {
		header, kind = syncHeader, b[6]-9
	}
	c.size = header + int(binary.LittleEndian.Uint16(b[4:]))
	if len(b) < c.size {
		return c, false
	}
	if sum := crc32.Checksum(b[6:c.size], castagnoli); binary.LittleEndian.Uint32(b) != (sum>>15|sum<<17)+0xa282ead8 {
		return c, false
	}
	c.first, c.last = kind == 0 || kind == 1, kind == 0 || kind == 3
	c.payload = b[header:c.size]
	return c, true
}

// isTrailer reports whether b begins with what ends a log that was closed.
func isTrailer(b []byte, log uint32) bool {
	return len(b) >= recyclableHeader && bytes.Equal(b[:7], []byte{0, 0, 0, 0, 0, 0, 5}) && binary.LittleEndian.Uint32(b[7:]) == log+1
}

// isPadding reports whether the rest of a block is what Pebble passes over.
func isPadding(rest []byte) bool {
	zeros := rest
	switch {
	case len(rest) >= syncHeader:
		return false
	case len(rest) < 7: // no header of any format
		return true
	case len(rest) < recyclableHeader:
		zeros = rest[:7]
	}
	return len(bytes.Trim(zeros, "\x00")) == 0
}

// markHead is as much of a record as a mark takes: the head of a batch, which is its
// sequence number (8 bytes) and how many it takes of these (4), an entry that is data
// for the log alone (type and length, 1 byte each), and this data: up to which
// sequence number everything is durable.
const markHead = batchrepr.HeaderLen + 2 + 8

// mark is what a log has behind each batch that was synced. No other record has data
// for the log.
func mark(durable uint64) []byte { return binary.BigEndian.AppendUint64(nil, durable) }

func parseMark(head []byte) (durable uint64) {
	if len(head) != markHead || head[batchrepr.HeaderLen] != byte(pebble.InternalKeyKindLogData) || head[batchrepr.HeaderLen+1] != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(head[batchrepr.HeaderLen+2:])
}

// replay is what has been seen of a log.
type replay struct {
	bad  int64  // where the first chunk is that cannot be read; -1: there is none
	next uint64 // the sequence number behind the last record before that; 0: not known
}

// lost says of the record that begins with head whether, by what it says, something
// had been synced that cannot be read.
func (r *replay) lost(head []byte) bool {
	if len(head) < batchrepr.HeaderLen {
		return false
	}
	h, _ := batchrepr.ReadHeader(head)
	if r.bad < 0 {
		r.next = uint64(h.SeqNum) + uint64(h.Count)
		return false
	}
	if r.next == 0 { // the first record is among what cannot be read: its numbers are below those of the next
		r.next = uint64(h.SeqNum) - 1
	}
	return parseMark(head) >= r.next
}

// damage is an error that says where a log is damaged.
type damage struct {
	name      string
	size, bad int64
}

func (d *damage) Error() string {
	return fmt.Sprintf("%s: the log %s (%d bytes) is damaged at byte %d, and what is behind that had been synced", store.ErrDiverged, d.name, d.size, d.bad)
}

func (d *damage) Unwrap() error { return store.ErrDiverged }

// checkLog reads a write-ahead log of a number and a size. It returns an error that
// wraps store.ErrDiverged where records that had been synced cannot be read. A log
// whose tail is torn is none of that; nor can a last batch that is damaged be told
// from one that was never synced, unless the log was closed.
func checkLog(f io.Reader, name string, number uint32, size int64) error {
	var (
		r         = replay{bad: -1}
		buf       = make([]byte, blockSize)
		head      []byte // of the record at hand
		open      bool   // there is one
		adjoining = true
	)
	for offset := int64(0); ; offset += blockSize {
		n, err := io.ReadFull(f, buf)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		for i := 0; i < n; {
			c, ok := parseChunk(buf[i:n], number)
			if !ok {
				at := offset + int64(i)
				if at+recyclableHeader == size && isTrailer(buf[i:n], number) {
					if r.bad >= 0 { // what has been closed was synced
						return &damage{name, size, r.bad}
					}
					return nil
				}
				if adjoining && n == blockSize && isPadding(buf[i:]) {
					break
				}
				if r.bad < 0 {
					r.bad = at
				}
				adjoining, open = false, false
				i++
				continue
			}
			adjoining = true
			i += c.size
			if c.first {
				head, open = head[:0], true
			}
			if !open {
				continue
			}
			head = append(head, c.payload[:min(len(c.payload), markHead-len(head))]...)
			if c.last {
				if open = false; r.lost(head) {
					return &damage{name, size, r.bad}
				}
			}
		}
	}
}
