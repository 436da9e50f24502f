package serve_test

import (
	"flag"
	"os/exec"
	"strings"
	"testing"
)

var feastPython = flag.String("feast", "", "a Python that has feast, for TestFeastSDK and TestLoadBesideFeast")

// Feast's Python SDK reads and pushes through its remote online store.
func TestFeastSDK(t *testing.T) {
	if *feastPython == "" {
		t.Skip("make feast: it needs the Feast SDK")
	}
	_, path := fraud(t)
	p := start(t, path, "-data", t.TempDir())
	defer p.kill()
	version, err := exec.Command(*feastPython, "-c", "import importlib.metadata as m; print(m.version('feast'))").Output()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(*feastPython, "testdata/feast_client.py", p.url, t.TempDir()).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "columns as a feature service") {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("feast %s\n%s", strings.TrimSpace(string(version)), out)
}
