package serve_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/featc-lang/featc/internal/kafkatest"
	"github.com/featc-lang/featc/runtime/serving/journal"
)

// producer writes events of cards to a topic, and knows which Kafka has.
type producer struct {
	client *kgo.Client
	tr     *traffic
}

const partitions = 4

func newProducer(t *testing.T, b kafkatest.Broker, opts ...kgo.Opt) *producer {
	t.Helper()
	client, err := kgo.NewClient(append(opts, kgo.SeedBrokers(b.Address()), kgo.DefaultProduceTopic("cards"), kgo.RecordDeliveryTimeout(0))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := kadm.NewClient(client).CreateTopic(ctx, partitions, 1, nil, "cards"); err != nil {
		t.Fatal(err)
	}
	return &producer{client, newTraffic()}
}

// load produces until stop is closed, and reads from the server meanwhile.
func (pr *producer) load(t *testing.T, p *process, seed uint64, stop chan struct{}) {
	rnd := rand.New(rand.NewPCG(seed, 0))
	for {
		select {
		case <-stop:
			return
		case <-time.After(5 * time.Millisecond):
		}
		pr.tr.mu.Lock()
		ids, body := pr.tr.events(rnd)
		pr.tr.mu.Unlock()
		for i, line := range strings.Split(strings.TrimSpace(body), "\n") {
			pr.client.Produce(context.Background(), &kgo.Record{Key: fmt.Append(nil, rnd.IntN(users)), Value: []byte(line)}, func(_ *kgo.Record, err error) {
				if err == nil {
					pr.tr.mu.Lock()
					pr.tr.acked[ids[i]]++
					pr.tr.mu.Unlock()
				}
			})
		}
		if p != nil {
			pr.tr.read(t, p, rnd)
		}
	}
}

func (pr *producer) flush(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := pr.client.Flush(ctx); err != nil {
		t.Fatal(err)
	}
}

func (pr *producer) acked() int {
	pr.tr.mu.Lock()
	defer pr.tr.mu.Unlock()
	n := 0
	for _, k := range pr.tr.acked {
		n += k
	}
	return n
}

// caughtUp waits until a server has the events of all records in its log.
func (pr *producer) caughtUp(t *testing.T, p *process, more int) {
	t.Helper()
	want := float64(pr.acked() + more)
	for range 1200 {
		if p.metric(t, "featc_log_events") >= want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%v events are in the log, want %v\n%s", p.metric(t, "featc_log_events"), want, p.log)
}

// lag waits until Kafka, too, has it that a group is so many records behind.
func (pr *producer) lag(t *testing.T, group string, want int64) {
	t.Helper()
	var lags kadm.DescribedGroupLags
	var err error
	for range 100 {
		lags, err = kadm.NewClient(pr.client).Lag(context.Background(), group)
		if err == nil && lags[group].FetchErr == nil && lags[group].Lag.Total() == want && len(lags[group].Lag["cards"]) == partitions {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("lag of group %s: %+v, %v", group, lags[group], err)
}

// once says that each record is in the log exactly once, and what was served right.
func (pr *producer) once(t *testing.T, dir string, kills int) {
	t.Helper()
	program, _ := fraud(t)
	db, err := journal.Open(dir, program.Package, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	pr.tr.check(t, program, db, kills)
	counts := map[string]int{}
	for _, row := range logged(t, program, db).Rows {
		counts[row[0].S]++
	}
	for id, n := range pr.tr.acked {
		if counts[id] != n {
			t.Errorf("event %s is in Kafka %d times, and in the log %d times", id, n, counts[id])
		}
	}
}

// A server that is killed while it reads a topic has each record once. Records that
// cannot be decoded are left out.
func TestKafkaKill(t *testing.T) {
	if kafkatest.Real() != *long {
		t.Skip("make kafka runs it with a real broker")
	}
	_, path := fraud(t)
	b := kafkatest.Start(t)
	pr, dir := newProducer(t, b), t.TempDir()
	args := []string{"-data", dir, "-checkpoint-every", "20ms", "-kafka", b.Address(), "-topic", "txns=cards"}
	n := 3
	if *long {
		n = *kills
	}
	for i := range n {
		p := start(t, path, args...)
		stop, ended := make(chan struct{}), make(chan struct{})
		go func() {
			pr.load(t, p, uint64(i), stop)
			close(ended)
		}()
		time.Sleep(time.Duration(100_000+rand.IntN(500_000)) * time.Microsecond)
		p.kill()
		close(stop)
		<-ended
	}
	pr.flush(t)
	future := fmt.Sprintf(`{"txn_id":"x","user_id":1,"amount":1,"status":"approved","at":%q}`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
	for _, bad := range []string{"", "nope", "[]", `{"txn_id":"x"}`, `{"txn_id":"x","user_id":"y","amount":1,"status":"s","at":"2025-01-01T00:00:00Z"}`, future} {
		if err := pr.client.ProduceSync(context.Background(), &kgo.Record{Value: []byte(bad)}).FirstErr(); err != nil {
			t.Fatal(err)
		}
	}
	stop := make(chan struct{})
	go func() { time.Sleep(100 * time.Millisecond); close(stop) }()
	pr.load(t, nil, 99, stop) // behind the bad ones
	pr.flush(t)
	const infinite = `{"txn_id":"inf","user_id":1,"amount":1,"km_from_home":1e999,"status":"approved","at":"2025-01-01T00:00:00Z"}`
	if err := pr.client.ProduceSync(context.Background(), &kgo.Record{Value: []byte(infinite)}).FirstErr(); err != nil {
		t.Fatal(err)
	}
	pr.tr.sent["inf"], pr.tr.acked["inf"] = 1, 1
	p := start(t, path, append(args, "-kafka-group", "scores", "-kafka-discover", "100ms")...)
	pr.caughtUp(t, p, 0)
	pr.tr.readMore(t, p)
	if got := p.metric(t, `featc_decoded_nulls_total{cause="not finite",column="km_from_home",source="txns"}`); got < 1 {
		t.Errorf("%v values became null, want one", got)
	}
	if got := p.metric(t, `featc_refused_events_total{cause="ahead of the clock",source="txns"}`); got != 1 {
		t.Errorf("%v events were ahead of the clock, want 1", got)
	}
	pr.lag(t, "scores", 0)
	if got := p.metric(t, `featc_kafka_rejected_total{topic="cards"}`); got != 6 {
		t.Errorf("%v records were left out, want 6", got)
	}
	p.kill()
	pr.once(t, dir, n)
}

// While Kafka is away the server serves; when it is back, it goes on by itself.
func TestKafkaOutage(t *testing.T) {
	if kafkatest.Real() != *long {
		t.Skip("make kafka runs it with a real broker")
	}
	_, path := fraud(t)
	b := kafkatest.Start(t)
	pr, dir := newProducer(t, b), t.TempDir()
	p := start(t, path, "-data", dir, "-kafka", b.Address(), "-topic", "txns=cards")
	defer p.kill()
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		pr.load(t, p, 1, stop)
		close(ended)
	}()
	time.Sleep(time.Second)
	for range 600 { // a broker that was just started may be slow
		if pr.acked() > 0 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.Down()
	reads := len(pr.tr.served())
	time.Sleep(*outage)
	if len(pr.tr.served()) == reads {
		t.Error("nothing could be read in the outage")
	}
	before := pr.acked()
	b.Up()
	for range 400 {
		if pr.acked() > before {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	time.Sleep(300 * time.Millisecond)
	close(stop)
	<-ended
	pr.flush(t)
	if before == 0 || pr.acked() <= before {
		t.Errorf("%d records before the outage, %d after it", before, pr.acked())
	}
	pr.caughtUp(t, p, 0)
	pr.tr.readMore(t, p)
	p.stop(t)
	pr.once(t, dir, 0)
}

// A server whose next record is gone says so, and does not go on as if nothing were
// missing. Partitions that are added while it runs are read.
func TestKafkaGap(t *testing.T) {
	_, path := fraud(t)
	b := kafkatest.Start(t)
	pr, dir := newProducer(t, b), t.TempDir()
	args := []string{"-data", dir, "-kafka", b.Address(), "-topic", "txns=cards", "-kafka-discover", "200ms"}
	produce := func() {
		stop := make(chan struct{})
		go func() { time.Sleep(100 * time.Millisecond); close(stop) }()
		pr.load(t, nil, 1, stop)
		pr.flush(t)
	}
	produce()
	p := start(t, path, args...)
	pr.caughtUp(t, p, 0)
	had := pr.acked()
	p.stop(t)
	produce()
	ctx := context.Background()
	admin := kadm.NewClient(pr.client)
	ends, err := admin.ListEndOffsets(ctx, "cards")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.DeleteRecords(ctx, ends.Offsets()); err != nil {
		t.Fatal(err)
	}
	out, err := command(path, append([]string{"-addr", "127.0.0.1:0"}, args...)...).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "events are missing, or the topic is another one") {
		t.Errorf("%v\n%s", err, out)
	}
	p = start(t, path, append(args, "-kafka-reset")...)
	defer p.kill()
	gone := pr.acked()
	produce()
	pr.caughtUp(t, p, had-gone)
	if _, err := admin.UpdatePartitions(ctx, partitions+2, "cards"); err != nil {
		t.Fatal(err)
	}
	event := fmt.Appendf(nil, `{"txn_id":"new","user_id":1,"amount":1,"status":"approved","at":%q}`, time.Now().UTC().Format(time.RFC3339))
	other, err := kgo.NewClient(kgo.SeedBrokers(b.Address()), kgo.DefaultProduceTopic("cards"), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := other.ProduceSync(ctx, &kgo.Record{Partition: partitions + 1, Value: event}).FirstErr(); err != nil {
		t.Fatal(err)
	}
	pr.caughtUp(t, p, had-gone+1)
}
