package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/featc-lang/featc/internal/duck"
)

// largeProgram is what a user would write for the big history.
const largeProgram = `package large

entity user (user_id: int64)

source payments {
  user_id: int64
  amount:  decimal(12, 2)
  at:      timestamp

  time  at
  delay 0s
  batch parquet("payments_*.parquet")
}

view v for user from payments {
  n = count() over 1h, 1d, 7d
  s = sum(amount) over 1h, 1d, 7d
}

featureset s for user { include v.* }
`

// large trains over a history that does not fit in the memory it is given, with
// featc's own command, and measures the memory of all its processes together.
func large(ctx context.Context, out io.Writer, o options) ([]row, error) {
	dir, err := os.MkdirTemp(o.temp, "featc-bench-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := writeLarge(ctx, dir, o); err != nil {
		return nil, err
	}
	featc := filepath.Join(dir, "featc")
	if text, err := exec.CommandContext(ctx, "go", "build", "-o", featc, "github.com/featc-lang/featc/cmd/featc").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("featc does not build: %w\n%s", err, text)
	}
	var rows []row
	for _, engine := range strings.Split(o.largeEngines, ",") {
		cmd := exec.CommandContext(ctx, featc, "train", "s", "--labels", "labels.parquet", "-o", engine+".parquet",
			"--engine", engine, "--memory", o.largeMemory, "--temp", dir)
		cmd.Dir, cmd.Stderr = dir, os.Stderr // the progress bar
		start := time.Now()
		before := cpu()
		if err := cmd.Start(); err != nil {
			return nil, err
		}
		peak := watchMemory(cmd.Process.Pid)
		err := cmd.Wait()
		most := peak()
		if err != nil {
			return nil, fmt.Errorf("featc train --engine %s: %w", engine, err)
		}
		took := time.Since(start)
		r := row{
			Work: fmt.Sprintf("%s events, %s labels from Parquet, DuckDB given %s", count(o.largeEvents), count(o.largeLabels), o.largeMemory),
			What: "featc train --engine " + engine, Wall: took.Seconds(), CPU: cpu() - before,
			Note: "memory is not measured on this system",
		}
		if most > 0 {
			gib := float64(most) / (1 << 30)
			r.Note = fmt.Sprintf("%.2f GiB at the most, all processes together", gib)
			r.Reach = verdict("within 4 GiB", gib <= 4)
		}
		rows = append(rows, r)
		fmt.Fprintln(out, r)
	}
	return rows, nil
}

// writeLarge makes the project, in files of ten million events.
func writeLarge(ctx context.Context, dir string, o options) error {
	if err := os.WriteFile(filepath.Join(dir, "large.feat"), []byte(largeProgram), 0o644); err != nil {
		return err
	}
	db, err := duck.OpenNative(duck.Options{MemoryLimit: "2GB", TempDir: dir})
	if err != nil {
		return err
	}
	defer db.Close()
	const start, month = 1_700_000_000_000_000, 30 * 86_400_000_000
	write := func(file, columns string, lo, hi int) error {
		return db.Exec(ctx, fmt.Sprintf(`COPY (SELECT (hash(i) %% %d)::BIGINT AS user_id,
			make_timestamptz(%d + (hash(i * 7 + 1) %% %d)::BIGINT) AS "at"%s FROM range(%d, %d) t(i)) TO %s (FORMAT parquet)`,
			o.largeKeys, start, month, columns, lo, hi, duck.DuckDB.Quote(filepath.Join(dir, file))))
	}
	const part = 10_000_000
	for lo := 0; lo < o.largeEvents; lo += part {
		file := fmt.Sprintf("payments_%03d.parquet", lo/part)
		if err := write(file, ", ((hash(i * 3) % 100000) / 100.0)::DECIMAL(12, 2) AS amount", lo, min(lo+part, o.largeEvents)); err != nil {
			return err
		}
	}
	return write("labels.parquet", "", 1<<40, 1<<40+o.largeLabels)
}
