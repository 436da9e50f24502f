package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/cockroachdb/pebble/v2"

	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/registry"
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

func eventKey(b []byte, position uint64) []byte {
	return binary.BigEndian.AppendUint64(append(b, 'l'), position)
}

// Append writes events behind those in the log, numbers them, and notes how far
// the origins have been taken in: all of it or, where it fails, nothing. When it
// returns, that is on disk.
func (d *DB) Append(events []Event, origins map[string]string) error {
	b := d.pebble.NewBatch()
	defer b.Close()
	known := map[string]hash{}
	_, last := d.Span()
	var key, text []byte
	for i := range events {
		e := &events[i]
		h, ok := d.columns[e.Source.Name]
		if !ok {
			if h, ok = known[e.Source.Name]; !ok {
				h = d.describe(b, e.Source)
				known[e.Source.Name] = h
			}
		}
		e.Position = last + uint64(i) + 1
		key = eventKey(key[:0], e.Position)
		text = codec.AppendString(codec.AppendTime(text[:0], e.Accepted), e.Source.Name)
		text = wire.AppendRow(append(text, h[:]...), e.Row)
		if err := b.Set(key, text, nil); err != nil {
			return err
		}
	}
	for origin, offset := range origins {
		if err := b.Set(append([]byte("o"), origin...), []byte(offset), nil); err != nil {
			return err
		}
	}
	if err := b.Commit(pebble.Sync); err != nil {
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

// describe writes the columns of a source, and returns their hash.
func (d *DB) describe(b *pebble.Batch, s *registry.Source) hash {
	text, _ := json.Marshal(saved(s.Columns)) // strings and numbers always can be
	sum := sha256.Sum256(text)
	h := hash(sum[:8])
	_ = b.Set(append([]byte("c"), h[:]...), text, nil) // fails at the commit, if at all
	return h
}

// Origins calls visit for how far every origin whose name begins with prefix has
// been taken in.
func (d *DB) Origins(prefix string, visit func(origin, offset string)) error {
	it, err := d.pebble.NewIter(bounds("o" + prefix))
	if err != nil {
		return err
	}
	for it.First(); it.Valid(); it.Next() {
		visit(string(it.Key()[1:]), string(it.Value()))
	}
	return it.Close()
}

// Events calls visit for the events from a position on, in order. Events of older
// definitions are read by the names of their columns.
func (d *DB) Events(from uint64, sources []*registry.Source, visit func(*Event) error) error {
	opt := bounds("l")
	opt.LowerBound = eventKey(nil, from)
	it, err := d.pebble.NewIter(opt)
	if err != nil {
		return err
	}
	defer it.Close()
	r := eventReader{db: d, sources: sources, layouts: map[layoutKey]*layout{}}
	for it.First(); it.Valid(); it.Next() {
		e, err := r.read(binary.BigEndian.Uint64(it.Key()[1:]), it.Value())
		if err == nil && e != nil {
			err = visit(e)
		}
		if err != nil {
			return err
		}
	}
	return it.Error()
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
	text, err := r.db.get(append([]byte("c"), k.columns[:]...))
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

// untilAccepted moves end on to the first event that was accepted at an instant or
// later, or to limit.
func (d *DB) untilAccepted(accepted int64, limit uint64, end *uint64) error {
	opt := bounds("l")
	opt.LowerBound = eventKey(nil, *end)
	it, err := d.pebble.NewIter(opt)
	if err != nil {
		return err
	}
	defer it.Close()
	for it.First(); it.Valid(); it.Next() {
		at := binary.BigEndian.Uint64(it.Key()[1:])
		if at >= limit || codec.NewReader(it.Value()).Time() >= accepted {
			break
		}
		*end = at + 1
	}
	return it.Error()
}
