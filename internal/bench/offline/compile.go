package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// compile measures featc's own command from a cold start: a process each time.
func compile(ctx context.Context, out io.Writer, o options) ([]row, error) {
	dir, err := os.MkdirTemp(o.temp, "featc-bench-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	featc := filepath.Join(dir, "featc")
	if text, err := exec.CommandContext(ctx, "go", "build", "-o", featc, "github.com/featc-lang/featc/cmd/featc").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("featc does not build: %w\n%s", err, text)
	}
	many := filepath.Join(dir, "many")
	if err := os.Mkdir(many, 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(many, "many.feat"), thousand(), 0o644); err != nil {
		return nil, err
	}
	var rows []row
	add := func(work, what string, limit float64, clear string, args ...string) error {
		var times, busy []float64
		for range o.runs {
			if clear != "" {
				if err := os.RemoveAll(clear); err != nil {
					return err
				}
			}
			wall, used, err := clock(func() error {
				text, err := exec.CommandContext(ctx, featc, args...).CombinedOutput()
				if err != nil {
					return fmt.Errorf("featc %s: %w\n%s", strings.Join(args, " "), err, text)
				}
				return nil
			})
			if err != nil {
				return err
			}
			times, busy = append(times, wall), append(busy, used)
		}
		r := row{Work: work, What: what, Wall: median(times), CPU: median(busy)}
		r.Reach = verdict("within "+seconds(limit), r.Wall <= limit)
		fmt.Fprintln(out, r)
		rows = append(rows, r)
		return nil
	}
	const work = "featc from a cold start, a process each time"
	gen := filepath.Join(dir, "gen")
	if err := errors.Join(
		add(work, "check 1,000 features", 0.1, "", "check", many),
		add(work, "compile 1,000 features to SQL and Go", 0.5, gen, "compile", many, "-o", gen),
		add(work, "the same with nothing changed", 0.5, "", "compile", many, "-o", gen),
	); err != nil {
		return nil, err
	}
	rewritten, err := touched(gen, func() error { return exec.CommandContext(ctx, featc, "compile", many, "-o", gen).Run() })
	if err != nil {
		return nil, err
	}
	last := &rows[len(rows)-1]
	last.Reach = verdict(fmt.Sprintf("writes nothing (%d files written)", rewritten), rewritten == 0)
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return nil, err
	}
	examples, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(root)), "examples", "*", "*.feat"))
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, f := range examples {
		d := filepath.Dir(f)
		if seen[d] {
			continue
		}
		seen[d] = true
		if err := add(work, "check examples/"+filepath.Base(d), 0.05, "", "check", d); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// touched counts the files of a folder that f writes.
func touched(dir string, f func() error) (int, error) {
	times := func() (map[string]time.Time, error) {
		out := map[string]time.Time{}
		err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
			if err == nil && !info.IsDir() {
				out[path] = info.ModTime()
			}
			return err
		})
		return out, err
	}
	before, err := times()
	if err != nil {
		return 0, err
	}
	if err := f(); err != nil {
		return 0, err
	}
	after, err := times()
	n := 0
	for path, at := range after {
		if !at.Equal(before[path]) {
			n++
		}
	}
	return n, err
}

// thousand is a program of a thousand features in a hundred views.
func thousand() []byte {
	var b bytes.Buffer
	b.WriteString("package many\nentity user (user_id: int64)\nsource p {\n  user_id: int64\n  amount: decimal(12, 2)\n  x: float64\n  at: timestamp\n  time at\n  delay 0s\n  batch csv(\"p.csv\")\n}\n")
	for i := range 100 {
		fmt.Fprintf(&b, "view v%d for user from p where amount > %d {\n", i, i)
		for j := range 5 {
			fmt.Fprintf(&b, "  n%d = count() where amount > %d over %dd\n  m%d = mean(x) over %dh\n", j, j, j+1, j, j+1)
		}
		b.WriteString("}\n")
	}
	b.WriteString("featureset s for user {\n")
	for i := range 100 {
		fmt.Fprintf(&b, "  include v%d.*\n", i)
	}
	b.WriteString("}\n")
	return b.Bytes()
}
