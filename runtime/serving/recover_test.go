package serving

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/snapshot"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// An opening that takes long is ended, and says so; events of before are not counted
// as if they had come in since.
func TestOpeningEnds(t *testing.T) {
	dir := t.TempDir()
	options := Options{Dir: dir, Log: slog.New(slog.DiscardHandler)}
	s, err := Open(counts, options)
	if err != nil {
		t.Fatal(err)
	}
	rows := make([][]value.Value, 3000)
	for i := range rows {
		rows[i] = []value.Value{value.OfInt64(int64(i)), value.OfTimestamp(time.Now().UnixMicro())}
	}
	if err := errors.Join(s.Ingest(context.Background(), s.Package().Sources[0], rows, nil), s.Close(context.Background())); err != nil {
		t.Fatal(err)
	}
	rebuilt := func() *registry.Package {
		p := counts()
		p.States[0].(*snapshot.Keyed[int64, int64]).GroupHash = "2"
		return p
	}
	ended, end := context.WithCancel(context.Background())
	end()
	options.Opening = ended
	if _, err := Open(rebuilt, options); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
	options.Opening = nil
	if s, err = Open(rebuilt, options); err != nil {
		t.Fatal(err)
	}
	if got := s.Sources()[0].Events; got != 0 {
		t.Errorf("%d events have come in since the start", got)
	}
	if err := s.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// A log that is damaged in its middle, where a server was killed, is not taken for one
// that ends there.
func TestDamagedFolder(t *testing.T) {
	dir, killed := t.TempDir(), t.TempDir()
	options := Options{Dir: dir, Log: slog.New(slog.DiscardHandler)}
	s, err := Open(counts, options)
	if err != nil {
		t.Fatal(err)
	}
	for i := range int64(20) {
		row := []value.Value{value.OfInt64(i), value.OfTimestamp(time.Now().UnixMicro())}
		if err := s.Ingest(context.Background(), s.Package().Sources[0], [][]value.Value{row}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(killed, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	logs, err := filepath.Glob(filepath.Join(killed, "db", "*.log"))
	if err != nil || len(logs) == 0 {
		t.Fatal(logs, err)
	}
	log := logs[len(logs)-1]
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	copy(text[len(text)*2/5:], "xyz")
	if err := os.WriteFile(log, text, 0o600); err != nil {
		t.Fatal(err)
	}
	options.Dir = killed
	want := regexp.MustCompile(`^data folder .*: store has lost what it had acknowledged: it ends with event \d+, and event 20 was acknowledged$`)
	if _, err := Open(counts, options); err == nil || !want.MatchString(err.Error()) {
		t.Errorf("%v\nwant %s", err, want)
	}
	if err := os.Remove(filepath.Join(killed, "acknowledged")); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(counts, options); err != nil { // who wants to go on with what is left
		t.Fatal(err)
	}
	if err := s.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// Events of a source that has gone are not left out without a word.
func TestSourceThatHasGone(t *testing.T) {
	dir := t.TempDir()
	var said strings.Builder
	options := Options{Dir: dir, Log: slog.New(slog.NewTextHandler(&said, nil))}
	s, err := Open(counts, options)
	if err != nil {
		t.Fatal(err)
	}
	row := []value.Value{value.OfInt64(1), value.OfTimestamp(time.Now().UnixMicro())}
	if err := errors.Join(s.Ingest(context.Background(), s.Package().Sources[0], [][]value.Value{row, row}, nil), s.Close(context.Background())); err != nil {
		t.Fatal(err)
	}
	s, err = Open(func() *registry.Package {
		p := counts()
		p.Sources[0].Name = "renamed"
		p.States[0].(*snapshot.Keyed[int64, int64]).GroupHash = "2"
		return p
	}, options)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(context.Background()); err != nil {
		t.Error(err)
	}
	if want := `msg="the log has events of a source that there is not any more" source=events events=2`; !strings.Contains(said.String(), want) {
		t.Errorf("not said: %s\n%s", want, said.String())
	}
}

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
