package serve_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// A server that is told to stop says that it takes no more, goes on for as long as it
// is to linger, and ends well, though a request does not.
func TestStop(t *testing.T) {
	_, path := fraud(t)
	p := start(t, path, "-data", t.TempDir(), "-linger", "3s", "-drain", "200ms")
	c, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprint(c, "POST /ingest/txns HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
	time.Sleep(50 * time.Millisecond) // until the request has begun
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	r, err := http.Get(p.url + "/readyz")
	if err != nil || r.StatusCode != 503 {
		t.Errorf("/readyz while it stops: %v, %v", r, err)
	}
	if status, answer := p.send(t, "/get-online-features", strings.NewReader(good)); status != 200 {
		t.Errorf("while it lingers: %d %s", status, answer)
	}
	began := time.Now()
	if err := p.cmd.Wait(); err != nil || time.Since(began) > 10*time.Second {
		t.Errorf("ended after %v: %v", time.Since(began), err)
	}
}
