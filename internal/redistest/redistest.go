// Package redistest runs servers of Redis for tests.
package redistest

import (
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Server is a redis-server of a test, which writes what it is given at once.
type Server struct {
	Port int
	t    testing.TB
	dir  string
	args []string
	cmd  *exec.Cmd
}

// Start starts a server, with more lines of configuration as arguments. Without the
// program redis-server the test is skipped.
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("*** SKIPPED: there is no redis-server; make redis installs it from Debian ***")
	}
	s := &Server{Port: freePort(t), t: t, dir: t.TempDir(), args: args}
	t.Cleanup(s.Kill)
	s.Up()
	return s
}

func freePort(t testing.TB) int {
	t.Helper()
	for range 100 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		port := l.Addr().(*net.TCPAddr).Port
		_ = l.Close()
		if port < 55_000 { // nodes of a cluster talk to each other on a port 10,000 further
			return port
		}
	}
	t.Fatal("no port below 55,000 is free")
	return 0
}

// URL is where clients connect.
func (s *Server) URL() string { return fmt.Sprintf("redis://127.0.0.1:%d/0", s.Port) }

// Up starts the server, again after Kill with what it has on disk, and returns when
// it answers.
func (s *Server) Up() {
	s.t.Helper()
	args := append([]string{
		"--port", fmt.Sprint(s.Port), "--bind", "127.0.0.1", "--dir", s.dir, "--save", "", "--daemonize", "no",
		"--appendonly", "yes", "--appendfsync", "always", "--logfile", filepath.Join(s.dir, "log"),
	}, s.args...)
	s.cmd = exec.Command("redis-server", args...)
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	for range 200 {
		if c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", s.Port)); err == nil {
			fmt.Fprint(c, "PING\r\n")
			answer := make([]byte, 5)
			n, _ := c.Read(answer)
			_ = c.Close()
			if got := string(answer[:n]); got == "+PONG" || got == "-NOAU" { // wants a password
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.t.Fatalf("redis-server does not answer; %s has its log", s.dir)
}

// Kill kills the server as kill -9 does.
func (s *Server) Kill() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Kill() // it may have ended by itself
	_ = s.cmd.Wait()
	s.cmd = nil
}
