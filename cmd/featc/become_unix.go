//go:build !windows

package main

import (
	"os"
	"syscall"
)

// become replaces this process by a program: signals go to it, and its exit code is
// this one's.
func become(path string, args []string) error { return syscall.Exec(path, args, os.Environ()) }
