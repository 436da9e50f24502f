// Package audit holds what a server has served against what the training SQL
// computes over the batch sources: where the two differ, the model sees other
// features online than it was trained on.
package audit

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/runtime/value"
)

// Request says what to audit.
type Request struct {
	Program  *ir.Program
	Set      *ir.FeatureSet // of a view: View.AsSet
	Dir      string         // folder of the log: that of -vectors
	Since    int64          // vectors from this instant on, in microseconds since 1970
	Until    int64          // and up to this one; 0: all
	Examples int            // most examples of a feature
	Engine   engine.Engine  // computes labels, without events in its input, over the batch sources
	AtOnce   int            // values that are computed at once, in whole files; 0: 4 million, some hundred MB
}

// Result says how the vectors of a set compare.
type Result struct {
	Set      *ir.FeatureSet
	Files    int
	Vectors  int
	Skewed   int // vectors with a value that differs
	Features []*Feature
	First    int64 // instant of the oldest vector, in microseconds since 1970
	Last     int64 // and of the newest
}

// Feature says how the served values of a feature compare.
type Feature struct {
	Name     string
	Feature  *ir.Feature // nil: it is in the log, and no more in the set
	Compared int
	Skewed   int
	Changed  int // served by another definition, and not compared
	Examples []Example
}

// Rate is the share of the compared values that differ.
func (f *Feature) Rate() float64 {
	if f.Compared == 0 {
		return 0
	}
	return float64(f.Skewed) / float64(f.Compared)
}

// Example is a value that differs.
type Example struct {
	Label    engine.Label
	File     string
	Served   value.Value
	Computed value.Value
}

// Logged reports whether a folder has a log of a set.
func Logged(dir, set string) bool {
	files, _ := files(dir, set)
	return len(files) > 0
}

// Sets lists the sets and views that a folder has a log of.
func Sets(dir string) []string {
	var out []string
	found, _ := filepath.Glob(filepath.Join(escape(dir), "*", "*.parquet")) // the pattern is right
	for _, path := range found {
		out = append(out, filepath.Base(filepath.Dir(path)))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func files(dir, set string) ([]string, error) {
	return filepath.Glob(filepath.Join(escape(dir), escape(set), "*.parquet"))
}

// escape has a path taken as it is by filepath.Glob.
func escape(path string) string {
	var out []rune
	for _, r := range path {
		if slices.Contains([]rune(`*?[\`), r) && filepath.Separator == '/' {
			out = append(out, '\\')
		}
		out = append(out, r)
	}
	return string(out)
}

// Run audits a set.
func Run(ctx context.Context, req *Request) (*Result, error) {
	paths, err := files(req.Dir, req.Set.Name)
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		if _, err := os.Stat(req.Dir); err != nil {
			return nil, fmt.Errorf("there is no folder %s", req.Dir)
		}
		return nil, fmt.Errorf("the log %s has no vectors of %s", req.Dir, req.Set.Name)
	}
	slices.Sort(paths)
	a := newAuditor(req)
	for _, path := range paths {
		v, err := data.ReadVectors(ctx, req.Set, a.hashes, path)
		if err != nil {
			return nil, err
		}
		a.add(v)
		if len(a.in.Labels)*len(req.Set.Features) >= a.AtOnce {
			if err := a.compute(ctx); err != nil {
				return nil, err
			}
		}
	}
	a.result.Files = len(paths)
	return a.result, a.compute(ctx)
}

// compute compares the vectors that were added since the last time.
func (a *auditor) compute(ctx context.Context) error {
	if len(a.in.Labels) == 0 {
		return nil
	}
	out, err := a.Engine.Run(ctx, a.in)
	if err != nil {
		return err
	}
	if len(out.Rows) != len(a.in.Labels) {
		return &project.EngineError{Engine: a.Engine.Name(), Err: fmt.Errorf("%d rows for %d vectors", len(out.Rows), len(a.in.Labels))}
	}
	a.compare(out)
	a.in.Labels, a.rows = nil, nil
	return nil
}

type auditor struct {
	Request
	hashes []string
	in     *engine.Input
	rows   []row
	byName map[string]*Feature
	result *Result
}

// row is a vector: what a file says of features, by their place in the set.
type row struct {
	file     *data.Vectors
	features []int
	values   []value.Value
}

func newAuditor(req *Request) *auditor {
	a := &auditor{
		Request: *req, byName: map[string]*Feature{},
		in:     &engine.Input{Program: req.Program, Set: req.Set},
		result: &Result{Set: req.Set, First: math.MaxInt64, Last: math.MinInt64},
	}
	if a.AtOnce == 0 {
		a.AtOnce = 4_000_000
	}
	for _, f := range req.Set.Features {
		a.hashes = append(a.hashes, ir.HashFeature(f.Feature))
		one := &Feature{Name: f.Name, Feature: f.Feature}
		a.byName[f.Name] = one
		a.result.Features = append(a.result.Features, one)
	}
	return a
}

// add takes the vectors of a file that are of the time to be audited.
func (a *auditor) add(v *data.Vectors) {
	n := 0
	for i, label := range v.Rows {
		if label.At < a.Since || a.Until != 0 && label.At > a.Until {
			continue
		}
		n++
		a.in.Labels = append(a.in.Labels, label)
		a.rows = append(a.rows, row{v, v.Features, v.Values[i]})
		a.result.First, a.result.Last = min(a.result.First, label.At), max(a.result.Last, label.At)
	}
	a.result.Vectors += n
	same := map[string]bool{}
	for _, i := range v.Features {
		same[a.Set.Features[i].Name] = true
	}
	for _, name := range names(v.Definitions) {
		if same[name] {
			continue
		}
		f := a.byName[name]
		if f == nil {
			f = &Feature{Name: name}
			a.byName[name] = f
			a.result.Features = append(a.result.Features, f)
		}
		f.Changed += n
	}
}

func names(of map[string]string) []string {
	out := make([]string, 0, len(of))
	for name := range of {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func (a *auditor) compare(out *engine.Output) {
	for i, r := range a.rows {
		skewed := false
		for j, at := range r.features {
			f := a.result.Features[at]
			f.Compared++
			served, computed := r.values[j], out.Rows[i][at]
			if served == computed {
				continue
			}
			f.Skewed++
			skewed = true
			if len(f.Examples) < a.Examples {
				f.Examples = append(f.Examples, Example{a.in.Labels[i], r.file.Path, served, computed})
			}
		}
		if skewed {
			a.result.Skewed++
		}
	}
}

// Worst returns the largest rate of any feature, and how many values were served by
// another definition.
func (r *Result) Worst() (rate float64, changed int) {
	for _, f := range r.Features {
		rate, changed = max(rate, f.Rate()), changed+f.Changed
	}
	return rate, changed
}
