package feast

import (
	"net/http"

	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/serving/jsonio"
	"github.com/featc-lang/featc/runtime/value"
)

// query is a request for features, resolved.
type query struct {
	at       serving.At
	entities []entityColumn // as the request has them
	context  []entityColumn
	rows     int
	*shape
	reads []read // of the shape's, with where their keys are
}

// entityColumn is a column of what the request gives.
type entityColumn struct {
	name   string
	values []jsontext.Value
}

// read is what one reader is asked for, and by which keys.
type read struct {
	shapeRead
	keys    []*entityColumn
	request []*entityColumn
	nulls   [len(statusNames)]int // values that are null, by their status
}

// parse reads a request's body.
func (s *Server) parse(r *http.Request) (*query, error) {
	doc, err := object(r)
	if err != nil {
		return nil, err
	}
	q := &query{}
	if r.URL.RawQuery != "" {
		if err := q.instant(r.URL.Query().Get("at")); err != nil {
			return nil, err
		}
	}
	if q.entities, q.rows, err = columnsOf(doc.Field("entities"), "entities", s.limits.Entities); err != nil {
		return nil, err
	}
	if len(q.entities) == 0 {
		return nil, malformed("entities is missing: an object of arrays, such as {\"user_id\": [1, 2]}")
	}
	if context := doc.Field("request_context"); context != "" && !context.IsNull() {
		rows := 0
		if q.context, rows, err = columnsOf(context, "request_context", s.limits.Entities); err != nil {
			return nil, err
		}
		if len(q.context) > 0 && rows != q.rows {
			return nil, malformed("request_context has arrays of %d, entities of %d", rows, q.rows)
		}
	}
	if q.shape, err = s.shapes.of(doc); err != nil {
		return nil, err
	}
	return q, q.resolve()
}

func (q *query) instant(at string) error {
	if at == "" {
		return refused("InvalidInstant", "at: there is no instant")
	}
	c := registry.Column{Kind: value.Timestamp}
	v, _, err := jsonio.Decode(jsontext.Value(jsonio.AppendString(nil, at)), &c)
	if err != nil {
		return refused("InvalidInstant", "at: %v", err)
	}
	q.at = serving.At{Instant: v.I, Given: true}
	return nil
}

// columnsOf reads an object of arrays of one length.
func columnsOf(v jsontext.Value, what string, most int) ([]entityColumn, int, error) {
	if v != "" && v[0] != '{' {
		return nil, 0, malformed("%s is not an object", what)
	}
	var out []entityColumn
	rows := 0
	for k, values := range v.Fields {
		c := entityColumn{name: k.Text(), values: make([]jsontext.Value, 0, rows)}
		if !values.IsArray() {
			return nil, 0, malformed("%s: %s is not an array", what, c.name)
		}
		if find(out, c.name) != nil {
			return nil, 0, malformed("%s: %s is there twice", what, c.name)
		}
		for e := range values.Elements {
			if len(c.values) == most {
				return nil, 0, tooLarge("%s: more than %d entities", what, most)
			}
			c.values = append(c.values, e)
		}
		if len(out) > 0 && len(c.values) != rows {
			return nil, 0, malformed("%s: arrays of %d and of %d", what, rows, len(c.values))
		}
		rows = len(c.values)
		out = append(out, c)
	}
	return out, rows, nil
}

// resolve finds the keys and the request data of each reader.
func (q *query) resolve() error {
	for i := range q.context {
		if name := q.context[i].name; find(q.entities, name) != nil {
			return malformed("%s is in entities and in request_context", name)
		}
	}
	for _, r := range q.shape.reads {
		rd := read{shapeRead: r}
		for _, k := range r.reader.Keys {
			c := find(q.entities, k.Name)
			if c == nil {
				return refused("EntityKeyMissing", "%s needs the entity key %s", r.reader.Name, k.Name)
			}
			rd.keys = append(rd.keys, c)
		}
		for _, k := range r.reader.Request {
			c := find(q.context, k.Name)
			if c == nil {
				c = find(q.entities, k.Name)
			}
			if c == nil {
				return refused("RequestDataNotFoundInEntityRowsException", "%s needs %s in request_context", r.reader.Name, k.Name)
			}
			rd.request = append(rd.request, c)
		}
		q.reads = append(q.reads, rd)
	}
	return q.known()
}

// known refuses entity columns that no feature has a use for: a name that is
// misspelt should not go unnoticed.
func (q *query) known() error {
	for i := range q.entities {
		c := &q.entities[i]
		used := false
		for _, rd := range q.reads {
			for _, k := range append(rd.keys[:len(rd.keys):len(rd.keys)], rd.request...) {
				used = used || k == c
			}
		}
		if !used {
			return refused("EntityKeyUnknown", "no feature that is asked for has the entity key %s", c.name)
		}
	}
	return nil
}

func find(columns []entityColumn, name string) *entityColumn {
	for i := range columns {
		if columns[i].name == name {
			return &columns[i]
		}
	}
	return nil
}

// decodeKeys is decode for keys. Empty text is no key, as in the labels of training.
func decodeKeys(out []value.Value, from []*entityColumn, as []registry.Column, row int) error {
	if err := decode(out, from, as, row); err != nil {
		return err
	}
	for i, c := range from {
		if out[i].Kind == value.String && out[i].S == "" {
			return invalid("%s, number %d: %v", c.name, row, jsonio.ErrNull)
		}
	}
	return nil
}

// decode reads the values of columns in a row.
func decode(out []value.Value, from []*entityColumn, as []registry.Column, row int) error {
	for i, c := range from {
		v, _, err := jsonio.Decode(c.values[row], &as[i])
		if err != nil {
			return invalid("%s, number %d: %v", c.name, row, err)
		}
		out[i] = v
	}
	if err := registry.CheckModels(as, out); err != nil {
		return invalid("number %d: %v", row, err)
	}
	return nil
}

// timestamps of what has none.
const epoch = "1970-01-01T00:00:00Z"
