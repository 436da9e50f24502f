package serve_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/internal/gobuild"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/redistest"
	"github.com/featc-lang/featc/internal/serve"
)

// History goes into Redis too: a server goes on behind it, and one that only reads
// sees it.
func TestRedisHistory(t *testing.T) {
	srv := redistest.Start(t)
	if testing.Short() || !gobuild.CanBuild() {
		t.Skip("builds a server")
	}
	dir := t.TempDir()
	source := strings.Replace(fmt.Sprintf(clicks, "", "over all"), "  arrival seen\n", "  arrival seen\n  batch csv(\"clicks.csv\")\n", 1)
	history := "user,page,ms,at,seen\n1,a,1,2025-01-01T00:00:00Z,2025-01-01T00:00:01Z\n1,b,1,2025-01-01T00:00:02Z,2025-01-01T00:00:03Z\n"
	for name, text := range map[string]string{"clicks.feat": source, "clicks.csv": history} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, err := project.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	until := time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC).UnixMicro()
	build := func() error {
		done, err := materialize(p.Program, until, srv.URL())
		if err == nil && (done.Events != 2 || done.Keys != 3) {
			t.Errorf("%+v", done)
		}
		return err
	}
	if err := build(); err != nil {
		t.Fatal(err)
	}
	if err := build(); err == nil || !strings.Contains(err.Error(), "history goes into an empty one") {
		t.Errorf("a second history: %v", err)
	}
	path, err := serve.Build(context.Background(), p.Program)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time from what the first has left
		writer := start(t, path, inRedis(srv.URL())...)
		for _, seen := range []string{`,"seen":"2025-01-01T00:00:01Z"`, ""} { // in the history; now
			body := fmt.Sprintf(`{"user":1,"page":"a","ms":1,"at":"2025-01-01T00:00:00Z"%s}`, seen)
			if status, answer := writer.send(t, "/ingest/clicks", strings.NewReader(body)); status != 200 {
				t.Fatal(status, answer)
			}
		}
		writer.stop(t)
	}
	reader := start(t, path, "-store", srv.URL(), "-read-only")
	defer reader.kill()
	status, answer := reader.send(t, "/get-online-features", strings.NewReader(`{"entities":{"user":[1]},"features":["by_user:n"]}`))
	if want := `{"values":[4],"statuses":["PRESENT"]`; status != 200 || !strings.Contains(answer, want) {
		t.Errorf("%d %s, want %s", status, answer, want)
	}
}
