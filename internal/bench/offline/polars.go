package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/featc-lang/featc/internal/duck"
)

//go:embed polars.py
var polarsScript string

// polars are the plans of polars.py for a work. Without a python that has Polars
// they stand in the table with the reason why they did not run.
func polars(ctx context.Context, db *duck.Native, w work, o options) []contestant {
	out := []contestant{
		{name: "Polars: rolling sums over events and labels"},
		{name: "Polars: running sums, as-of joins"},
	}
	missing := ""
	if o.python == "" {
		missing = "NOT RUN: no python with Polars was given (-python)"
	} else if text, err := exec.CommandContext(ctx, o.python, "-c", "import polars").CombinedOutput(); err != nil {
		missing = fmt.Sprintf("NOT RUN: %s cannot import polars: %v", filepath.Base(o.python), errors.Join(err, errors.New(lastLine(text))))
	}
	for i, how := range []string{"rolling", "asof"} {
		out[i].missing = missing
		out[i].run = func(ctx context.Context, db *duck.Native) (result, error) { return byPolars(ctx, db, w, o, how) }
	}
	return out
}

func lastLine(text []byte) string {
	lines := 0
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == '\n' {
			if lines++; lines == 2 {
				return string(text[i+1:])
			}
		}
	}
	return string(text)
}

// byPolars hands the tables over in Parquet, has Polars read them and then, timed
// by itself, compute, and compares what it wrote.
func byPolars(ctx context.Context, db *duck.Native, w work, o options, how string) (result, error) {
	dir, err := os.MkdirTemp(o.temp, "featc-polars-*")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(dir)
	file := func(name string) string { return filepath.Join(dir, name) }
	for name, query := range map[string]string{
		"payments.parquet": `SELECT user_id, "at", (amount * 100)::BIGINT AS cents FROM payments`,
		"labels.parquet":   `SELECT label_row, user_id, "at" FROM labels`,
	} {
		if err := db.Exec(ctx, fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet)", query, duck.DuckDB.Quote(file(name)))); err != nil {
			return result{}, err
		}
	}
	text, err := exec.CommandContext(ctx, o.python, "-c", polarsScript, how, dir).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, exit.Stderr)
		}
		return result{}, err
	}
	var took struct{ Wall, CPU float64 }
	if err := json.Unmarshal(text, &took); err != nil {
		return result{}, err
	}
	columns := `user_id, "at"`
	for _, a := range ages {
		columns += fmt.Sprintf(", n_%[1]s::BIGINT AS v_n_%[1]s, (s_%[1]s::DECIMAL(18, 0) * 0.01::DECIMAL(3, 2))::DECIMAL(38, 2) AS v_s_%[1]s", a.name)
	}
	sum, err := one(ctx, db, checked(fmt.Sprintf("SELECT %s FROM %s", columns, duck.DuckDB.Quote(file("out.parquet"))), w.columns))
	return result{sum, took.Wall, took.CPU}, err
}
