package kafka

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/serving/jsonio"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// take has the records of a poll taken in, those of a topic at once.
func (c *Consumer) take(ctx context.Context, fetches kgo.Fetches) error {
	var fail error
	fetches.EachTopic(func(t kgo.FetchTopic) {
		src := c.sources[t.Topic]
		if fail != nil || src == nil {
			return
		}
		b := &batch{origins: map[string]string{}}
		for _, p := range t.Partitions {
			for _, r := range p.Records {
				c.decode(b, src, r)
			}
			if n := len(p.Records); n > 0 {
				next := p.Records[n-1].Offset + 1
				b.origins[fmt.Sprintf("kafka/%s/%d", t.Topic, p.Partition)] = strconv.FormatInt(next, 10)
				c.taken[t.Topic][p.Partition] = next
				c.metrics.lag.WithLabelValues(t.Topic, strconv.Itoa(int(p.Partition))).Set(float64(p.HighWatermark - next))
			}
		}
		if len(b.origins) > 0 {
			fail = c.ingest(ctx, b, src)
		}
	})
	return fail
}

// batch is what the records of a topic have become.
type batch struct {
	rows    [][]value.Value
	of      []*kgo.Record // of each row
	origins map[string]string
}

func (c *Consumer) decode(b *batch, src *registry.Source, r *kgo.Record) {
	record := string(r.Value)
	if !jsontext.Valid(record) || jsontext.Document(record)[0] != '{' {
		c.reject(r, errors.New("not a JSON object"))
		return
	}
	row, err := jsonio.Row(jsontext.Document(record), 0, src, c.nulls(src))
	if err != nil {
		c.reject(r, err)
		return
	}
	b.rows, b.of = append(b.rows, row), append(b.of, r)
}

func (c *Consumer) nulls(src *registry.Source) jsonio.Nulls {
	if c.opt.Null == nil {
		return nil
	}
	return func(column string, cause text.Cause) { c.opt.Null(src.Name, column, cause) }
}

// reject leaves a record out that would be refused as well the next time.
func (c *Consumer) reject(r *kgo.Record, err error) {
	c.metrics.rejected.WithLabelValues(r.Topic).Inc()
	c.log.Warn("a record is left out", "topic", r.Topic, "partition", r.Partition, "offset", r.Offset, "error", err)
}

// ingest has a batch taken in, without those rows that the service refuses.
func (c *Consumer) ingest(ctx context.Context, b *batch, src *registry.Source) error {
	for {
		// Where ctx ends meanwhile, the batch may still be taken in, and then its
		// offsets with it.
		err := c.service.Ingest(ctx, src, b.rows, b.origins)
		var row *serving.RowError
		var ahead *serving.AheadError
		switch {
		case err == nil:
			return nil
		case errors.As(err, &row):
			c.drop(b, row.Row, err)
		case errors.As(err, &ahead):
			c.drop(b, ahead.Row, err)
		case errors.Is(err, serving.ErrBusy) && ctx.Err() == nil:
			pause(ctx, 20*time.Millisecond)
		case errors.Is(err, serving.ErrClosed), ctx.Err() != nil:
			return nil // the offsets stay where they were
		default:
			return fmt.Errorf("events of source %s: %w", src.Name, err)
		}
	}
}

func (c *Consumer) drop(b *batch, i int, err error) {
	c.reject(b.of[i], err)
	b.rows, b.of = append(b.rows[:i], b.rows[i+1:]...), append(b.of[:i], b.of[i+1:]...)
}

// metrics are a consumer's, for Prometheus.
type metrics struct {
	rejected *prometheus.CounterVec
	lag      *prometheus.GaugeVec
}

func newMetrics() *metrics {
	return &metrics{
		prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "featc_kafka_rejected_total", Help: "Records that were left out because they cannot be decoded.",
		}, []string{"topic"}),
		prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "featc_kafka_lag_records", Help: "Records of a partition behind the last that was taken in.",
		}, []string{"topic", "partition"}),
	}
}

// Describe is of prometheus.Collector.
func (c *Consumer) Describe(out chan<- *prometheus.Desc) {
	c.metrics.rejected.Describe(out)
	c.metrics.lag.Describe(out)
}

// Collect is of prometheus.Collector.
func (c *Consumer) Collect(out chan<- prometheus.Metric) {
	c.metrics.rejected.Collect(out)
	c.metrics.lag.Collect(out)
}
