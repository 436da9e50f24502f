// Package kafka takes events in from topics of Kafka: JSON objects, one per record.
//
// All partitions are assigned to the one server that writes a store. Where they go on
// is written with the events, under the origin kafka/topic/partition, so that each
// record counts once, whenever the server was killed.
package kafka

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/text"
)

// Options say what is read.
type Options struct {
	Brokers  []string          // host:port
	Topics   map[string]string // source by topic
	Latest   bool              // a partition without an offset is read from its end, not from its beginning
	Reset    bool              // where the offset of a partition is gone, go on from the oldest that there is
	Discover time.Duration     // how often partitions are looked for that are new; 0: 5 s
	Client   []kgo.Opt         // of the client: TLS, SASL
	Group    string            // consumer group under which offsets are told to Kafka, for tools that show lag; "": none
	Log      *slog.Logger      // nil: the default one
	// Null is told of a value that became null when it was decoded; nil: nobody is.
	Null func(source, column string, cause text.Cause)
}

// GapError is reported where Kafka does not have the records any more that are next.
type GapError struct {
	Topic       string
	Partition   int32
	Offset      int64 // the next that is wanted
	First, Last int64 // what there is: from First, to before Last
}

func (e *GapError) Error() string {
	return fmt.Sprintf("topic %s, partition %d: the next record is that of offset %d, and Kafka has those from %d to %d: events are missing, "+
		"or the topic is another one; -kafka-reset goes on from the oldest that there is", e.Topic, e.Partition, e.Offset, e.First, e.Last)
}

// Consumer reads topics for a service.
type Consumer struct {
	service *serving.Service
	opt     Options
	log     *slog.Logger
	client  *kgo.Client
	admin   *kadm.Client
	sources map[string]*registry.Source // by topic
	taken   map[string]map[int32]int64  // by topic and partition, the offset behind what was taken in
	told    kadm.Offsets                // what Kafka has been told
	metrics *metrics
	said    time.Time // when a failure was logged last
}

// New returns a consumer, which Run has to be called of.
func New(s *serving.Service, o Options) (*Consumer, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Discover == 0 {
		o.Discover = 5 * time.Second
	}
	c := &Consumer{service: s, opt: o, log: o.Log, sources: map[string]*registry.Source{}, taken: map[string]map[int32]int64{}, told: kadm.Offsets{}, metrics: newMetrics()}
	for topic, name := range o.Topics {
		for _, src := range s.Package().Sources {
			if src.Name == name {
				c.sources[topic] = src
			}
		}
		if c.sources[topic] == nil {
			return nil, fmt.Errorf("topic %s: there is no source %q", topic, name)
		}
		c.taken[topic] = map[int32]int64{}
		prefix := "kafka/" + topic + "/"
		var bad error
		err := s.Origins(prefix, func(origin, offset string) {
			p, err := strconv.ParseInt(strings.TrimPrefix(origin, prefix), 10, 32)
			at, err2 := strconv.ParseInt(offset, 10, 64)
			if bad = errors.Join(bad, err, err2); bad == nil {
				c.taken[topic][int32(p)] = at
			}
		})
		if err := errors.Join(err, bad); err != nil {
			return nil, fmt.Errorf("offsets of topic %s: %w", topic, err)
		}
	}
	client, err := kgo.NewClient(append([]kgo.Opt{
		kgo.SeedBrokers(o.Brokers...),
		kgo.ConsumeResetOffset(kgo.NoResetOffset()),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()),
		kgo.FetchMaxBytes(16 << 20),
		kgo.MetadataMinAge(time.Second),
	}, o.Client...)...)
	if err != nil {
		return nil, fmt.Errorf("kafka: %w", err)
	}
	c.client, c.admin = client, kadm.NewClient(client)
	return c, nil
}

// pollTogether bounds the records that are taken in at once.
const pollTogether = 8 << 10

// Run takes records in until ctx is done, or one is missing. While Kafka is away it
// waits.
func (c *Consumer) Run(ctx context.Context) error {
	defer c.client.Close()
	reading := map[string]map[int32]bool{}
	var looked time.Time
	for ctx.Err() == nil {
		if every := c.opt.Discover; time.Since(looked) >= every || len(reading) < len(c.sources) && time.Since(looked) >= time.Second {
			looked = time.Now()
			if err := c.discover(ctx, reading); err != nil {
				return err
			}
			c.tell(ctx)
		}
		if len(reading) == 0 {
			pause(ctx, 200*time.Millisecond)
			continue
		}
		poll, cancel := context.WithTimeout(ctx, time.Second)
		fetches := c.client.PollRecords(poll, pollTogether)
		cancel()
		if err := c.failures(fetches); err != nil {
			return err
		}
		if err := c.take(ctx, fetches); err != nil {
			return err
		}
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// discover begins to read partitions that are not read yet.
func (c *Consumer) discover(ctx context.Context, reading map[string]map[int32]bool) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var topics []string
	for t := range c.sources {
		topics = append(topics, t)
	}
	sort.Strings(topics)
	starts, err := c.admin.ListStartOffsets(ctx, topics...)
	ends, err2 := c.admin.ListEndOffsets(ctx, topics...)
	if err := errors.Join(err, err2); err != nil {
		c.say("Kafka is not available", err)
		return nil
	}
	begin := map[string]map[int32]kgo.Offset{}
	for _, topic := range topics {
		for p, start := range starts[topic] {
			end, ok := ends[topic][p]
			if err := errors.Join(start.Err, end.Err); err != nil || !ok {
				if err != nil {
					c.say("partitions cannot be read", fmt.Errorf("topic %s: %w", topic, err))
				}
				continue
			}
			if reading[topic][p] {
				continue
			}
			at, err := c.from(topic, p, start.Offset, end.Offset)
			if err != nil {
				return err
			}
			if begin[topic] == nil {
				begin[topic] = map[int32]kgo.Offset{}
			}
			begin[topic][p] = kgo.NewOffset().At(at)
			if reading[topic] == nil {
				reading[topic] = map[int32]bool{}
			}
			reading[topic][p] = true
			c.log.Info("reading", "topic", topic, "partition", p, "source", c.sources[topic].Name, "from", at)
		}
	}
	if len(begin) > 0 {
		c.client.AddConsumePartitions(begin)
	}
	return nil
}

// tell tells Kafka how far the topics have been taken in. Nothing is read back: the
// offsets that count are those in the store.
func (c *Consumer) tell(ctx context.Context) {
	if c.opt.Group == "" {
		return
	}
	offsets := kadm.Offsets{}
	for topic, partitions := range c.taken {
		for p, at := range partitions {
			if told, ok := c.told.Lookup(topic, p); !ok || told.At != at {
				offsets.AddOffset(topic, p, at, -1)
			}
		}
	}
	if len(offsets) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := c.admin.CommitAllOffsets(ctx, c.opt.Group, offsets); err != nil {
		c.say("Kafka is not told the offsets of group "+c.opt.Group, err)
		return
	}
	for topic, partitions := range offsets {
		for p, offset := range partitions {
			c.told.Delete(topic, p) // a topic that was made anew begins again
			c.told.Add(offset)
		}
	}
}

// from returns where a partition is read from that has the records from start to
// before end.
func (c *Consumer) from(topic string, p int32, start, end int64) (int64, error) {
	at, known := c.taken[topic][p]
	switch {
	case !known && c.opt.Latest:
		return end, nil
	case !known:
		return start, nil
	case at >= start && at <= end:
		return at, nil
	}
	gap := &GapError{topic, p, at, start, end}
	if !c.opt.Reset {
		return 0, gap
	}
	c.log.Warn("events are missing", "error", gap.Error())
	return start, nil
}

// failures returns what a consumer cannot go on from.
func (c *Consumer) failures(fetches kgo.Fetches) error {
	var fatal error
	fetches.EachError(func(topic string, p int32, err error) {
		var lost *kgo.ErrDataLoss
		switch {
		case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.Is(err, kgo.ErrClientClosed):
		case errors.Is(err, kerr.OffsetOutOfRange), errors.As(err, &lost):
			fatal = fmt.Errorf("topic %s, partition %d: %w: events are missing; -kafka-reset goes on from the oldest that there is", topic, p, err)
		default:
			c.say("records cannot be read", fmt.Errorf("topic %s, partition %d: %w", topic, p, err))
		}
	})
	return fatal
}

// say logs a failure that may come again and again.
func (c *Consumer) say(what string, err error) {
	if time.Since(c.said) >= 10*time.Second {
		c.said = time.Now()
		c.log.Warn(what, "error", err)
	}
}
