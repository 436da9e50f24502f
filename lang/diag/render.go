package diag

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/featc-lang/featc/lang/source"
)

// RenderLines writes each diagnostic on one line, as compilers and editors
// know it: `file:line:col: error: message [F0301]`.
func RenderLines(w io.Writer, ds []*Diagnostic) error {
	out := bufio.NewWriter(w)
	for _, d := range ds {
		fmt.Fprintln(out, d.Error())
	}
	return out.Flush()
}

// jsonPosition is a place in a file. Lines and columns count from 1, columns
// in code points; offsets count bytes from 0.
type jsonPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
}

// jsonPlace is a range of a file; end is behind the last character.
type jsonPlace struct {
	File  string       `json:"file"`
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
}

type jsonRelated struct {
	Message string `json:"message"`
	jsonPlace
}

type jsonDiagnostic struct {
	Code     Code   `json:"code"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	jsonPlace
	Label   string        `json:"label,omitempty"`
	Help    string        `json:"help,omitempty"`
	Related []jsonRelated `json:"related"`
}

// RenderJSON writes the diagnostics as one JSON array. Its elements have the
// members code, severity ("error" or "warning"), message, file, start and end
// (each with line, column and offset), label and help where there is one, and
// related, an array of objects with message, file, start and end. Lines and
// columns count from 1, columns in code points; offset counts bytes from 0;
// end is behind the last character. A diagnostic without a place has an empty
// file and zeros. Members may be added, but none is renamed or removed.
func RenderJSON(w io.Writer, ds []*Diagnostic) error {
	out := make([]jsonDiagnostic, len(ds))
	for i, d := range ds {
		out[i] = jsonDiagnostic{
			Code: d.Code, Severity: d.Severity.String(), Message: d.Message, jsonPlace: placeOf(d.Span),
			Label: d.Label, Help: d.Help, Related: make([]jsonRelated, len(d.Related)),
		}
		for j, r := range d.Related {
			out[i].Related[j] = jsonRelated{r.Text, placeOf(r.Span)}
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func placeOf(s source.Span) jsonPlace {
	if s.IsZero() {
		return jsonPlace{}
	}
	position := func(offset int) jsonPosition {
		p := s.File.Position(offset)
		return jsonPosition{p.Line, p.Column, offset}
	}
	return jsonPlace{s.File.Name, position(s.Start), position(s.End)}
}

// printable returns a line of source as a terminal may show it: tabs as
// blanks, control characters and broken UTF-8 as a question mark each.
func printable(line string) string {
	if !strings.ContainsFunc(line, isUnprintable) && utf8.ValidString(line) {
		return line
	}
	var b strings.Builder
	for _, r := range line {
		switch {
		case r == '\t':
			b.WriteString(tab)
		case isUnprintable(r):
			b.WriteByte('?')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

const tab = "    "

func isUnprintable(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError }
