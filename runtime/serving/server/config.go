package server

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"net"
	"time"

	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/serving/feast"
	"github.com/featc-lang/featc/runtime/serving/vectorlog"
)

// Config says where a server listens and how it works.
type Config struct {
	Address  string // host:port
	GRPC     string // host:port for gRPC; "": none
	TLSCert  string // files, PEM; both or none
	TLSKey   string
	Token    string        // what clients send as Authorization: Bearer; "": nothing
	Insecure bool          // other machines may connect without TLS and token
	Drain    time.Duration // how long requests may go on when the server is stopped
	Linger   time.Duration // before that, how long it goes on while /readyz says no
	Store    string        // URL of a shared store; "": the data folder
	Prefix   string        // of the keys in it; "": featc
	ReadOnly bool          // read from the shared store, that another server writes
	Kafka    Kafka
	Options  serving.Options
	Vectors  vectorlog.Options // Dir "": what is served is not logged
	Limits   feast.Limits
}

// Flags declares the flags of a server, and returns what they set.
func Flags(f *flag.FlagSet) (c *Config, tokenFile *string) {
	c = &Config{}
	f.StringVar(&c.Address, "addr", "127.0.0.1:6566", "`host:port` to listen on")
	f.StringVar(&c.GRPC, "grpc", "", "`host:port` to listen on for gRPC (default: none)")
	f.StringVar(&c.Options.Dir, "data", "featc-data", "data `folder`: log, states")
	f.StringVar(&c.Store, "store", "", "`URL` of a shared store instead of the data folder: redis://host:port/db, rediss:// with TLS")
	f.StringVar(&c.Prefix, "store-prefix", "featc", "what keys in the shared store begin with")
	f.BoolVar(&c.ReadOnly, "read-only", false, "serve what another server writes to the shared store; take no events")
	f.StringVar(&c.TLSCert, "tls-cert", "", "certificate `file`, PEM")
	f.StringVar(&c.TLSKey, "tls-key", "", "key `file` of the certificate, PEM")
	tokenFile = f.String("token-file", "", "`file` with the token that clients must send (Authorization: Bearer)")
	f.BoolVar(&c.Insecure, "insecure", false, "let other machines connect without TLS or a token")
	f.DurationVar(&c.Drain, "drain", 15*time.Second, "how long requests may go on when the server is stopped")
	f.DurationVar(&c.Linger, "linger", 0, "before that, how long requests are still taken while /readyz says no, for load balancers to see it")
	f.DurationVar(&c.Options.MaxAhead, "max-ahead", 10*time.Second, "how far ahead of the server's clock events may be")
	f.DurationVar(&c.Options.KeepReads, "keep-reads", time.Minute, "how far back ?at= reaches at least, where no newer event is in the way")
	f.DurationVar(&c.Options.KeepLog, "keep-log", 0, "for how long events stay in the log (0: for ever; 1h in a shared store where it is not said)")
	f.DurationVar(&c.Options.CheckpointEvery, "checkpoint-every", 0, "how often states are written (default 30s, 1s in a shared store)")
	f.StringVar(&c.Vectors.Dir, "vectors", "", "`folder` for a log of the vectors that are served, Parquet (default: none)")
	f.Float64Var(&c.Vectors.Sample, "vectors-sample", 1, "share of the vectors that are logged, up to 1")
	f.DurationVar(&c.Vectors.Every, "vectors-every", time.Minute, "how often files of vectors are written: what a crash can lose of them")
	f.IntVar(&c.Vectors.Rows, "vectors-rows", 65_536, "vectors of a file, where the disk keeps up")
	f.Int64Var(&c.Limits.Body, "max-body", 8<<20, "largest body of a request, in `bytes`")
	f.IntVar(&c.Limits.Entities, "max-entities", 10_000, "most entities of a read")
	f.IntVar(&c.Limits.Events, "max-events", 100_000, "most events of a push")
	f.IntVar(&c.Limits.Concurrent, "max-requests", 512, "most requests at once")
	f.DurationVar(&c.Limits.Deadline, "body-deadline", 10*time.Second, "how long a request's body may take to come in")
	c.Kafka.flags(f)
	return c, tokenFile
}

// check refuses what would open a server to others by mistake.
func (c *Config) check() error {
	if c.ReadOnly && c.Store == "" {
		return errors.New("-read-only needs the shared store to read from: -store redis://host:port/db")
	}
	if c.ReadOnly && len(c.Kafka.Options.Brokers) > 0 {
		return errors.New("a server that is -read-only takes no events: -kafka is for the one that writes")
	}
	if err := c.Kafka.check(); err != nil {
		return err
	}
	if c.Store == "" && c.Options.Dir == "" {
		return errors.New("say where to keep the log and the states: -data FOLDER, or -store URL")
	}
	if err := c.checkNumbers(); err != nil {
		return err
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errors.New("a certificate needs its key, and a key its certificate: -tls-cert and -tls-key")
	}
	if c.TLSCert != "" {
		if _, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey); err != nil {
			return fmt.Errorf("-tls-cert: %w", err)
		}
	}
	if err := c.checkAddress("-addr", c.Address); err != nil || c.GRPC == "" {
		return err
	}
	return c.checkAddress("-grpc", c.GRPC)
}

// checkNumbers refuses what is no amount. What is 0 has its default.
func (c *Config) checkNumbers() error {
	for _, n := range []struct {
		flag string
		of   int64
	}{
		{"drain", int64(c.Drain)}, {"linger", int64(c.Linger)}, {"max-ahead", int64(c.Options.MaxAhead)},
		{"keep-reads", int64(c.Options.KeepReads)}, {"keep-log", int64(c.Options.KeepLog)},
		{"checkpoint-every", int64(c.Options.CheckpointEvery)}, {"vectors-every", int64(c.Vectors.Every)},
		{"vectors-rows", int64(c.Vectors.Rows)}, {"max-body", c.Limits.Body}, {"max-entities", int64(c.Limits.Entities)},
		{"max-events", int64(c.Limits.Events)}, {"max-requests", int64(c.Limits.Concurrent)}, {"body-deadline", int64(c.Limits.Deadline)},
	} {
		if n.of < 0 {
			return fmt.Errorf("-%s is below 0", n.flag)
		}
	}
	if s := c.Vectors.Sample; !(s >= 0 && s <= 1) {
		return fmt.Errorf("-vectors-sample %v is not a share from 0 to 1", s)
	}
	return nil
}

func (c *Config) checkAddress(name, address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	ip := net.ParseIP(host)
	if host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	if c.TLSCert == "" && c.Token == "" && !c.Insecure {
		return fmt.Errorf("%s can be reached by other machines: give it TLS (-tls-cert, -tls-key) or a token (-token-file), or say -insecure", address)
	}
	return nil
}
