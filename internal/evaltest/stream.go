package evaltest

import (
	"context"
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/replay"
	"github.com/featc-lang/featc/internal/streamengine"
)

// Stream is the engine "stream" for many programs that share one driver:
// linking is what takes the time.
type Stream struct {
	driver  *streamengine.Driver
	indices map[*ir.Program]int
}

// BuildStream generates and builds the operators of the programs.
func BuildStream(ctx context.Context, programs []*ir.Program) (*Stream, error) {
	s := &Stream{indices: map[*ir.Program]int{}}
	var plans []*plan.Plan
	for i, p := range programs {
		s.indices[p] = i
		plans = append(plans, plan.Build(p))
	}
	var err error
	s.driver, err = streamengine.BuildReplays(ctx, plans...)
	return s, err
}

// With returns the engine under options.
func (s *Stream) With(opt streamengine.RunOptions) engine.Engine { return streamRun{s, opt} }

// Replay returns the engine that replays the same operators over sorted history.
func (s *Stream) Replay(db *duck.Native) engine.Engine {
	return &replay.Engine{DB: db, Replayer: func(p *ir.Program) *streamengine.Replayer {
		return s.driver.Replayer(s.indices[p])
	}}
}

type streamRun struct {
	*Stream
	opt streamengine.RunOptions
}

func (s streamRun) Name() string { return "stream" }

// Run computes the set of one of the programs that the driver was built for.
func (s streamRun) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	i, ok := s.indices[in.Program]
	if !ok {
		return nil, fmt.Errorf("the driver was built without program %s", in.Program.Package)
	}
	return s.driver.Run(ctx, i, in, s.opt)
}
