package serve

import (
	"bufio"
	"context"
	"io"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/arrivals"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/value"
	"github.com/featc-lang/featc/runtime/wire"
)

// feed writes the events up to the history's end, as frames of package wire: each has
// the name of its source before its row, and a last one ends them.
func (h *History) feed(ctx context.Context, in io.Writer, events *arrivals.Reader) error {
	out := bufio.NewWriterSize(in, 1<<20)
	var frame []byte
	n := int64(0)
	err := events.Each(ctx, func(src *ir.Source, arrival int64, row []value.Value) error {
		if n++; n%10_000 == 0 {
			h.Percent("applying events", float64(n)/float64(events.Rows))
		}
		if arrival > h.Until {
			return arrivals.ErrEnough
		}
		frame = codec.AppendString(append(frame[:0], wire.Event), src.Name)
		frame = wire.AppendRow(frame, row)
		return wire.WriteFrame(out, frame)
	})
	if err != nil {
		return err
	}
	if err := wire.WriteFrame(out, []byte{wire.End}); err != nil {
		return err
	}
	return out.Flush()
}

// sourcesOf returns the declared sources that a view reads or an event looks up, the
// tables first: an event sees the versions that arrive with it.
func sourcesOf(p *ir.Program) []*ir.Source {
	all := &ir.FeatureSet{}
	for _, v := range p.Views {
		for _, f := range v.Features {
			all.Features = append(all.Features, &ir.SetFeature{Name: f.Name, Feature: f})
		}
	}
	var tables, streams []*ir.Source
	for _, src := range all.Sources() {
		if src.Table != nil {
			tables = append(tables, src)
		} else {
			streams = append(streams, src)
		}
	}
	return append(tables, streams...)
}
