package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/gobuild"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/lang/diag"
)

// The exit codes.
const (
	exitOK       = 0
	exitDiffers  = 1
	exitInput    = 2
	exitInternal = 3
)

// errDiffers ends a command whose comparison failed and was shown.
var errDiffers = errors.New("there are differences")

// errShown ends a command whose input is wrong, after it has said so.
var errShown = errors.New("the input is wrong")

// report shows an error the way the flags ask for and returns the exit code.
func (a *app) report(err error) int {
	var failure *diag.Failure
	var engine *project.EngineError
	var setup *gobuild.SetupError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errDiffers):
		return exitDiffers
	case errors.Is(err, errShown):
		return exitInput
	case errors.Is(err, context.Canceled):
		a.message("featc: ", errors.New("interrupted"))
		return exitInput
	case errors.As(err, &failure):
		if err := a.diagnostics(a.err, failure.Diagnostics); err != nil {
			return exitInternal
		}
		return exitInput
	case errors.As(err, &setup):
		a.message("featc: ", setup)
		return exitInput
	case errors.Is(err, duck.ErrMemory):
		a.message("featc: ", fmt.Errorf("%w; allow more, by --memory where a command has it", err))
		return exitInput
	case errors.As(err, &engine):
		a.message("featc: internal error: ", err)
		return exitInternal
	}
	a.message("featc: ", err)
	return exitInput
}

func (a *app) message(prefix string, err error) {
	if a.json {
		_ = json.NewEncoder(a.err).Encode(map[string]string{"error": err.Error()}) // nowhere to report to
		return
	}
	fmt.Fprintln(a.err, a.paint(bad, prefix)+err.Error())
}
