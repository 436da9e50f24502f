package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/streamengine"
	"github.com/featc-lang/featc/runtime/value"
)

// Materialized says what was built; see serving.Materialized.
type Materialized struct {
	Events int `json:"events"`
	Keys   int `json:"keys"`
}

// Materialize builds the states of an empty data folder, or of a shared store, from
// the batch sources of a program: of all events that had arrived by an instant, in
// microseconds since 1970. Into is the folder, or the store's URL. Before each source
// is read, step is told.
func Materialize(ctx context.Context, p *ir.Program, until int64, into string, step func(what string)) (*Materialized, error) {
	var all []*engine.Events
	for _, src := range read(p) {
		step("reading " + src.Name)
		events, _, err := data.ReadEvents(ctx, src)
		if err != nil {
			return nil, err
		}
		all = append(all, events)
	}
	step("building the server")
	path, err := Build(ctx, p)
	if err != nil {
		return nil, err
	}
	step("applying events")
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	where := "-data"
	if strings.Contains(into, "://") {
		where = "-store"
	}
	cmd := exec.CommandContext(ctx, path, where, into, "-materialize", data.Text(value.OfTimestamp(until), types.Timestamp))
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	_, fed := streamengine.Feed(in, all, until)
	fed = errors.Join(fed, in.Close())
	if err := cmd.Wait(); err != nil {
		return nil, errors.New(lastLine(said.String()))
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

// read returns the declared sources that a view reads or an event looks up.
func read(p *ir.Program) []*ir.Source {
	all := &ir.FeatureSet{}
	for _, v := range p.Views {
		for _, f := range v.Features {
			all.Features = append(all.Features, &ir.SetFeature{Name: f.Name, Feature: f})
		}
	}
	return all.Sources()
}

// lastLine is what a server that fails ends with.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimPrefix(lines[len(lines)-1], "featc serve: ")
}
