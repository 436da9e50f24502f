package streamengine

import (
	"bufio"
	"io"

	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/wire"
)

// Feed writes the events that had arrived by an instant, in microseconds since 1970,
// in the order in which a server would have met them, as frames of package wire:
// each has the name of its source before its row, and a last one ends them. It
// returns how many there are.
func Feed(w io.Writer, all []*engine.Events, until int64) (n int, err error) {
	var tables, streams [][]event
	for i, e := range all {
		if e.Source.Table != nil {
			tables = append(tables, arrivals(e, i))
		} else {
			streams = append(streams, arrivals(e, i))
		}
	}
	bw := bufio.NewWriterSize(w, 1<<20)
	var frame []byte
	for _, e := range merge(append(tables, streams...)) { // an event sees the versions that arrive with it
		if e.arrival > until {
			break
		}
		frame = codec.AppendString(append(frame[:0], wire.Event), all[e.source].Source.Name)
		frame = wire.AppendRow(frame, e.row)
		if err := wire.WriteFrame(bw, frame); err != nil {
			return n, err
		}
		n++
	}
	if err := wire.WriteFrame(bw, []byte{wire.End}); err != nil {
		return n, err
	}
	return n, bw.Flush()
}
