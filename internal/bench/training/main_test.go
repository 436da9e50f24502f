package main

import (
	"context"
	"io"
	"testing"
)

// TestContestantsAgree runs all works on little data: run fails where two
// contestants differ.
func TestContestantsAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("builds operators")
	}
	if err := contests(context.Background(), io.Discard, options{scale: 0.002, runs: 1}); err != nil {
		t.Error(err)
	}
}
