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

// progress tells what is being done, on terminals only. The function that it
// returns names the next step, "" being the end.
func (a *app) progress(steps int) func(what string) {
	if a.json || !isTerminal(a.err) {
		return func(string) {}
	}
	bar := progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(a.err),
		progressbar.OptionSetWidth(24),
		progressbar.OptionThrottle(50*time.Millisecond),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionClearOnFinish(),
	)
	started := false
	return func(what string) {
		// What a progress bar cannot write is not worth failing for.
		if what == "" {
			_ = bar.Finish()
			return
		}
		bar.Describe(what)
		if started {
			_ = bar.Add(1)
		}
		started = true
	}
}

// plural writes a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
