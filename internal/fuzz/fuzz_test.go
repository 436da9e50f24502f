package fuzz

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/evaltest"
	"github.com/featc-lang/featc/internal/replay"
	"github.com/featc-lang/featc/internal/streamengine"
)

var (
	cases   = flag.Int("cases", 3000, "how many random cases to run, a program with one data set each; -short runs a tenth")
	seed    = flag.Uint64("seed", 1, "where the seeds of programs begin")
	oneCase = flag.String("case", "", "run this case alone, PROGRAM/DATA")
)

const (
	dataSets = 16 // per program: building its operators is the dear part
	batch    = 32 // programs per driver
)

// TestDifferential compares SQL and generated Go (live, through snapshots, with
// state that expires, and replayed over sorted history) with the reference.
func TestDifferential(t *testing.T) {
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
	for _, p := range slices.Sorted(maps.Keys(byProgram)) {
		c, err := CompileSeed(p)
		if err != nil {
			t.Error(err)
			continue
		}
		programs = append(programs, c)
	}
	total := 0
	for _, c := range programs {
		n := 3 // SQL, live, live with snapshots and state that expires
		if replays(c) {
			n++
		}
		total += n * len(byProgram[c.Seed])
	}
	p := report(t, total)
	for some := range slices.Chunk(programs, batch) {
		t.Run(fmt.Sprint(some[0].Seed), func(t *testing.T) {
			t.Parallel()
			for _, c := range some {
				for _, d := range byProgram[c.Seed] {
					some := sql.Without(c.Without(d)...)
					p.check(t, c, []uint64{d}, some, some)
				}
			}
			var irs []*ir.Program
			for _, c := range some {
				irs = append(irs, c.IR)
			}
			stream, err := evaltest.BuildStream(context.Background(), irs)
			if err != nil {
				t.Fatal(err)
			}
			db, err := duck.OpenNative(duck.Options{Threads: 1})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			replayed := stream.Replay(db)
			for _, c := range some {
				if replays(c) {
					p.check(t, c, byProgram[c.Seed], replayed, &replay.Engine{DB: db, Replayer: alone})
				}
			}
			for _, c := range some {
				p.check(t, c, byProgram[c.Seed], stream.With(streamengine.RunOptions{}), &streamengine.Engine{})
				for _, d := range byProgram[c.Seed] {
					opt := streamengine.RunOptions{SnapshotEvery: 1 + int(d%7), ExpireEvery: 1 + int(d%5)}
					p.check(t, c, []uint64{d}, stream.With(opt), &streamengine.Engine{Options: opt})
				}
			}
		})
	}
}

// replays reports whether sorted history can be replayed through the operators.
func replays(c *Compiled) bool { return replay.Supports(plan.Build(c.IR), c.Input(0).Set) }

// alone builds the operators of one program.
func alone(p *ir.Program) *streamengine.Replayer {
	d, err := streamengine.BuildReplays(context.Background(), plan.Build(p))
	if err != nil {
		panic(err)
	}
	return d.Replayer(0)
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
	out, n := keptSeeds(t), uint64(*cases)
	if testing.Short() {
		n /= 10
	}
	for i := range n {
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
func (p *progress) check(t *testing.T, c *Compiled, data []uint64, e, any engine.Engine) {
	ctx := context.Background()
	for _, d := range data {
		in := c.Input(d)
		var m *Mismatch
		want, err := c.Expected(ctx, d, in)
		if err == nil {
			m, err = CompareWith(ctx, e, in, want)
		}
		s := Seed{c.Seed, d}
		p.done.Add(1)
		if err != nil || m != nil {
			p.wrong.Add(1)
		}
		switch {
		case err != nil:
			t.Errorf("case %s: %v", s, err)
		case m != nil:
			t.Errorf("case %s: %s\n%s", s, m.Text(in), c.Repro(ctx, any, in))
			return
		}
	}
}

// TestProgramsCompile sends more programs through the front end alone, and
// checks that the reference gives values of the declared types.
func TestProgramsCompile(t *testing.T) {
	for s := range uint64(500) {
		c, err := CompileSeed(s)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Expect(context.Background(), c.Input(0)); err != nil {
			t.Errorf("case %s: %v", Seed{s, 0}, err)
		}
	}
}
