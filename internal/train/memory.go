package train

import (
	"context"

	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/streamengine"
	"github.com/featc-lang/featc/runtime/value"
)

// inputs are labels and events that featc has read.
type inputs struct {
	labels   *data.Labels
	events   []*engine.Events
	rejected []Rejected
}

// read reads the labels and the events of the set's sources with featc's own
// reader.
func (j *job) read(ctx context.Context) (*inputs, error) {
	j.Step("reading labels")
	labels, err := data.ReadLabels(ctx, j.Set, j.Labels)
	if err != nil {
		return nil, err
	}
	in := &inputs{labels: labels}
	in.reject("labels", labels.Report)
	for _, src := range project.Sources(j.Set) {
		j.Step("reading " + src.Name)
		events, report, err := data.ReadEvents(ctx, src)
		if err != nil {
			return nil, err
		}
		in.events = append(in.events, events)
		in.reject(src.Name, report)
	}
	return in, nil
}

func (in *inputs) reject(of string, report *data.Report) {
	for _, r := range report.Rejected {
		in.rejected = append(in.rejected, Rejected{of + "." + r.Column, r.Cause.String(), int64(r.Count)})
	}
}

// memory computes over what featc has read, all of it in memory.
func (j *job) memory(ctx context.Context) error {
	read, err := j.read(ctx)
	if err != nil {
		return err
	}
	e := engine.Engine(j.db)
	if j.Engine == Stream {
		e = &streamengine.Engine{}
	}
	in := &engine.Input{Program: j.Project.Program, Set: j.Set, Labels: read.labels.Rows, Events: read.events}
	j.Step("computing " + j.Set.Name + " on engine " + e.Name())
	out, err := e.Run(ctx, in)
	if err != nil {
		return failed(e.Name(), err)
	}
	table := read.labels.Columns
	for i, f := range j.Set.Features {
		c := &data.Column{Name: f.Name, Type: f.Feature.Type, Values: make([]value.Value, len(out.Rows))}
		for row, values := range out.Rows {
			c.Values[row] = values[i]
		}
		table = append(table, c)
		j.summary.Features = append(j.summary.Features, Nulls{c.Name, c.Type.String(), int64(c.Nulls())})
	}
	j.Step("counting what was rejected")
	found, err := j.db.StatsOf(ctx, in)
	if err != nil {
		return failed("sql", err)
	}
	j.summary.Rows = int64(len(out.Rows))
	j.summary.Rejected = append(j.summary.Rejected, read.rejected...)
	j.reject(found)
	j.Step("writing " + j.Output)
	return data.WriteTable(j.Output, table)
}
