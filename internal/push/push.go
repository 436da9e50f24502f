// Package push sends the rows of files to a running server, each of them once.
package push

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/arrivals"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/runtime/value"
)

// Request is what is to be sent, and where to.
type Request struct {
	Source  *ir.Source
	Files   []string // csv, JSON lines or Parquet, by their endings; none: those of the source's batch connector
	URL     string   // of the server
	Token   string   // Authorization: Bearer; "": none
	Origin  string   // the name under which the server counts rows; "": by what is in the files
	Retry   time.Duration
	Duck    duck.Options       // what reading and sorting may use
	Percent func(done, of int) // may be nil
}

// Summary says what was done.
type Summary struct {
	Source   string     `json:"source"`
	Origin   string     `json:"origin"`
	Files    []string   `json:"files"`
	Rows     int        `json:"rows"`
	Before   int        `json:"taken_in_before"` // rows that the server had
	Rejected []Rejected `json:"rejected,omitempty"`
}

// Rejected counts the values of a column that became null when they were decoded.
type Rejected struct {
	Column string `json:"column"`
	Cause  string `json:"cause"`
	Count  int    `json:"count"`
}

// Bounds of a piece: the server has limits on bodies and events.
const (
	mostRows  = 5000
	mostBytes = 4 << 20
)

// Run reads the files, sorts their rows by arrival, and sends those that the server
// does not have under the origin's name. It may be run again after a failure.
func Run(ctx context.Context, r *Request) (_ *Summary, err error) {
	sources, err := sourcesOf(r)
	if err != nil {
		return nil, err
	}
	rows, err := arrivals.Open(ctx, r.Duck, sources...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	out := &Summary{Source: r.Source.Name, Origin: r.Origin, Files: rows.Files, Rows: int(rows.Rows)}
	for _, x := range rows.Rejected {
		out.Rejected = append(out.Rejected, Rejected{strings.TrimPrefix(x.Place, r.Source.Name+"."), x.Cause, int(x.Count)})
	}
	if out.Origin == "" {
		if out.Origin, err = contents(rows.Files); err != nil {
			return nil, err
		}
	}
	c := &client{r: r, base: r.URL + "/ingest/" + r.Source.Name, origin: out.Origin}
	if out.Before, err = c.taken(ctx); err != nil {
		return nil, err
	}
	if out.Before >= out.Rows {
		return out, nil
	}
	p := &pieces{client: c, source: r.Source, of: out.Rows, before: out.Before}
	err = rows.Each(ctx, func(src *ir.Source, arrival int64, row []value.Value) error {
		if src.Arrival != ir.None { // the server would have a row without one arrive now
			row[src.Arrival] = value.OfTimestamp(arrival)
		}
		return p.add(ctx, row)
	})
	if err == nil {
		err = p.flush(ctx)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// sourcesOf is the source, reading from each of the files that are given, or from its
// own.
func sourcesOf(r *Request) ([]*ir.Source, error) {
	if len(r.Files) == 0 {
		return []*ir.Source{r.Source}, nil
	}
	var out []*ir.Source
	for _, path := range r.Files {
		kind := data.Kind(path)
		if kind != "csv" && kind != "jsonl" && kind != "parquet" {
			return nil, fmt.Errorf("%s is not a csv, jsonl or parquet file by its name", path)
		}
		full, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		src := *r.Source
		src.Batch = &ir.Connector{Kind: kind, Path: full, Span: src.Span}
		out = append(out, &src)
	}
	return out, nil
}

// contents names an origin by what is in files.
func contents(paths []string) (string, error) {
	h := sha256.New()
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return "", err
		}
		n, err := io.Copy(h, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return "", err
		}
		fmt.Fprintln(h, n)
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}

// pieces sends rows as JSON lines, many at a time.
type pieces struct {
	*client
	source     *ir.Source
	of, before int // rows in all, and of those that the server has
	seen, from int // rows, and those that came before the body's
	body       []byte
}

func (p *pieces) add(ctx context.Context, row []value.Value) error {
	if p.seen++; p.seen <= p.before {
		p.from = p.seen
		return nil
	}
	for i, c := range p.source.Columns {
		before := byte(',')
		if i == 0 {
			before = '{'
		}
		name, _ := json.Marshal(c.Name) // a string always can be
		p.body = append(append(append(p.body, before), name...), ':')
		p.body = append(p.body, data.JSON(row[i], c)...)
	}
	p.body = append(p.body, "}\n"...)
	if p.seen-p.from < mostRows && len(p.body) < mostBytes {
		return nil
	}
	return p.flush(ctx)
}

func (p *pieces) flush(ctx context.Context) error {
	if p.seen == p.from {
		return nil
	}
	if err := p.send(ctx, p.body, p.from); err != nil {
		return fmt.Errorf("rows from %d on: %w", p.from, err)
	}
	p.from, p.body = p.seen, p.body[:0]
	if p.r.Percent != nil {
		p.r.Percent(p.seen, p.of)
	}
	return nil
}

// client talks to a server.
type client struct {
	r            *Request
	base, origin string
}

func (c *client) columns() string {
	names := make([]string, len(c.r.Source.Columns))
	for i, column := range c.r.Source.Columns {
		names[i] = column.Name
	}
	return strings.Join(names, ",")
}

func (c *client) taken(ctx context.Context) (int, error) {
	return c.ask(ctx, http.MethodGet, c.base+"/"+url.PathEscape(c.origin), nil)
}

func (c *client) send(ctx context.Context, body []byte, from int) error {
	// A column that the server does not have would be left out for good.
	q := url.Values{"origin": {c.origin}, "from": {strconv.Itoa(from)}, "columns": {c.columns()}}
	_, err := c.ask(ctx, http.MethodPost, c.base+"?"+q.Encode(), body)
	return err
}

// ask does a request until it is answered for good: each may be repeated.
func (c *client) ask(ctx context.Context, method, to string, body []byte) (int, error) {
	began, pause := time.Now(), 50*time.Millisecond
	for {
		rows, again, err := c.once(ctx, method, to, body)
		if err == nil || !again || time.Since(began) >= c.r.Retry {
			return rows, err
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(pause):
			pause = min(2*pause, time.Second)
		}
	}
}

// once does a request, and says whether it may go well another time.
func (c *client) once(ctx context.Context, method, to string, body []byte) (rows int, again bool, err error) {
	req, err := http.NewRequestWithContext(ctx, method, to, bytes.NewReader(body))
	if err != nil {
		return 0, false, err
	}
	if c.r.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.r.Token)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, true, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, true, err
	}
	if answer.StatusCode != http.StatusOK {
		again = answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode >= 500
		return 0, again, fmt.Errorf("the server says %d: %s", answer.StatusCode, message(text))
	}
	var said struct{ Rows int }
	if err := json.Unmarshal(text, &said); err != nil {
		return 0, false, fmt.Errorf("%s is no server of featc: %w", c.r.URL, err)
	}
	return said.Rows, false, nil
}

// message is what an error of the server says to a person.
func message(text []byte) string {
	var inner string
	var e struct{ Message string }
	if json.Unmarshal(text, &inner) == nil && json.Unmarshal([]byte(inner), &e) == nil && e.Message != "" {
		return e.Message
	}
	return string(text)
}
