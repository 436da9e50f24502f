package feast

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/serving/jsonio"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// push takes in {"push_source_name": source, "df": {column: [...]}}.
func (s *Server) push(w http.ResponseWriter, r *http.Request) error {
	doc, err := object(r)
	if err != nil {
		return err
	}
	switch to := doc.Field("to").Text(); to {
	case "", "online", "online_and_offline": // the log keeps events for training either way
	case "offline":
		return refused("PushModeUnsupported", `"to": "offline" is not possible here: events go into the log and online at once`)
	default:
		return malformed("to is online or online_and_offline, not %q", to)
	}
	return s.take(w, r, doc.Field("push_source_name"), doc.Field("df"))
}

// writeToOnlineStore takes in {"feature_view_name": source, "df": {column: [...]}}.
func (s *Server) writeToOnlineStore(w http.ResponseWriter, r *http.Request) error {
	doc, err := object(r)
	if err != nil {
		return err
	}
	name := doc.Field("feature_view_name")
	if reader := s.catalog.readers[name.Text()]; reader != nil {
		if _, err := s.source(name.Text()); err != nil {
			return refused("FeatureViewNotWritable", "the features of %s are computed from events: push those of %s",
				reader.Name, strings.Join(reader.Sources, ", "))
		}
	}
	if err := s.take(w, r, name, doc.Field("df")); err != nil {
		return err
	}
	_, _ = w.Write([]byte("null")) // the client may have gone
	return nil
}

// object reads a body that is a JSON object.
func object(r *http.Request) (jsontext.Value, error) {
	text, err := body(r)
	if err != nil {
		return "", err
	}
	if !jsontext.Valid(text) {
		return "", malformed("the body is not JSON")
	}
	doc := jsontext.Document(text)
	if doc[0] != '{' {
		return "", malformed("the body is not a JSON object")
	}
	return doc, nil
}

func (s *Server) take(w http.ResponseWriter, r *http.Request, name, df jsontext.Value) error {
	if !name.IsScalar() {
		return malformed("the name of the source is missing")
	}
	src, err := s.source(name.Text())
	if err != nil {
		return err
	}
	if df == "" || df[0] != '{' {
		return malformed("df is missing: an object of arrays, one for each column")
	}
	rows, err := jsonio.Columns(df, src, s.limits.Events, s.nulls(src))
	if err != nil {
		return rowsError(err)
	}
	if err := s.service.Ingest(r.Context(), src, rows, nil); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return nil
}

// rowsError is what rows that do not decode are to a client.
func rowsError(err error) error {
	if e := apiErrorOf(err); e.status != http.StatusInternalServerError {
		return e
	}
	return malformed("df: %v", err)
}

func (s *Server) nulls(src *registry.Source) jsonio.Nulls {
	return func(column string, cause text.Cause) { s.DecodedNull(src.Name, column, cause) }
}

// ingest takes in JSON lines, all or none.
func (s *Server) ingest(w http.ResponseWriter, r *http.Request) error {
	src, err := s.source(r.PathValue("source"))
	if err != nil {
		return err
	}
	text, err := body(r)
	if err != nil {
		return err
	}
	var rows [][]value.Value
	for line := range strings.Lines(text) {
		if line = strings.Trim(line, " \t\r\n"); line == "" {
			continue
		}
		if len(rows) == s.limits.Events {
			return tooLarge("more than %d events", s.limits.Events)
		}
		if !jsontext.Valid(line) || line[0] != '{' {
			return malformed("row %d: not a JSON object", len(rows))
		}
		row, err := jsonio.Row(jsontext.Document(line), len(rows), src, s.nulls(src))
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return s.taken(w, r, src, rows)
}

// taken has the events of /ingest taken in: those of a piece once.
func (s *Server) taken(w http.ResponseWriter, r *http.Request, src *registry.Source, rows [][]value.Value) error {
	w.Header().Set("Content-Type", "application/json")
	q := r.URL.Query()
	origin := q.Get("origin")
	if origin == "" {
		if len(rows) > 0 {
			if err := s.service.Ingest(r.Context(), src, rows, nil); err != nil {
				return err
			}
		}
		_, _ = w.Write([]byte("{}")) // the client may have gone
		return nil
	}
	from, err := strconv.ParseUint(q.Get("from"), 10, 63)
	if err != nil {
		return malformed("from: how many rows of origin %s come before, not %q", origin, q.Get("from"))
	}
	if err := s.service.IngestPiece(r.Context(), src, rows, serving.Piece{Origin: src.Name + "/" + origin, From: from}); err != nil {
		return err
	}
	s.writeOrigin(w, src, origin)
	return nil
}

// origin says how many rows of an origin have been taken in.
func (s *Server) origin(w http.ResponseWriter, r *http.Request) error {
	src, err := s.source(r.PathValue("source"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	s.writeOrigin(w, src, r.PathValue("origin"))
	return nil
}

func (s *Server) writeOrigin(w http.ResponseWriter, src *registry.Source, origin string) {
	_, _ = fmt.Fprintf(w, `{"rows":%d}`, s.service.Taken(src.Name+"/"+origin)) // the client may have gone
}
