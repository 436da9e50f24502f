package serving

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/snapshot"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// modelled is counts, whose events have a vector of a model.
func modelled(model string) func() *registry.Package {
	return func() *registry.Package {
		p := counts()
		p.States[0].(*snapshot.Keyed[int64, int64]).GroupHash = model
		src := p.Sources[0]
		src.Columns = append(src.Columns,
			registry.Column{Name: "emb", Kind: value.Vector, Nullable: true, Model: model, ModelIn: "by"},
			registry.Column{Name: "by", Kind: value.String, Nullable: true})
		return p
	}
}

// States are not rebuilt from a log with vectors of the model that a definition had
// before: the server does not start, and says why.
func TestRebuildRefusesAnotherModel(t *testing.T) {
	dir := t.TempDir()
	options := Options{Dir: dir, Log: slog.New(slog.DiscardHandler)}
	ingest := func(s *Service) error {
		vector := value.OfVector([]float64{1, 2})
		row := []value.Value{value.OfInt64(1), value.OfTimestamp(time.Now().UnixMicro()), vector, value.OfString("v3")}
		return s.Ingest(context.Background(), s.Package().Sources[0], [][]value.Value{row}, nil)
	}
	s, err := Open(modelled("v3"), options)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(ingest(s), s.Close(context.Background())); err != nil {
		t.Fatal(err)
	}
	want := `data folder ` + dir + `: group events_by_key has another definition than its states, and cannot be rebuilt: ` +
		`event 1: source events: column emb is a vector of model "v3", not of "v4"; start with an empty data folder, from history`
	_, err = Open(modelled("v4"), options)
	if other := (*text.ModelError)(nil); err == nil || err.Error() != want || !errors.As(err, &other) {
		t.Errorf("%v\nwant %s", err, want)
	}
	if s, err = Open(modelled("v3"), options); err != nil { // nothing was changed
		t.Fatal(err)
	}
	if err := errors.Join(ingest(s), s.Close(context.Background())); err != nil {
		t.Error(err)
	}
}
