package streamengine

import (
	"context"
	"slices"
	"sync"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/engine"
)

// Engine is the engine "stream". The zero Engine is ready for use. It keeps the
// drivers that it has built, one per program.
type Engine struct {
	Options RunOptions

	mu      sync.Mutex
	drivers map[*ir.Program]*built
}

// built is the driver of a program that has, beside its own sets, those of its tests.
type built struct {
	once   sync.Once
	driver *Driver
	err    error
}

var _ engine.Engine = (*Engine)(nil)

// Name returns "stream".
func (e *Engine) Name() string { return "stream" }

// Run computes in.Set for every label.
func (e *Engine) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	program := in.Program
	if !slices.Contains(allSets(program), in.Set) {
		p := *program
		p.Sets = append(slices.Clip(p.Sets), in.Set)
		program = &p
	}
	b := e.built(program)
	b.once.Do(func() { b.driver, b.err = Build(ctx, plan.Build(withTestSets(program))) })
	if b.err != nil {
		e.forget(program, b)
		return nil, b.err
	}
	return b.driver.Run(ctx, 0, in, e.Options)
}

func (e *Engine) built(p *ir.Program) *built {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.drivers == nil {
		e.drivers = map[*ir.Program]*built{}
	}
	b, ok := e.drivers[p]
	if !ok {
		b = &built{}
		e.drivers[p] = b
	}
	return b
}

// forget lets a build that failed be tried again: it may have been cancelled.
func (e *Engine) forget(p *ir.Program, b *built) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.drivers[p] == b {
		delete(e.drivers, p)
	}
}

// allSets returns the program's sets, and those that its tests read.
func allSets(p *ir.Program) []*ir.FeatureSet {
	sets := slices.Clone(p.Sets)
	for _, t := range p.Tests {
		for _, r := range t.Reads {
			sets = append(sets, r.Set)
		}
	}
	return sets
}

// withTestSets returns the program with the sets of its tests among its own, so
// that one driver serves them all.
func withTestSets(p *ir.Program) *ir.Program {
	q := *p
	q.Sets = allSets(p)
	return &q
}
