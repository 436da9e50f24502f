// Package wire is the binary stream between featc and a driver: frames of
// requests one way, frames of answers the other. A frame is its length as a
// varint and its bytes, the first of which says what it is.
//
//	request   select   s package        package to work on from here, empty
//	          event    e source row
//	          read     r set at keys request
//	          snapshot p                 snapshot, then restore into an empty package
//	          expire   x at              let go of what no later read needs
//	          verdicts v                 ask for what became of events
//	          replay   R group workers   replay the group over the batches that follow
//	          batch    b columns         rows for the replay, or what it read
//	          end      .                 of the batches
//	answer    values   V row             to read
//	          verdicts C counts          to verdicts: per group, four counts; to end: of the group
//	          batch    b columns         to replay, any number of them before its counts
//	          error    X text            the last frame
package wire

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/value"
)

// The kinds of frames.
const (
	Select   = 's'
	Event    = 'e'
	Read     = 'r'
	Snapshot = 'p'
	Expire   = 'x'
	Verdicts = 'v'
	Replay   = 'R'
	Batch    = 'b'
	End      = '.'
	Values   = 'V'
	Counts   = 'C'
	Error    = 'X'
)

// maxFrame bounds the memory that a broken stream can ask for.
const maxFrame = 1 << 30

// WriteFrame writes a frame.
func WriteFrame(w *bufio.Writer, frame []byte) error {
	var n [binary.MaxVarintLen64]byte
	if _, err := w.Write(n[:binary.PutUvarint(n[:], uint64(len(frame)))]); err != nil {
		return err
	}
	_, err := w.Write(frame)
	return err
}

// ReadFrame reads a frame into buf, which grows as needed, and returns it. At
// the end of the stream it returns io.EOF.
func ReadFrame(r *bufio.Reader, buf []byte) ([]byte, error) {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, err
	}
	if n == 0 || n > maxFrame {
		return nil, fmt.Errorf("frame of %d bytes: %w", n, codec.ErrCorrupt)
	}
	if uint64(cap(buf)) < n {
		buf = make([]byte, n)
	}
	buf = buf[:n]
	if _, err := io.ReadFull(r, buf); err != nil {
		return nil, fmt.Errorf("truncated frame: %w", err)
	}
	return buf, nil
}

// AppendRow appends values; the reader must know how many.
func AppendRow(b []byte, row []value.Value) []byte {
	for _, v := range row {
		b = append(b, byte(v.Kind))
		switch v.Kind {
		case value.Invalid:
		case value.String, value.Bytes, value.List, value.Map, value.Vector:
			b = codec.AppendString(b, v.S)
		case value.Decimal:
			b = codec.AppendInt64(codec.AppendInt64(b, v.Hi), v.I)
		case value.Float64:
			b = codec.AppendFloat64(b, v.Float64())
		default:
			b = codec.AppendInt64(b, v.I)
		}
	}
	return b
}

// ReadRow fills row with what AppendRow wrote.
func ReadRow(r *codec.Reader, row []value.Value) {
	for i := range row {
		v := value.Value{Kind: value.Kind(r.Byte())}
		switch v.Kind {
		case value.Invalid:
		case value.String, value.Bytes, value.List, value.Map, value.Vector:
			v.S = r.String()
		case value.Decimal:
			v.Hi, v.I = r.Int64(), r.Int64()
		case value.Float64:
			v = value.OfFloat64(r.Float64())
		default:
			v.I = r.Int64()
		}
		row[i] = v
	}
}
