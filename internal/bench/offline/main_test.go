package main

import (
	"context"
	"io"
	"testing"
	"time"
)

// TestContestantsAgree runs all works on little data: run fails where two
// contestants differ.
func TestContestantsAgree(t *testing.T) {
	if err := run(context.Background(), io.Discard, options{events: 20_000, labels: 2_000, runs: 1, limit: time.Hour, slow: true}); err != nil {
		t.Error(err)
	}
}
