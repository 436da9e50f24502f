package journal

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/store"
	"github.com/featc-lang/featc/runtime/value"
	"github.com/featc-lang/featc/runtime/wire"
)

// Event is an event of the log.
type Event struct {
	Position uint64 // from 1, without gaps
	Accepted int64  // microseconds since 1970
	Source   *registry.Source
	Row      []value.Value
}

// Append writes events behind those in the log, numbers them, and notes how far
// the origins have been taken in: all of it or, where it fails, nothing, unless
// the store was not available: then it may be called again with the same. When it
// returns nil, that is durable.
func (d *DB) Append(events []Event, origins map[string]string) error {
	_, last := d.Span()
	a := store.Append{First: last + 1, Events: make([][]byte, len(events)), Origins: origins}
	known := map[string]hash{}
	var text []byte // of all events, one behind the other
	for i := range events {
		e := &events[i]
		h, ok := d.columns[e.Source.Name]
		if !ok {
			if h, ok = known[e.Source.Name]; !ok {
				var columns []byte
				h, columns = describe(e.Source)
				known[e.Source.Name] = h
				if a.Columns == nil {
					a.Columns = map[string][]byte{}
				}
				a.Columns[string(h[:])] = columns
			}
		}
		e.Position = last + uint64(i) + 1
		from := len(text)
		text = codec.AppendString(codec.AppendTime(text, e.Accepted), e.Source.Name)
		text = wire.AppendRow(append(text, h[:]...), e.Row)
		a.Events[i] = text[from:len(text):len(text)]
	}
	if err := d.store.Append(&a); err != nil {
		return err
	}
	for name, h := range known {
		d.columns[name] = h
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.first == 0 && len(events) > 0 {
		d.first = d.last + 1
	}
	d.last += uint64(len(events))
	return nil
}

// describe returns the columns of a source, and their hash.
func describe(s *registry.Source) (hash, []byte) {
	text, _ := json.Marshal(saved(s.Columns)) // strings and numbers always can be
	sum := sha256.Sum256(text)
	return hash(sum[:8]), text
}

// Origins calls visit for how far every origin whose name begins with prefix has
// been taken in.
func (d *DB) Origins(prefix string, visit func(origin, offset string)) error {
	return d.store.Origins(prefix, visit)
}

// Events calls visit for the events from a position on, in order. Events of older
// definitions are read by the names of their columns.
func (d *DB) Events(from uint64, sources []*registry.Source, visit func(*Event) error) error {
	r := eventReader{db: d, sources: sources, layouts: map[layoutKey]*layout{}}
	return d.store.Events(from, func(position uint64, text []byte) error {
		e, err := r.read(position, text)
		if err == nil && e != nil {
			err = visit(e)
		}
		return err
	})
}

type layoutKey struct {
	source  string
	columns hash
}

// layout says where the columns of a logged row are in a source's.
type layout struct {
	source *registry.Source // nil: there is none any more
	to     []int            // -1: the column is no more
	row    []value.Value
}

type eventReader struct {
	db      *DB
	sources []*registry.Source
	layouts map[layoutKey]*layout
}

func (r *eventReader) read(position uint64, text []byte) (*Event, error) {
	in := codec.NewReader(text)
	accepted, name := in.Time(), in.String()
	var h hash
	for i := range h {
		h[i] = in.Byte()
	}
	l, err := r.layout(layoutKey{name, h})
	if err != nil {
		return nil, fmt.Errorf("event %d: %w", position, err)
	}
	if l.source == nil {
		r.db.mu.Lock()
		if r.db.gone == nil {
			r.db.gone = map[string]int{}
		}
		r.db.gone[name]++
		r.db.mu.Unlock()
		return nil, nil
	}
	wire.ReadRow(in, l.row)
	if err := in.Close(); err != nil {
		return nil, fmt.Errorf("event %d: %w", position, err)
	}
	row := make([]value.Value, len(l.source.Columns))
	for i, to := range l.to {
		if to >= 0 {
			row[to] = l.row[i]
		}
	}
	return &Event{position, accepted, l.source, row}, nil
}

func (r *eventReader) layout(k layoutKey) (*layout, error) {
	if l, ok := r.layouts[k]; ok {
		return l, nil
	}
	text, err := r.db.store.Columns(string(k.columns[:]))
	if err != nil {
		return nil, err
	}
	var old []savedColumn
	if err := json.Unmarshal(text, &old); err != nil {
		return nil, fmt.Errorf("columns of source %s: %w", k.source, err)
	}
	l := &layout{to: make([]int, len(old)), row: make([]value.Value, len(old))}
	for _, s := range r.sources {
		if s.Name == k.source {
			l.source = s
		}
	}
	if l.source != nil {
		if err := l.match(old); err != nil {
			return nil, err
		}
	}
	r.layouts[k] = l
	return l, nil
}

// match finds the columns of a source among those logged.
func (l *layout) match(old []savedColumn) error {
	for i := range l.to {
		l.to[i] = -1
	}
	for at, c := range l.source.Columns {
		found := false
		for i, o := range old {
			if o.Name != c.Name {
				continue
			}
			if value.Kind(o.Kind) != c.Kind || o.Scale != c.Scale {
				return fmt.Errorf("source %s: column %s was logged as %s, and is %s now", l.source.Name, c.Name, value.Kind(o.Kind), c.Kind)
			}
			l.to[i], found = at, true
		}
		if !found && !c.Nullable {
			return fmt.Errorf("source %s: logged events have no column %s, which must not be null", l.source.Name, c.Name)
		}
	}
	return nil
}
