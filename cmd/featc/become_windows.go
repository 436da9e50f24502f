package main

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
)

// become runs a program in this process's stead, which Windows cannot replace: an
// interrupt goes to both, and this one waits for the other and ends with its code.
func become(path string, args []string) error {
	signal.Ignore(os.Interrupt)
	cmd := exec.Command(path, args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		os.Exit(ended.ExitCode())
	}
	return err
}
