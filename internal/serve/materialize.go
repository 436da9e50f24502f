package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"syscall"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/arrivals"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/runtime/value"
)

// History says what Materialize is to build, and where.
type History struct {
	Program *ir.Program
	Until   int64    // microseconds since 1970: events that had arrived by then
	Into    []string // flags of the server: -data FOLDER, or -store URL with what belongs to it
	Duck    duck.Options
	Step    func(what string)               // is told what is being done
	Percent func(what string, done float64) // is told how much of it is done, from 0 to 1
}

// Materialized says what was built; see serving.Materialized.
type Materialized struct {
	Events int `json:"events"`
	Keys   int `json:"keys"`
}

// Materialize builds the states of an empty data folder, or of a shared store, from
// the batch sources of a program.
func Materialize(ctx context.Context, h *History) (_ *Materialized, err error) {
	h.Step("checking the batch sources")
	events, err := arrivals.Open(ctx, h.Duck, sourcesOf(h.Program)...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, events.Close()) }()
	h.Step("building the server")
	path, err := Build(ctx, h.Program)
	if err != nil {
		return nil, err
	}
	h.Step("sorting events")
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, append(slices.Clip(h.Into), "-materialize", data.Text(value.OfTimestamp(h.Until), types.Timestamp))...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	fed := errors.Join(h.feed(ctx, in, events), in.Close())
	err = cmd.Wait()
	if fed != nil && !errors.Is(fed, syscall.EPIPE) {
		return nil, fed // the server only says that the history breaks off
	}
	if err != nil {
		if ended := (&exec.ExitError{}); errors.As(err, &ended) && ctx.Err() == nil {
			return nil, errors.New(lastLine(said.String()))
		}
		return nil, err
	}
	if fed != nil {
		return nil, fed
	}
	done := &Materialized{}
	if err := json.Unmarshal(out.Bytes(), done); err != nil {
		return nil, fmt.Errorf("the server says %q: %w", out.String(), err)
	}
	return done, nil
}

// lastLine is what a server that fails ends with.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimPrefix(lines[len(lines)-1], "featc serve: ")
}
