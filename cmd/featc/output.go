package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/featc-lang/featc/lang/diag"
)

// The colours of words that say how something went.
var (
	good = text.Colors{text.FgGreen}
	bad  = text.Colors{text.FgRed, text.Bold}
	weak = text.Colors{text.Faint}
)

// output is the standard output. It remembers the first error, so that the many
// who print need not look, and a full disk does not pass for success.
type output struct {
	to  io.Writer
	err error
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	if err != nil && o.err == nil {
		o.err = fmt.Errorf("cannot write the result: %w", err)
	}
	return n, err
}

// coloured reports whether w takes colours.
func (a *app) coloured(w io.Writer) bool {
	switch {
	case a.color == "always":
		return true
	case a.color == "never", a.json, os.Getenv("NO_COLOR") != "":
		return false
	}
	return isTerminal(w)
}

func isTerminal(w io.Writer) bool {
	if o, ok := w.(*output); ok {
		w = o.to
	}
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// paint colours words for the standard output and error, where these take it.
func (a *app) paint(colors text.Colors, words string) string {
	if !a.coloured(a.out) || !a.coloured(a.err) {
		return words
	}
	text.EnableColors() // go-pretty switches itself off away from terminals
	return colors.Sprint(words)
}

// diagnostics shows diagnostics as snippets, or as JSON.
func (a *app) diagnostics(w io.Writer, ds []*diag.Diagnostic) error {
	if a.json {
		return diag.RenderJSON(w, ds)
	}
	return diag.Render(w, ds, diag.Options{Color: a.coloured(w)})
}

// writeJSON writes a result for programs.
func (a *app) writeJSON(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// table writes rows below a header; columns of numbers, named by index from 1,
// are aligned to the right.
func (a *app) table(header table.Row, rows []table.Row, numbers ...int) {
	t := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	t.SuppressTrailingSpaces()
	var configs []table.ColumnConfig
	for _, n := range numbers {
		configs = append(configs, table.ColumnConfig{Number: n, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
	painted := make(table.Row, len(header))
	for i, h := range header {
		painted[i] = a.paint(weak, fmt.Sprint(h))
	}
	t.AppendHeader(painted)
	t.AppendRows(rows)
	fmt.Fprintln(a.out, t.Render())
}

// progress shows what is being done, on terminals only. What it cannot write is
// not worth failing for.
type progress struct{ bar *progressbar.ProgressBar }

// progress begins one; steps is how many there will be, -1 where rows are
// counted instead.
func (a *app) progress(steps int) *progress {
	if a.json || !isTerminal(a.err) {
		return &progress{}
	}
	return &progress{progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(a.err),
		progressbar.OptionSetWidth(24),
		progressbar.OptionThrottle(50*time.Millisecond),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionClearOnFinish(),
	)}
}

// step names what begins now.
func (p *progress) step(what string) {
	if p.bar != nil {
		p.bar.Describe(what)
		_ = p.bar.Add(1)
	}
}

// percent tells how far a step is, from 0 to 1.
func (p *progress) percent(what string, done float64) {
	if p.bar != nil {
		p.bar.Describe(what)
		p.bar.ChangeMax64(100)
		_ = p.bar.Set64(int64(100 * done))
	}
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

// plural writes a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
