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
	o := options{events: 20_000, labels: 2_000, runs: 1, limit: time.Hour, slow: true}
	if err := run(context.Background(), io.Discard, o, []string{"plans"}); err != nil {
		t.Error(err)
	}
}
