package serve_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/internal/push"
	"github.com/featc-lang/featc/runtime/serving/journal"
)

// A file that is pushed to a server which is killed meanwhile, by pushes that are
// interrupted too, is in the log once, row by row, in the order of arrival.
func TestPushOnce(t *testing.T) {
	program, path := fraud(t)
	const rows = 20_000
	var b strings.Builder
	b.WriteString("txn_id,user_id,merchant_id,amount,km_from_home,status,at,landed_at\n")
	begin := time.Now().Add(-24 * time.Hour).UTC().Truncate(time.Second)
	for i := range rows {
		at := begin.Add(time.Duration(rows-i) * time.Second).Format(time.RFC3339) // from the last to the first
		fmt.Fprintf(&b, "t%05d,%d,m%d,1.50,,approved,%s,%s\n", rows-i, i%users, i%shops, at, at)
	}
	file := filepath.Join(t.TempDir(), "txns.csv")
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	send := func(p *process, within time.Duration) (*push.Summary, error) {
		ctx, cancel := context.WithTimeout(context.Background(), within)
		defer cancel()
		return push.Run(ctx, &push.Request{Source: program.Sources[0], Files: []string{file}, URL: p.url})
	}
	for range 4 {
		p := start(t, path, "-data", dir, "-checkpoint-every", "20ms")
		pushed := make(chan struct{})
		go func() {
			_, _ = send(p, time.Minute) // fails, as a rule
			close(pushed)
		}()
		time.Sleep(time.Duration(50+rand.IntN(400)) * time.Millisecond)
		p.kill()
		<-pushed
	}
	p := start(t, path, "-data", dir)
	for range 3 {
		_, _ = send(p, time.Duration(50+rand.IntN(400))*time.Millisecond) // is interrupted, as a rule
	}
	if _, err := send(p, time.Minute); err != nil {
		t.Fatal(err)
	}
	again, err := send(p, time.Minute)
	if err != nil || again.Before != rows {
		t.Error(again, err)
	}
	line := fmt.Sprintf(`{"txn_id":"x","user_id":1,"amount":1,"status":"approved","at":%q}`, begin.Format(time.RFC3339))
	for _, tt := range []struct {
		query, body string
		status      int
		says        string
	}{
		{"?origin=o&from=1", line, 409, "origin txns/o: 0 rows have been taken in, and this piece begins behind 1"},
		{"?origin=o", line, 400, "how many rows of origin o come before"},
		{"?origin=o&from=0", line, 200, `{"rows":1}`},
		{"?origin=o&from=0", line + "\n" + line, 200, `{"rows":2}`},
	} {
		if status, answer := p.send(t, "/ingest/txns"+tt.query, strings.NewReader(tt.body)); status != tt.status || !strings.Contains(answer, tt.says) {
			t.Errorf("%s: %d %s", tt.query, status, answer)
		}
	}
	p.stop(t)
	db, err := journal.Open(dir, program.Package, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	log := logged(t, program, db).Rows
	if len(log) != rows+2 {
		t.Fatalf("%d rows are in the log, want %d", len(log), rows+2)
	}
	for i, row := range log[:rows] {
		if want := fmt.Sprintf("t%05d", i+1); row[0].S != want {
			t.Fatalf("row %d is %s, want %s", i, row[0].S, want)
		}
	}
}
