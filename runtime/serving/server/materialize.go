package server

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
	"github.com/featc-lang/featc/runtime/wire"
)

// materialize builds the states of a data folder from the events on in: frames of
// package wire with an event each, its source by name, and one that ends them, so
// that history which breaks off is not taken for all of it.
func materialize(fresh func() *registry.Package, opt serving.Options, until string, in io.Reader, out io.Writer) error {
	at, _, err := text.Decode(until, text.Column{Kind: value.Timestamp})
	if err != nil {
		return fmt.Errorf("-materialize: %w", err)
	}
	columns := map[string]int{}
	for _, s := range fresh().Sources {
		columns[s.Name] = len(s.Columns)
	}
	done, err := serving.Materialize(fresh, opt, at.I, func(apply serving.Apply) error {
		r := bufio.NewReaderSize(in, 1<<20)
		var frame []byte
		for {
			var err error
			if frame, err = wire.ReadFrame(r, frame); errors.Is(err, io.EOF) {
				return errors.New("the history breaks off")
			} else if err != nil {
				return err
			}
			if frame[0] == wire.End {
				return nil
			}
			event := codec.NewReader(frame[1:])
			source := event.String()
			n, ok := columns[source]
			if !ok {
				continue // no view reads it
			}
			row := make([]value.Value, n)
			wire.ReadRow(event, row)
			if err := event.Close(); err != nil {
				return err
			}
			if err := apply(source, row); err != nil {
				return err
			}
		}
	})
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(done)
}
