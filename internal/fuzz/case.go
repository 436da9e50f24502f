package fuzz

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/evaltest"
	"github.com/featc-lang/featc/runtime/value"
)

// Seed names a case: a program, and one of the data sets for it.
type Seed struct{ Program, Data uint64 }

// String is how a seed is written in testdata/seeds and after -case.
func (s Seed) String() string { return fmt.Sprintf("%d/%d", s.Program, s.Data) }

// ParseSeed reads what String writes.
func ParseSeed(text string) (Seed, error) {
	var s Seed
	if n, err := fmt.Sscanf(text, "%d/%d", &s.Program, &s.Data); n != 2 {
		return s, fmt.Errorf("%q is not PROGRAM/DATA: %w", text, err)
	}
	return s, nil
}

// Compiled is a random program that has gone through the front end.
type Compiled struct {
	Program
	Seed uint64
	IR   *ir.Program

	expected map[uint64]*engine.Output // by data set
}

// Expected is what the reference makes of one of the data sets, computed once; it is
// for one goroutine.
func (c *Compiled) Expected(ctx context.Context, data uint64, in *engine.Input) (*engine.Output, error) {
	if out := c.expected[data]; out != nil {
		return out, nil
	}
	out, err := Expect(ctx, in)
	if err == nil {
		c.expected[data] = out
	}
	return out, err
}

// CompileSeed writes and compiles the program of a seed. That it does not
// compile is a failure too, of the front end or of this package.
func CompileSeed(seed uint64) (*Compiled, error) {
	p := NewProgram(rand.New(rand.NewPCG(seed, 0)))
	program, err := compile(p.Text)
	if err != nil {
		return nil, fmt.Errorf("program %d does not compile: %w\n%s", seed, err, p.Text)
	}
	return &Compiled{Program: p, Seed: seed, IR: program, expected: map[uint64]*engine.Output{}}, nil
}

func compile(text string) (*ir.Program, error) { return evaltest.Compile("fuzz", text) }

// Input returns one of the program's data sets.
func (c *Compiled) Input(data uint64) *engine.Input {
	return NewInput(rand.New(rand.NewPCG(c.Seed, 1+data)), c.IR, c.Unit)
}

// Without returns the rules that the SQL planner is to do without on one of the
// data sets. On the first it may use all of them, on the others any may be
// missing, so that every rule meets every kind of program.
func (c *Compiled) Without(data uint64) []sql.Rule {
	var out []sql.Rule
	if data == 0 {
		return nil
	}
	rng := rand.New(rand.NewPCG(c.Seed, -data))
	for _, r := range sql.Rules {
		if rng.IntN(3) == 0 {
			out = append(out, r)
		}
	}
	return out
}

// Repro shrinks a failing case and returns it as a script: paste it into a file
// under golden/eval. e must take any program.
func (c *Compiled) Repro(ctx context.Context, e engine.Engine, in *engine.Input) string {
	fails := func(in *engine.Input) bool {
		m, err := Compare(ctx, e, in)
		return err == nil && m != nil
	}
	if !fails(in) {
		return "(does not fail again on its own)"
	}
	text, in := Shrink(c.Text, in, compile, fails)
	m, err := Compare(ctx, e, in)
	if err != nil || m == nil {
		return fmt.Sprintf("(does not fail again once shrunk: %v)", err)
	}
	want, err := Expect(ctx, in)
	if err != nil {
		return err.Error()
	}
	var columns [][]value.Value
	for _, row := range want.Rows {
		columns = append(columns, row[m.Column:m.Column+1])
	}
	return "# " + m.Text(in) + "\n" + evaltest.Format(text, in, []int{m.Column}, columns)
}
