package server

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"

	"github.com/featc-lang/featc/runtime/serving/kafka"
)

// Kafka says which topics a server reads.
type Kafka struct {
	Options      kafka.Options
	TLS          bool
	Mechanism    string // of SASL: plain, scram-sha-256, scram-sha-512; "": none
	User         string
	PasswordFile string
}

// Topic is where the events of a source are.
type Topic struct{ Source, Topic string }

// defaults has the topics read that sources name, but for those sources that a flag
// has named a topic for.
func (k *Kafka) defaults(topics []Topic) {
	if len(k.Options.Brokers) == 0 {
		return
	}
	given := map[string]bool{}
	for _, source := range k.Options.Topics {
		given[source] = true
	}
	for _, t := range topics {
		if given[t.Source] {
			continue
		}
		if k.Options.Topics == nil {
			k.Options.Topics = map[string]string{}
		}
		k.Options.Topics[t.Topic] = t.Source
	}
}

func (k *Kafka) flags(f *flag.FlagSet) {
	f.Func("kafka", "brokers of Kafka, as `host:port,host:port`", func(text string) error {
		k.Options.Brokers = strings.Split(text, ",")
		return nil
	})
	f.Func("topic", "the topic with a source's events, as `source=topic`, instead of the source's own; once for each topic", func(text string) error {
		source, topic, ok := strings.Cut(text, "=")
		if !ok || source == "" || topic == "" {
			return errors.New("write source=topic")
		}
		if k.Options.Topics == nil {
			k.Options.Topics = map[string]string{}
		}
		if k.Options.Topics[topic] != "" {
			return fmt.Errorf("topic %s is given twice", topic)
		}
		k.Options.Topics[topic] = source
		return nil
	})
	f.Func("kafka-from", "where a partition is begun that has not been read: `earliest` (as without it) or latest", func(text string) error {
		k.Options.Latest = text == "latest"
		if text != "latest" && text != "earliest" {
			return errors.New("earliest or latest")
		}
		return nil
	})
	f.BoolVar(&k.Options.Reset, "kafka-reset", false, "where the next record of a partition is gone, go on from the oldest that there is")
	f.DurationVar(&k.Options.Discover, "kafka-discover", 5*time.Second, "how often partitions are looked for that are new")
	f.StringVar(&k.Options.Group, "kafka-group", "", "consumer `group` under which Kafka is told the offsets, for tools that show lag (default: none)")
	f.BoolVar(&k.TLS, "kafka-tls", false, "connect to Kafka with TLS")
	f.StringVar(&k.Mechanism, "kafka-sasl", "", "`mechanism` of SASL: plain, scram-sha-256 or scram-sha-512")
	f.StringVar(&k.User, "kafka-user", "", "`name` for SASL")
	f.StringVar(&k.PasswordFile, "kafka-password-file", "", "`file` with the password for SASL")
}

// check refuses what does not go together, and makes the options of the client.
func (k *Kafka) check() error {
	switch {
	case len(k.Options.Topics) > 0 && len(k.Options.Brokers) == 0:
		return errors.New("-topic needs the brokers: -kafka host:port")
	case len(k.Options.Brokers) > 0 && len(k.Options.Topics) == 0:
		return errors.New("-kafka needs topics: stream kafka(\"topic\") in a source, or -topic source=topic")
	}
	if k.TLS {
		k.Options.Client = append(k.Options.Client, kgo.DialTLSConfig(&tls.Config{MinVersion: tls.VersionTLS12}))
	}
	if k.Mechanism == "" {
		return nil
	}
	text, err := os.ReadFile(k.PasswordFile)
	if err != nil {
		return fmt.Errorf("-kafka-password-file: %w", err)
	}
	password := strings.TrimSpace(string(text))
	var m sasl.Mechanism
	switch k.Mechanism {
	case "plain":
		m = plain.Auth{User: k.User, Pass: password}.AsMechanism()
	case "scram-sha-256":
		m = scram.Auth{User: k.User, Pass: password}.AsSha256Mechanism()
	case "scram-sha-512":
		m = scram.Auth{User: k.User, Pass: password}.AsSha512Mechanism()
	default:
		return fmt.Errorf("-kafka-sasl %s: plain, scram-sha-256 or scram-sha-512", k.Mechanism)
	}
	k.Options.Client = append(k.Options.Client, kgo.SASL(m))
	return nil
}
