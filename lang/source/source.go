// Package source holds the text of .feat files and the positions in them.
//
// Everything later stages say to a person is anchored to a Span: a half-open
// range of bytes in one File.
package source

import (
	"fmt"
	"sort"
	"unicode/utf8"
)

// File is the text of one .feat file.
type File struct {
	Name  string // as a person should read it: relative to where featc was started
	Text  []byte
	lines []int // byte offset of each line's first byte
}

// NewFile indexes the lines of text. The text is not copied.
func NewFile(name string, text []byte) *File {
	f := &File{Name: name, Text: text, lines: []int{0}}
	for i, b := range text {
		if b == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	return f
}

// Position is a line and a column, both from 1; columns count code points.
type Position struct{ Line, Column int }

// Position returns the line and column of a byte offset. Offsets past the end
// are clamped to it.
func (f *File) Position(offset int) Position {
	offset = min(max(offset, 0), len(f.Text))
	line := sort.SearchInts(f.lines, offset+1) - 1
	return Position{line + 1, utf8.RuneCount(f.Text[f.lines[line]:offset]) + 1}
}

// Lines returns how many lines the file has, a last empty one included.
func (f *File) Lines() int { return len(f.lines) }

// Line returns the text of line n (from 1), without its line break.
func (f *File) Line(n int) string {
	start, end := f.lines[n-1], len(f.Text)
	if n < len(f.lines) {
		end = f.lines[n] - 1
	}
	if end > start && f.Text[end-1] == '\r' {
		end--
	}
	return string(f.Text[start:end])
}

// Span is the bytes [Start, End) of a file. The zero Span is nowhere.
type Span struct {
	File       *File
	Start, End int
}

// IsZero reports whether the span is nowhere.
func (s Span) IsZero() bool { return s.File == nil }

// Text returns the source text that the span covers.
func (s Span) Text() string {
	if s.File == nil {
		return ""
	}
	return string(s.File.Text[s.Start:s.End])
}

// To returns the span from the start of s to the end of t.
func (s Span) To(t Span) Span {
	if s.IsZero() {
		return t
	}
	if t.IsZero() {
		return s
	}
	return Span{s.File, s.Start, t.End}
}

// String renders the start of the span as file:line:column.
func (s Span) String() string {
	if s.File == nil {
		return "-"
	}
	p := s.File.Position(s.Start)
	return fmt.Sprintf("%s:%d:%d", s.File.Name, p.Line, p.Column)
}
