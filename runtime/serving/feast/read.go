package feast

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/serving/jsonio"
	"github.com/featc-lang/featc/runtime/value"
)

// status is what is known of a value, as in Feast.
type status byte

const (
	present status = iota
	nullValue
	missing
)

// Names are Feast's statuses by number: INVALID is 0.
var statusNames = [...]string{`"PRESENT"`, `"NULL_VALUE"`, `"NOT_FOUND"`}

// answer is the room that a request needs, used again.
type answer struct {
	keys, request []value.Value
	out           []value.Value // of one reader and entity
	values        []value.Value // a row per entity, a value per feature of the answer
	statuses      []status
	instants      []int64 // a row per entity, an instant per reader
	stamps        []byte  // a row per entity, the instant of each reader as JSON
	ends          []int   // of those, behind a 0
	text          []byte
}

var answers = sync.Pool{New: func() any { return &answer{} }}

func room[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

func (s *Server) getOnlineFeatures(w http.ResponseWriter, r *http.Request) error {
	q, err := s.parse(r)
	if err != nil {
		return err
	}
	a := answers.Get().(*answer)
	defer answers.Put(a)
	if err := s.fill(r.Context(), q, a); err != nil {
		return err
	}
	a.text = q.append(a.text[:0], a)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(a.text)))
	expect(r.Context(), len(a.text))
	_, _ = w.Write(a.text) // the client may have gone
	return nil
}

// fill reads all features of all entities.
func (s *Server) fill(ctx context.Context, q *query, a *answer) error {
	reading, err := s.service.Reading(ctx, func(visit registry.Visit) error { return q.touch(a, visit) })
	if err != nil {
		return err
	}
	defer reading.Close()
	n := len(q.features)
	a.values, a.statuses = room(a.values, q.rows*n), room(a.statuses, q.rows*n)
	a.instants = room(a.instants, q.rows*len(q.reads))
	for i := range q.reads {
		rd := &q.reads[i]
		a.keys, a.request = room(a.keys, len(rd.reader.Keys)), room(a.request, len(rd.reader.Request))
		a.out = room(a.out, len(rd.reader.Features))
		for row := range q.rows {
			if err := decodeKeys(a.keys, rd.keys, rd.reader.Keys, row); err != nil {
				return err
			}
			if err := decode(a.request, rd.request, rd.reader.Request, row); err != nil {
				return err
			}
			at, err := reading.Read(rd.reader, q.at, a.keys, a.request, a.out)
			if err != nil {
				return err
			}
			a.instants[row*len(q.reads)+i] = at
			s.place(reading, q, rd, a, row)
		}
		s.metrics.nullsOf(rd.reader, rd.nulls)
	}
	a.stamps, a.ends = a.stamps[:0], append(a.ends[:0], 0)
	reading.Served()
	for _, at := range a.instants {
		a.stamps = append(jsonio.AppendTime(append(a.stamps, '"'), at), '"')
		a.ends = append(a.ends, len(a.stamps))
	}
	return nil
}

// touch visits all states that are read.
func (q *query) touch(a *answer, visit registry.Visit) error {
	for i := range q.reads {
		rd := &q.reads[i]
		a.keys = room(a.keys, len(rd.reader.Keys))
		for row := range q.rows {
			if err := decodeKeys(a.keys, rd.keys, rd.reader.Keys, row); err != nil {
				return err
			}
			rd.reader.Touch(a.keys, nil, visit)
		}
	}
	return nil
}

// place puts what was read where the answer has it, with its status.
func (s *Server) place(reading *serving.Reading, q *query, rd *read, a *answer, row int) {
	absent := status(0) // of a null; 0: not looked at yet
	for _, column := range rd.columns {
		v := a.out[q.features[column].index]
		i := row*len(q.features) + column
		a.values[i], a.statuses[i] = v, present
		if !v.IsNull() {
			continue
		}
		if absent == present {
			absent = missing
			if reading.Seen(rd.reader, a.keys) {
				absent = nullValue
			}
		}
		a.statuses[i] = absent
		rd.nulls[absent]++
	}
}

// append writes the answer: column by column, the entities' own first.
func (q *query) append(b []byte, a *answer) []byte {
	b = append(b, `{"metadata":{"feature_names":[`...)
	keys := q.keyColumns()
	for i, c := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = jsonio.AppendString(b, c.name)
	}
	b = append(b, q.names...)
	b = append(b, `]},"results":[`...)
	for i, c := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"values":[`...)
		for j, v := range c.values {
			if j > 0 {
				b = append(b, ',')
			}
			b = append(b, v...)
		}
		b = append(b, `],"statuses":[`...)
		b = repeat(b, statusNames[present], q.rows)
		b = append(b, `],"event_timestamps":[`...)
		b = repeat(b, `"`+epoch+`"`, q.rows)
		b = append(b, `]}`...)
	}
	for i := range q.features {
		b = append(b, ',')
		b = q.appendFeature(b, a, i)
	}
	return append(b, `]}`...)
}

// keyColumns are the entity columns that are keys; others are request data.
func (q *query) keyColumns() []*entityColumn {
	var out []*entityColumn
	for i := range q.entities {
		c := &q.entities[i]
		for _, rd := range q.reads {
			if slices.Contains(rd.keys, c) {
				out = append(out, c)
				break
			}
		}
	}
	return out
}

func (q *query) appendFeature(b []byte, a *answer, i int) []byte {
	n, column := len(q.features), q.features[i].column()
	b = append(b, `{"values":[`...)
	for row := range q.rows {
		if row > 0 {
			b = append(b, ',')
		}
		b = jsonio.Append(b, a.values[row*n+i], column)
	}
	b = append(b, `],"statuses":[`...)
	for row := range q.rows {
		if row > 0 {
			b = append(b, ',')
		}
		b = append(b, statusNames[a.statuses[row*n+i]]...)
	}
	b = append(b, `],"event_timestamps":[`...)
	for row := range q.rows {
		if row > 0 {
			b = append(b, ',')
		}
		at := row*len(q.reads) + q.readOf[i]
		b = append(b, a.stamps[a.ends[at]:a.ends[at+1]]...)
	}
	return append(b, `]}`...)
}

// repeat writes a text n times, with commas between.
func repeat(b []byte, text string, n int) []byte {
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, text...)
	}
	return b
}
