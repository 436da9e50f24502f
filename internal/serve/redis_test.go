package serve_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/redistest"
	"github.com/featc-lang/featc/runtime/serving/journal"
	"github.com/featc-lang/featc/runtime/serving/store/redis"
)

var long = flag.Bool("long", false, "run the tests of Redis and Kafka that take longer, as make redis and make kafka do")

// longer skips what is too much for each run of all tests.
func longer(t *testing.T) {
	t.Helper()
	if !*long {
		t.Skip("make redis and make kafka run it: -long")
	}
}

var outage = flag.Duration("outage", time.Second, "for how long Redis, or Kafka, is away in the tests of outages")

func inRedis(url string) []string {
	return []string{"-store", url, "-checkpoint-every", "20ms", "-keep-log", "0"}
}

// ofRedis opens what a server has left in Redis.
func ofRedis(t *testing.T, url string, program *ir.Program) *journal.DB {
	t.Helper()
	s, err := redis.Open(redis.Options{URL: url, Package: program.Package})
	if err != nil {
		t.Fatal(err)
	}
	db, err := journal.On(s, program.Package)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// As TestKill, where all that the server keeps is in Redis.
func TestRedisKill(t *testing.T) {
	longer(t)
	srv := redistest.Start(t)
	program, path := fraud(t)
	tr := newTraffic()
	killUnderLoad(t, tr, path, *kills, inRedis(srv.URL())...)
	tr.check(t, program, ofRedis(t, srv.URL(), program), *kills)
}

// While Redis is away nothing is acknowledged and reads go on; when it is back, so
// are the events, without anybody's help.
func TestRedisOutage(t *testing.T) {
	longer(t)
	srv := redistest.Start(t)
	program, path := fraud(t)
	tr := newTraffic()
	p := start(t, path, inRedis(srv.URL())...)
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		tr.load(t, p, 1, stop)
		close(ended)
	}()
	count := func() (acked, reads int) {
		tr.mu.Lock()
		defer tr.mu.Unlock()
		for _, n := range tr.acked {
			acked += n
		}
		return acked, len(tr.reads)
	}
	time.Sleep(500 * time.Millisecond)
	srv.Kill()
	time.Sleep(*outage / 2)
	before, readsBefore := count()
	if p.metric(t, "featc_store_waiting") != 1 {
		t.Error("the server does not say that events wait")
	}
	time.Sleep(*outage / 2)
	during, readsDuring := count()
	if before == 0 || during != before {
		t.Errorf("%d events were acknowledged before the outage, %d in it", before, during-before)
	}
	if readsDuring == readsBefore {
		t.Error("nothing could be read in the outage")
	}
	srv.Up()
	for range 200 {
		if after, _ := count(); after > during {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(300 * time.Millisecond)
	close(stop)
	<-ended
	if after, _ := count(); after <= during {
		t.Error("no event was acknowledged after the outage")
	}
	if p.metric(t, "featc_store_waiting") != 0 {
		t.Error("events still wait")
	}
	tr.readMore(t, p)
	p.stop(t)
	tr.check(t, program, ofRedis(t, srv.URL(), program), 0)
}

// A server that only reads gives what the writer does, of the last checkpoint, and
// its windows slide while no event comes. A second writer takes the store over.
func TestRedisReader(t *testing.T) {
	srv := redistest.Start(t)
	_, path := fraud(t)
	reader := start(t, path, "-store", srv.URL(), "-read-only", "-checkpoint-every", "20ms")
	defer reader.kill()
	ready := func() int {
		r, err := http.Get(reader.url + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		return r.StatusCode
	}
	if got := ready(); got != 503 {
		t.Errorf("a store that is empty: %d", got)
	}
	writer := start(t, path, inRedis(srv.URL())...)
	defer writer.kill()
	rnd, tr := rand.New(rand.NewPCG(1, 1)), newTraffic()
	for range 200 {
		tr.push(writer, rnd)
	}
	at := time.Now().Add(-3599 * time.Second).UTC().Format(time.RFC3339Nano) // one second from the end of 1h
	event := fmt.Sprintf(`{"txn_id":"last","user_id":77,"amount":5,"status":"approved","at":%q}`, at)
	if writer.post("/ingest/txns", event) == "" {
		t.Fatal("not taken")
	}
	wait := time.Now().UnixMicro()
	for ; ; time.Sleep(5 * time.Millisecond) {
		since := time.Since(time.UnixMicro(wait)).Seconds() // before it is asked: an answer takes its time
		if reader.metric(t, "featc_store_covered_seconds") <= since {
			break
		}
	}
	if got := ready(); got != 200 {
		t.Errorf("a store that is written: %d", got)
	}
	all := `{"entities":{"user_id":[0,1,2,3,4,5,6,7,77],"merchant_id":["m0","m1","m2","m3","m0","m1","m2","m3","m9"]},` +
		`"request_context":{"amount":[1,2,3,4,5,6,7,8,9]},"feature_service":"fraud_v1"}`
	instant := "?at=" + time.UnixMicro(wait).UTC().Format(time.RFC3339Nano)
	_, want := writer.send(t, "/get-online-features"+instant, strings.NewReader(all))
	status, got := reader.send(t, "/get-online-features"+instant, strings.NewReader(all))
	if status != 200 || got != want {
		t.Errorf("%d\nread from Redis: %s\nby the writer:   %s", status, got, want)
	}
	hour := `{"entities":{"user_id":[77]},"features":["spend:n_1h"]}`
	for slid := false; !slid; time.Sleep(20 * time.Millisecond) {
		_, answer := reader.send(t, "/get-online-features", strings.NewReader(hour))
		if slid = strings.Contains(answer, `{"values":[0],"statuses":["PRESENT"]`); !slid && time.Since(time.UnixMicro(wait)) > 3*time.Second {
			t.Fatalf("the window has not slid: %s", answer)
		}
	}
	if status, answer := reader.send(t, "/ingest/txns", strings.NewReader(event)); status != 403 || !strings.Contains(answer, "this server only reads") {
		t.Errorf("%d %s", status, answer)
	}

	if r, err := http.Get(reader.url + "/ingest/txns/a"); err != nil || r.StatusCode != 403 {
		t.Errorf("rows of an origin, from a server that only reads: %v, %v", r, err)
	}

	second := start(t, path, inRedis(srv.URL())...)
	defer second.kill()
	ended := make(chan error, 1)
	go func() { ended <- writer.cmd.Wait() }()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("the first writer ends as if nothing had been")
		}
	case <-time.After(10 * time.Second):
		t.Error("the first writer goes on")
	}
	if second.post("/ingest/txns", strings.Replace(event, "last", "next", 1)) == "" {
		t.Error("the second writer takes no events")
	}

	srv.Kill()
	if status, answer := reader.send(t, "/get-online-features", strings.NewReader(hour)); status != 503 || !strings.Contains(answer, "StoreUnavailable") {
		t.Errorf("without Redis: %d %s", status, answer)
	}
	srv.Up()
	if status, answer := reader.send(t, "/get-online-features", strings.NewReader(hour)); status != 200 {
		t.Errorf("with Redis again: %d %s", status, answer)
	}
}
