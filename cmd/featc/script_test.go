package main

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"featc": main})
}

// Each script is a session with the command line; see testdata/script.
func TestScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("the scripts build Go programs")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	build, err := filepath.Abs(os.Getenv("GOCACHE"))
	if err != nil || os.Getenv("GOCACHE") == "" {
		build = filepath.Join(cache, "go-build")
	}
	featc, err := exec.LookPath("featc") // where testscript.Main has put it
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			// The generated operators are built with the go command: it needs a
			// home, and is slow without its cache.
			env.Setenv("GOCACHE", build)
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("FEATC", featc) // for scripts that change PATH
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			env.Setenv("ADDRESS", l.Addr().String()) // for a server
			return l.Close()
		},
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
	})
}

// exits runs a command that must end with a certain code: exits 2 featc check.
func exits(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exits code command args...")
	}
	code := "0"
	var failed *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &failed) {
		code = strconv.Itoa(failed.ExitCode())
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}
