// Package gobuild builds Go programs out of generated files, with the go command,
// and keeps them in the user's cache.
package gobuild

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
)

// SetupError says what the machine lacks for a program to be built. Neither the
// features nor featc are at fault.
type SetupError struct {
	For  string // what is to be built: the stream engine
	Need string // what it needs
	Err  error  // what was found instead
}

func (e *SetupError) Error() string { return e.For + " needs " + e.Need + ": " + e.Err.Error() }

// Unwrap returns what was found.
func (e *SetupError) Unwrap() error { return e.Err }

// CanBuild reports whether there is a go command.
func CanBuild() bool {
	_, err := exec.LookPath("go")
	return err == nil
}

// Program is a program to be built.
type Program struct {
	For   string            // what it is, in errors: the stream engine
	Name  string            // of the binary, and of the folder with package main
	Files map[string][]byte // of its module, by path
	Env   []string          // for the go command, beside the user's
}

func (p *Program) noGo(err error) error {
	return &SetupError{p.For, "the go command to build generated operators", err}
}

func (p *Program) noCache(err error) error {
	return &SetupError{p.For, "a cache folder to build in; set XDG_CACHE_HOME to one that can be written", err}
}

// Build returns the path of the built program. What was built before is taken from
// the user's cache.
func (p *Program) Build(ctx context.Context) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", p.noCache(err)
	}
	dir := filepath.Join(cache, "featc", "build", p.hash())
	path := filepath.Join(dir, p.binary())
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	return path, p.build(ctx, dir)
}

func (p *Program) binary() string {
	if runtime.GOOS == "windows" {
		return p.Name + ".exe"
	}
	return p.Name
}

// hash identifies the files and what builds them.
func (p *Program) hash() string {
	h := sha256.New()
	fmt.Fprintln(h, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	names := make([]string, 0, len(p.Files))
	for name := range p.Files {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Fprintf(h, "%s %d\n", name, len(p.Files[name]))
		h.Write(p.Files[name])
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// build compiles the files and puts the program into dir. It works aside and
// renames, so that builds of the same program may run at once.
func (p *Program) build(ctx context.Context, dir string) error {
	goCommand, err := exec.LookPath("go")
	if err != nil {
		return p.noGo(err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return p.noCache(err)
	}
	work, err := os.MkdirTemp(filepath.Dir(dir), "tmp-*")
	if err != nil {
		return p.noCache(err)
	}
	defer os.RemoveAll(work)
	src := filepath.Join(work, "src")
	for name, text := range p.Files {
		path := filepath.Join(src, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	out := filepath.Join(work, p.binary())
	cmd := exec.CommandContext(ctx, goCommand, "build", "-trimpath", "-buildvcs=false", "-o", out, "./"+p.Name)
	cmd.Dir = src
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOTOOLCHAIN=local", "GO111MODULE=on", "CGO_ENABLED=0",
		"GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
	cmd.Env = append(cmd.Env, p.Env...)
	if text, err := cmd.CombinedOutput(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("generated operators do not build: %w\n%s", err, text)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.Rename(out, filepath.Join(dir, p.binary())); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
