package fuzz

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/streamengine"
)

var (
	cases   = flag.Int("cases", 160, "how many random cases to run, a program with one data set each")
	seed    = flag.Uint64("seed", 1, "where the seeds of programs begin")
	oneCase = flag.String("case", "", "run this case alone, PROGRAM/DATA")
)

const (
	dataSets = 8  // per program: building its operators is the dear part
	batch    = 32 // programs per driver
)

// TestEngines compares SQL and generated Go, live and through snapshots, with
// the reference.
func TestEngines(t *testing.T) {
	sql, err := duck.New(duck.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sql.Close() })
	byProgram := map[uint64][]uint64{} // data sets
	for _, s := range seeds(t) {
		byProgram[s.Program] = append(byProgram[s.Program], s.Data)
	}
	var programs []*Compiled
	for p := range byProgram {
		c, err := CompileSeed(p)
		if err != nil {
			t.Error(err)
			continue
		}
		programs = append(programs, c)
	}
	slices.SortFunc(programs, func(a, b *Compiled) int {
		if a.Seed < b.Seed {
			return -1
		}
		return 1
	})
	for some := range slices.Chunk(programs, batch) {
		t.Run(fmt.Sprint(some[0].Seed), func(t *testing.T) {
			t.Parallel()
			for _, c := range some {
				check(t, c, byProgram[c.Seed], sql, sql)
			}
			var plans []*plan.Plan
			for _, c := range some {
				plans = append(plans, plan.Build(c.IR))
			}
			driver, err := streamengine.Build(context.Background(), plans...)
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range some {
				for _, opt := range []streamengine.RunOptions{{}, {SnapshotEvery: 3}} {
					check(t, c, byProgram[c.Seed], one{driver, i, opt}, &streamengine.Engine{Options: opt})
				}
			}
		})
	}
}

// seeds returns the case that is asked for, or those that failed once and the
// random ones.
func seeds(t *testing.T) []Seed {
	if *oneCase != "" {
		s, err := ParseSeed(*oneCase)
		if err != nil {
			t.Fatal(err)
		}
		return []Seed{s}
	}
	out := keptSeeds(t)
	for i := range uint64(*cases) {
		out = append(out, Seed{*seed*1_000_000 + i/dataSets, i % dataSets})
	}
	return out
}

func keptSeeds(t *testing.T) []Seed {
	f, err := os.Open("testdata/seeds")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []Seed
	for scanner := bufio.NewScanner(f); scanner.Scan(); {
		text, _, _ := strings.Cut(scanner.Text(), "#")
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		s, err := ParseSeed(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// check compares e on data sets of a program and shrinks the first failure with
// any, which takes programs that e was not made for.
func check(t *testing.T, c *Compiled, data []uint64, e, any engine.Engine) {
	ctx := context.Background()
	for _, d := range data {
		in := c.Input(d)
		m, err := Compare(ctx, e, in)
		s := Seed{c.Seed, d}
		switch {
		case err != nil:
			t.Errorf("case %s: %v", s, err)
		case m != nil:
			t.Errorf("case %s: %s\n%s", s, m.Text(in), c.Repro(ctx, any, in))
			return
		}
	}
}

// one is a program of a driver of many.
type one struct {
	driver *streamengine.Driver
	index  int
	opt    streamengine.RunOptions
}

func (o one) Name() string { return "stream" }

func (o one) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	return o.driver.Run(ctx, o.index, in, o.opt)
}

// TestProgramsCompile sends many more programs through the front end alone, and
// checks that the reference gives values of the declared types.
func TestProgramsCompile(t *testing.T) {
	for s := range uint64(500) {
		c, err := CompileSeed(s)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Compare(context.Background(), agrees{}, c.Input(0)); err != nil {
			t.Errorf("case %s: %v", Seed{s, 0}, err)
		}
	}
}

var errAgrees = errors.New("nothing to compare with")

// agrees stands for no engine: Compare then only judges the reference.
type agrees struct{}

func (agrees) Name() string { return "none" }

func (agrees) Run(context.Context, *engine.Input) (*engine.Output, error) { return nil, errAgrees }

func TestMain(m *testing.M) {
	flag.Parse()
	runtime.GOMAXPROCS(max(2, runtime.NumCPU())) // batches overlap building and running
	os.Exit(m.Run())
}
