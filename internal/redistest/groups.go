package redistest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Replica starts a replica of a server, and returns when it has what the server has.
func (s *Server) Replica() *Server {
	s.t.Helper()
	r := Start(s.t, "--replicaof", fmt.Sprintf("127.0.0.1 %d", s.Port))
	s.Replicated()
	return r
}

// Replicated waits until a replica has what the server has.
func (s *Server) Replicated() {
	s.t.Helper()
	for range 100 {
		if strings.TrimSpace(s.CLI("WAIT", "1", "1000")) == "1" {
			return
		}
	}
	s.t.Fatal("no replica follows")
}

// CLI gives the server a command, and returns its answer.
func (s *Server) CLI(args ...string) string {
	s.t.Helper()
	out, err := exec.Command("redis-cli", append([]string{"-p", fmt.Sprint(s.Port)}, args...)...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// Sentinel starts a sentinel that watches a server, and makes a replica the primary
// half a second after the server has gone. It returns where clients connect.
func Sentinel(t testing.TB, primary *Server) (url string) {
	t.Helper()
	port, dir := freePort(t), t.TempDir()
	conf := filepath.Join(dir, "sentinel.conf")
	text := fmt.Sprintf("port %d\nbind 127.0.0.1\ndir %s\nlogfile %s\nsentinel monitor primary 127.0.0.1 %d 1\n"+
		"sentinel down-after-milliseconds primary 500\nsentinel failover-timeout primary 3000\n", port, dir, filepath.Join(dir, "log"), primary.Port)
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("redis-server", conf, "--sentinel")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := &Server{Port: port, t: t, cmd: cmd}
	t.Cleanup(s.Kill)
	for range 100 { // until it knows the replica
		time.Sleep(100 * time.Millisecond)
		out, err := exec.Command("redis-cli", "-p", fmt.Sprint(port), "SENTINEL", "REPLICAS", "primary").CombinedOutput()
		if err == nil && strings.Contains(string(out), "127.0.0.1") {
			return fmt.Sprintf("redis://127.0.0.1:%d/0?master_name=primary", port)
		}
	}
	t.Fatal("the sentinel finds no replica")
	return ""
}

// Cluster starts three primaries with a replica each, and returns all of them and
// where clients connect.
func Cluster(t testing.TB) (nodes []*Server, url string) {
	t.Helper()
	args := []string{"--cluster", "create"}
	for range 6 {
		s := Start(t, "--cluster-enabled", "yes", "--cluster-node-timeout", "1000")
		nodes, args = append(nodes, s), append(args, fmt.Sprintf("127.0.0.1:%d", s.Port))
	}
	out, err := exec.Command("redis-cli", append(args, "--cluster-replicas", "1", "--cluster-yes")...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, s := range nodes {
		for range 100 {
			if strings.Contains(s.CLI("CLUSTER", "INFO"), "cluster_state:ok") {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
	return nodes, fmt.Sprintf("redis://127.0.0.1:%d?cluster=true&addr=127.0.0.1:%d", nodes[0].Port, nodes[1].Port)
}
