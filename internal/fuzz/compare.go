package fuzz

import (
	"context"
	"fmt"
	"math"

	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/evaltest"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/runtime/value"
)

// Mismatch is the first value on which an engine differs from the reference.
type Mismatch struct {
	Engine        string
	Label, Column int
	Got, Want     value.Value
	Err           error // the engine failed: there is no value
}

// Text says in one line what differs.
func (m *Mismatch) Text(in *engine.Input) string {
	if m.Err != nil {
		return fmt.Sprintf("%s: %v", m.Engine, m.Err)
	}
	f := in.Set.Features[m.Column]
	return fmt.Sprintf("%s: label %d, %s is %s (%x), want %s (%x)", m.Engine, m.Label, f.Name,
		evaltest.Cell(m.Got, f.Feature.Type), m.Got.I, evaltest.Cell(m.Want, f.Feature.Type), m.Want.I)
}

// Expect runs an input on the reference, and checks that every value is of its
// feature's type.
func Expect(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	out, err := reference.Engine{}.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	return out, valid(in, out)
}

// Compare runs an input on an engine and on the reference; nil where they
// agree. An error is the reference's.
func Compare(ctx context.Context, e engine.Engine, in *engine.Input) (*Mismatch, error) {
	want, err := Expect(ctx, in)
	if err != nil {
		return nil, err
	}
	return CompareWith(ctx, e, in, want)
}

// CompareWith is Compare with what Expect gives for the input.
func CompareWith(ctx context.Context, e engine.Engine, in *engine.Input, want *engine.Output) (*Mismatch, error) {
	got, err := e.Run(ctx, in)
	if err != nil {
		return &Mismatch{Engine: e.Name(), Err: err}, ctx.Err()
	}
	return differ(e.Name(), got, want), nil
}

func differ(name string, got, want *engine.Output) *Mismatch {
	if len(got.Rows) != len(want.Rows) {
		return &Mismatch{Engine: name, Err: fmt.Errorf("%d rows, want %d", len(got.Rows), len(want.Rows))}
	}
	for i, row := range want.Rows {
		for j, v := range row {
			if got.Rows[i][j] != v {
				return &Mismatch{Engine: name, Label: i, Column: j, Got: got.Rows[i][j], Want: v}
			}
		}
	}
	return nil
}

// valid checks what holds for every output: values are of their feature's
// type, null only where that is nullable, and floats are finite and not -0.
func valid(in *engine.Input, out *engine.Output) error {
	for i, row := range out.Rows {
		for j, v := range row {
			f := in.Set.Features[j].Feature
			switch {
			case v.IsNull() && !f.Type.Nullable:
				return fmt.Errorf("label %d: %s is null, but its type is %s", i, f.QName(), f.Type)
			case !v.IsNull() && v.Kind != f.Type.Kind:
				return fmt.Errorf("label %d: %s is a %s, but its type is %s", i, f.QName(), v.Kind, f.Type)
			case v.Kind == value.Float64 && !canonical(v.Float64()):
				return fmt.Errorf("label %d: %s is %v", i, f.QName(), v.Float64())
			}
		}
	}
	return nil
}

func canonical(x float64) bool {
	return !math.IsNaN(x) && !math.IsInf(x, 0) && (x != 0 || !math.Signbit(x))
}
