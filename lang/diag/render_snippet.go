package diag

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/featc-lang/featc/lang/source"
)

// Options tells Render about the terminal.
type Options struct {
	Color bool // use ANSI colours
	Width int  // columns that source lines may take before they are cut; 0: no limit
}

// The colours, as ANSI escapes.
const (
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	blue   = "\x1b[1;34m"
	bold   = "\x1b[1m"
	plain  = "\x1b[0m"
)

// Render writes diagnostics for a person: message, source lines with carets
// below what is wrong, related places, help. A blank line stands between two.
func Render(w io.Writer, ds []*Diagnostic, opt Options) error {
	out := bufio.NewWriter(w)
	for i, d := range ds {
		if i > 0 {
			fmt.Fprintln(out)
		}
		r := &renderer{out: out, opt: opt, margin: marginOf(d)}
		r.diagnostic(d)
	}
	return out.Flush()
}

// renderer writes one diagnostic.
type renderer struct {
	out    *bufio.Writer
	opt    Options
	margin int // width of the line numbers
}

// mark is a span to underline, and the words beside it.
type mark struct {
	span    source.Span
	text    string
	primary bool
}

func marginOf(d *Diagnostic) int {
	widest := 1
	for _, s := range append([]source.Span{d.Span}, relatedSpans(d)...) {
		if !s.IsZero() {
			widest = max(widest, s.File.Position(s.End).Line)
		}
	}
	return len(strconv.Itoa(widest))
}

func relatedSpans(d *Diagnostic) []source.Span {
	var out []source.Span
	for _, r := range d.Related {
		out = append(out, r.Span)
	}
	return out
}

func (r *renderer) color(code, text string) string {
	if !r.opt.Color || text == "" {
		return text
	}
	return code + text + plain
}

func (r *renderer) severityColor(s Severity) string {
	if s == Error {
		return red
	}
	return yellow
}

func (r *renderer) diagnostic(d *Diagnostic) {
	color := r.severityColor(d.Severity)
	fmt.Fprintf(r.out, "%s%s\n", r.color(color, fmt.Sprintf("%s[%s]", d.Severity, d.Code)), r.color(bold, ": "+d.Message))
	primary := mark{d.Span, d.Label, true}
	var here, elsewhere []mark
	for _, rel := range d.Related {
		m := mark{span: rel.Span, text: rel.Text}
		if rel.Span.File == d.Span.File {
			here = append(here, m)
		} else {
			elsewhere = append(elsewhere, m)
		}
	}
	if !d.Span.IsZero() {
		r.arrow("-->", d.Span)
		r.marks(append(here, primary), color)
	}
	for _, m := range elsewhere {
		if m.span.IsZero() {
			r.note("note", m.text)
			continue
		}
		r.arrow(":::", m.span)
		r.marks([]mark{m}, color)
	}
	if d.Help != "" {
		if !d.Span.IsZero() {
			r.gutter("")
			fmt.Fprintln(r.out)
		}
		r.note("help", d.Help)
	}
}

// arrow writes the place of a snippet.
func (r *renderer) arrow(arrow string, s source.Span) {
	fmt.Fprintf(r.out, "%s%s %s\n", strings.Repeat(" ", r.margin), r.color(blue, arrow), s)
}

func (r *renderer) note(kind, text string) {
	pad := strings.Repeat(" ", r.margin)
	for i, line := range strings.Split(text, "\n") {
		if i == 0 {
			fmt.Fprintf(r.out, "%s %s %s: %s\n", pad, r.color(blue, "="), r.color(bold, kind), line)
		} else {
			fmt.Fprintf(r.out, "%s   %s  %s\n", pad, strings.Repeat(" ", len(kind)), line)
		}
	}
}

// gutter writes a line number, or blanks, and the rule beside it.
func (r *renderer) gutter(number string) {
	fmt.Fprint(r.out, r.color(blue, fmt.Sprintf("%*s |", r.margin, number)))
}

// marks shows the lines that the marks touch. Of a span of many lines it shows
// the first two and the last.
func (r *renderer) marks(ms []mark, color string) {
	file := ms[0].span.File
	byLine := map[int][]mark{}
	for _, m := range ms {
		first, last := linesOf(m.span)
		for n := first; n <= last; n++ {
			if n-first < 2 || n == last {
				byLine[n] = append(byLine[n], m)
			}
		}
	}
	var numbers []int
	for n := range byLine {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	r.gutter("")
	fmt.Fprintln(r.out)
	for i, n := range numbers {
		if i > 0 && n > numbers[i-1]+1 {
			fmt.Fprintln(r.out, r.color(blue, "..."))
		}
		r.line(file, n, byLine[n], color)
	}
}

func linesOf(s source.Span) (first, last int) {
	first = s.File.Position(s.Start).Line
	last = s.File.Position(max(s.End-1, s.Start)).Line
	return first, last
}

// line writes a source line and, below it, one line for each mark. A line that
// is too wide is cut on both sides of its first mark.
func (r *renderer) line(file *source.File, n int, ms []mark, color string) {
	slices.SortStableFunc(ms, func(a, b mark) int { return b.span.Start - a.span.Start })
	text, left := printable(file.Line(n)), 0
	if w := r.opt.Width; w > 0 && widths.StringWidth(text) > w {
		if from, to := columnsOf(file, n, ms[len(ms)-1].span); to > w-1 {
			left = max(from-w/3, 0)
			text = widths.TruncateLeft(text, left, "…")
			left-- // the ellipsis takes a column
		}
		text = widths.Truncate(text, w, "…")
	}
	r.gutter(strconv.Itoa(n))
	if text != "" {
		fmt.Fprint(r.out, " ", text)
	}
	fmt.Fprintln(r.out)
	for _, m := range ms {
		from, to := columnsOf(file, n, m.span)
		from, to = max(from-left, 0), to-left
		if r.opt.Width > 0 {
			to = min(to, r.opt.Width)
		}
		sign, paint := "-", blue
		if m.primary {
			sign, paint = "^", color
		}
		under := strings.Repeat(sign, max(to-from, 1))
		if _, last := linesOf(m.span); m.text != "" && n == last {
			under += " " + m.text
		}
		r.gutter("")
		fmt.Fprintf(r.out, " %s%s\n", strings.Repeat(" ", from), r.color(paint, under))
	}
}

// widths measures text the same way in every locale.
var widths = &runewidth.Condition{StrictEmojiNeutral: true}

// columnsOf returns the terminal columns, from 0, that a span takes of line n,
// one that it touches. Of a line that the span only continues on, the
// indentation is left out.
func columnsOf(file *source.File, n int, s source.Span) (from, to int) {
	line := file.Line(n)
	start := bytes.LastIndexByte(file.Text[:s.Start], '\n') + 1
	for i := file.Position(s.Start).Line; i < n; i++ {
		start += bytes.IndexByte(file.Text[start:], '\n') + 1
	}
	end := min(max(s.End-start, 0), len(line))
	begin := min(max(s.Start-start, 0), len(line))
	if s.Start < start {
		begin = min(len(line)-len(strings.TrimLeft(line, " \t")), end)
	}
	from = widths.StringWidth(printable(line[:begin]))
	return from, from + widths.StringWidth(printable(line[begin:max(begin, end)]))
}
