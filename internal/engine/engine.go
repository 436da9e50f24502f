// Package engine is the common shape of the three ways to compute a feature
// set: the reference interpreter, SQL on DuckDB, and generated Go. They take
// the same events and labels and must give the same values, bit for bit.
package engine

import (
	"context"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// Events are the rows of one source in any order, each with a value per column
// of the source, already decoded.
type Events struct {
	Source *ir.Source
	Rows   [][]value.Value
}

// Label asks for a feature set's vector of one entity at one instant.
type Label struct {
	At      int64         // microseconds since the epoch
	Keys    []value.Value // per key column of the set's entities; null reads empty windows
	Request []value.Value // per request field of the set
}

// Input is the work: compute Set for every label.
type Input struct {
	Program *ir.Program
	Set     *ir.FeatureSet
	Events  []*Events // one per source that the set reads
	Labels  []Label
}

// Output has a row per label, in the labels' order, and in it a value per
// feature of the set.
type Output struct {
	Rows [][]value.Value
}

// Engine computes feature sets.
type Engine interface {
	Name() string // "reference", "sql" or "stream"
	Run(ctx context.Context, in *Input) (*Output, error)
}
