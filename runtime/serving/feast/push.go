package feast

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

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
	return s.take(w, r, name, doc.Field("df"))
}

// object reads a body that is a JSON object.
func object(r *http.Request) (jsontext.Value, error) {
	text, err := body(r)
	if err != nil {
		return "", err
	}
	if !jsontext.Valid(text) {
		return "", malformed("the body is not JSON%s", whyNot(text))
	}
	doc := jsontext.Document(text)
	if doc[0] != '{' {
		return "", malformed("the body is not a JSON object")
	}
	return doc, nil
}

// whyNot says where text ceases to be JSON, if that is known.
func whyNot(text string) string {
	var any json.RawMessage
	var syntax *json.SyntaxError
	switch err := json.Unmarshal([]byte(text), &any); {
	case text == "":
		return ": it is empty"
	case errors.As(err, &syntax):
		return fmt.Sprintf(": %v, at byte %d", err, syntax.Offset)
	case !utf8.ValidString(text):
		return ": it is not UTF-8"
	}
	return ""
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
	_, _ = w.Write([]byte("null")) // the client may have gone
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
			return malformed("row %d: not a JSON object%s", len(rows), whyNot(line))
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
	if missing := s.unknown(src, q.Get("columns")); missing != "" {
		return &apiError{http.StatusConflict, "DefinitionDiffers", fmt.Sprintf("source %s has no column %s here: the server runs another definition, and would leave it out", src.Name, missing)}
	}
	if origin == "" {
		if q.Has("from") || q.Has("origin") {
			return malformed("from and origin belong together: from says how many rows of an origin come before")
		}
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
	taken, err := s.service.Taken(src.Name + "/" + origin)
	if err != nil {
		return err
	}
	writeTaken(w, taken)
	return nil
}

// unknown is the first of the columns, by their names with commas between, that a
// source does not have.
func (s *Server) unknown(src *registry.Source, columns string) string {
	if columns == "" {
		return ""
	}
	for _, name := range strings.Split(columns, ",") {
		if !slices.ContainsFunc(src.Columns, func(c registry.Column) bool { return c.Name == name }) {
			return name
		}
	}
	return ""
}

// origin says how many rows of an origin have been taken in.
func (s *Server) origin(w http.ResponseWriter, r *http.Request) error {
	src, err := s.source(r.PathValue("source"))
	if err != nil {
		return err
	}
	taken, err := s.service.Taken(src.Name + "/" + r.PathValue("origin"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	writeTaken(w, taken)
	return nil
}

func writeTaken(w http.ResponseWriter, rows uint64) {
	_, _ = fmt.Fprintf(w, `{"rows":%d}`, rows) // the client may have gone
}
