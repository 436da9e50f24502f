package serve_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/internal/serve"
)

// TestInProcess prints how long a read of 100 features of one entity takes within a
// process: by the generated method, and by name through a Service.
func TestInProcess(t *testing.T) {
	if *latency == 0 {
		t.Skip("a measurement: -latency 10s")
	}
	p, bag := compiler.LoadFiles(map[string][]byte{"hundred.feat": []byte(hundred())})
	if p == nil {
		t.Fatal(bag.Sorted())
	}
	text, err := os.ReadFile(filepath.Join("testdata", "inprocess.go"))
	if err != nil {
		t.Fatal(err)
	}
	path, err := serve.BuildWith(context.Background(), p, text)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, latency.String()).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("\n%s", out)
}
