package embedded

import (
	"log/slog"
	"testing"

	"github.com/featc-lang/featc/runtime/serving/store"
	"github.com/featc-lang/featc/runtime/serving/store/storetest"
)

func TestStore(t *testing.T) {
	open := func(dir string) store.Store {
		s, err := Open(dir, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	dir := t.TempDir()
	storetest.Run(t, func() store.Store { return open(dir) })
	storetest.Behind(t, open(t.TempDir()))
}
