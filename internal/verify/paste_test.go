package verify

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/internal/testrun"
	"github.com/featc-lang/featc/runtime/value"
)

const program = `package p

entity pair (user_id: int64, shop: string)

source txns {
  user_id: int64
  shop:    string?
  amount:  decimal(12, 2)
  km:      float64?
  note:    string?
  ok:      bool
  day:     date
  raw_at:  timestamp(epoch: ms)

  time raw_at
}

view v for pair from txns {
  n     = count() over 1h
  money = sum(amount) over 1h
  far   = sum(km) over 1h
  said  = last(note) over 1h
  seen  = last(raw_at) over 1h
  on    = last(day) over 1h
  good  = last(ok) over 1h
  none  = max(km) where km > 100 over 1h
}

featureset s for pair {
  request { amount: decimal(4, 2)  why: string? }
  include v.*
  share = v.money / request.amount
}
`

const events = `user_id,shop,amount,km,note,ok,day,raw_at
1,"a ""b""\",-2.50,1e300,"{x:
",true,2025-01-01,2025-01-01T10:00:00.001Z
1,"a ""b""\",7.00,,null,false,0001-01-01,2025-01-01T10:10:00Z
2,c,1.00,0.1,,true,2025-01-01,2025-01-01T10:00:00Z
`

// wrong is the reference, but for one feature that it gets wrong.
type wrong struct{ feature int }

func (*wrong) Name() string { return "wrong" }

func (w *wrong) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	out, err := reference.Engine{}.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	for _, row := range out.Rows {
		// A read of a test block has a set of its own, with one feature.
		i := min(w.feature, len(row)-1)
		if row[i].IsNull() {
			row[i] = value.Value{Kind: value.Float64}
		} else {
			row[i] = value.Null
		}
	}
	return out, nil
}

// The test block of a case can be pasted: it compiles, holds on the judge and
// does not hold on the engine that is wrong, whatever the feature's type.
func TestBlockCanBePasted(t *testing.T) {
	dir := t.TempDir()
	load := func(text string) *project.Project {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "p.feat"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := project.Load(dir)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		return p
	}
	p := load(program)
	set := p.Program.Sets[0]
	rows, err := data.ParseEvents("events", []byte(events), p.Program.Sources[0])
	if err != nil {
		t.Fatal(err)
	}
	labels, err := data.ParseLabels("labels", []byte("user_id,shop,at,amount,why\n1,\"a \"\"b\"\"\\\",2025-01-01T10:30:00Z,2.00,\n"), set)
	if err != nil {
		t.Fatal(err)
	}
	in := &engine.Input{Program: p.Program, Set: set, Events: []*engine.Events{rows}, Labels: labels}
	for i, f := range set.Features {
		t.Run(f.Name, func(t *testing.T) {
			bad := &wrong{i}
			result, err := Run(context.Background(), in, reference.Engine{}, []engine.Engine{bad}, func(string) {})
			if err != nil {
				t.Fatal(err)
			}
			// Every event is kept: what matters here is how they are written.
			c := &Case{Mismatch: *result.First(), Input: in, Alone: true, Engine: bad.Name()}
			block := c.TestBlock()
			results, err := testrun.Blocks(context.Background(), load(program+"\n"+block), []engine.Engine{reference.Engine{}, bad})
			if err != nil {
				t.Fatal(err)
			}
			if len(results) != 1 || len(results[0].Failures) != 1 || !strings.Contains(results[0].Failures[0], "does not hold on wrong") {
				t.Errorf("%+v\n%s", results[0], block)
			}
		})
	}
}
