// Package server is a whole feature server, to be linked with a generated package:
//
//	func main() {
//		server.Main(func() *registry.Package { return fraud.New().Registry() })
//	}
package server

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/serving/feast"
	"github.com/featc-lang/featc/runtime/serving/kafka"
	"github.com/featc-lang/featc/runtime/serving/store/redis"
	"github.com/featc-lang/featc/runtime/serving/vectorlog"
)

// Config says where a server listens and how it works.
type Config struct {
	Address  string // host:port
	GRPC     string // host:port for gRPC; "": none
	TLSCert  string // files, PEM; both or none
	TLSKey   string
	Token    string // what clients send as Authorization: Bearer; "": nothing
	Insecure bool   // other machines may connect without TLS and token
	Drain    time.Duration
	Store    string // URL of a shared store; "": the data folder
	Prefix   string // of the keys in it; "": featc
	ReadOnly bool   // read from the shared store, that another server writes
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

// Main runs a server by the command line's flags until it is told to stop (SIGTERM,
// interrupt), and exits. Each call of fresh gives a package without state.
// Topics are those that are read where -kafka says from which brokers.
func Main(fresh func() *registry.Package, topics ...Topic) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, fresh, topics, os.Args[1:], os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(0)
	case err != nil:
		fmt.Fprintln(os.Stderr, "featc serve:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, fresh func() *registry.Package, topics []Topic, args []string, errOut io.Writer) error {
	f := flag.NewFlagSet("featc serve", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	c, tokenFile := Flags(f)
	history := f.String("materialize", "", "build the states of the data folder, or of the store, from the events on standard input, up to an `instant`; for featc materialize")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		f.SetOutput(errOut)
		fmt.Fprintln(errOut, "Flags of featc serve, behind --:")
		f.PrintDefaults()
		return err
	case err != nil:
		return fmt.Errorf("%w; featc serve -- -help lists the flags", err)
	}
	c.Kafka.defaults(topics)
	if f.NArg() > 0 {
		return fmt.Errorf("%q is too much", f.Arg(0))
	}
	kept := false
	f.Visit(func(f *flag.Flag) { kept = kept || f.Name == "keep-log" })
	if c.Store != "" && !kept {
		c.Options.KeepLog = time.Hour
	}
	if *tokenFile != "" {
		text, err := os.ReadFile(*tokenFile)
		if err != nil {
			return fmt.Errorf("token: %w", err)
		}
		if c.Token = strings.TrimSpace(string(text)); c.Token == "" {
			return fmt.Errorf("token: %s is empty", *tokenFile)
		}
	}
	c.Options.Log = slog.New(slog.NewJSONHandler(errOut, nil))
	if *history != "" {
		if c.Store != "" {
			var err error
			if c.Options.Store, err = redis.Open(c.redis(fresh, c.Options.Log)); err != nil {
				return err
			}
		}
		return materialize(fresh, c.Options, *history, os.Stdin, os.Stdout)
	}
	return Serve(ctx, fresh, c, nil)
}

// Serve runs a server until ctx is done, and then finishes what has begun. listening
// is told the address, where it is not nil.
func Serve(ctx context.Context, fresh func() *registry.Package, c *Config, listening func(net.Addr)) error {
	log := c.Options.Log
	if log == nil {
		log = slog.Default()
	}
	if err := c.check(); err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Address)
	if err != nil {
		return err
	}
	vectors, err := c.vectors(fresh, log)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	service, err := c.open(fresh, log)
	if err != nil {
		return errors.Join(err, vectors.Close(), l.Close())
	}
	closeAll := func() error { return errors.Join(service.Close(context.Background()), vectors.Close()) }
	api := feast.New(service, c.Limits, log)
	srv := &http.Server{
		Handler:           authorized(c.Token, api),
		ReadHeaderTimeout: 5 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ConnContext:       feast.ConnContext,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 3)
	stopGRPC := func() {}
	if c.GRPC != "" {
		if stopGRPC, err = c.serveGRPC(api, log, failed); err != nil {
			return errors.Join(err, l.Close(), closeAll())
		}
	}
	consuming, endConsuming := context.WithCancel(context.Background())
	defer endConsuming()
	consumed := make(chan struct{})
	if len(c.Kafka.Options.Topics) > 0 {
		opt := c.Kafka.Options
		opt.Log, opt.Null = log, api.DecodedNull
		consumer, err := kafka.New(service, opt)
		if err != nil {
			return errors.Join(err, l.Close(), closeAll())
		}
		api.Register(consumer)
		go func() {
			defer close(consumed)
			if err := consumer.Run(consuming); err != nil {
				failed <- err
			}
		}()
	} else {
		close(consumed)
	}
	go func() {
		if c.TLSCert != "" {
			failed <- srv.ServeTLS(l, c.TLSCert, c.TLSKey)
		} else {
			failed <- srv.Serve(feast.Coalesce(l))
		}
	}()
	log.Info("listening", "address", l.Addr().String(), "package", service.Package().Name, "tls", c.TLSCert != "", "token", c.Token != "")
	if listening != nil {
		listening(l.Addr())
	}
	select {
	case err = <-failed:
		api.Drain()
		_ = srv.Close()
	case <-service.Broken():
		err = service.Ready()
		api.Drain()
		_ = srv.Close() // what it serves is not kept up to date any more
	case <-ctx.Done():
		log.Info("stopping")
		api.Drain()
		end, cancel := context.WithTimeout(context.Background(), c.Drain)
		defer cancel()
		err = srv.Shutdown(end)
	}
	stopGRPC()
	endConsuming()
	<-consumed
	err = errors.Join(err, closeAll())
	log.Info("stopped", "error", err)
	return err
}

// vectors opens the log of what is served; nil where there is to be none.
func (c *Config) vectors(fresh func() *registry.Package, log *slog.Logger) (*vectorlog.Log, error) {
	if c.Vectors.Dir == "" {
		return nil, nil
	}
	c.Vectors.Log = log
	var err error
	c.Options.Vectors, err = vectorlog.Open(fresh(), c.Vectors)
	return c.Options.Vectors, err
}

// open opens the service, in the store that is asked for.
func (c *Config) open(fresh func() *registry.Package, log *slog.Logger) (*serving.Service, error) {
	opt := c.Options
	if c.Store == "" {
		return serving.Open(fresh, opt)
	}
	at := c.redis(fresh, log)
	var err error
	if c.ReadOnly {
		if opt.ReadFrom, err = redis.NewReader(at); err != nil {
			return nil, err
		}
	} else if opt.Store, err = redis.Open(at); err != nil {
		return nil, err
	}
	return serving.Open(fresh, opt)
}

// redis says where the shared store is.
func (c *Config) redis(fresh func() *registry.Package, log *slog.Logger) redis.Options {
	redis.Quiet()
	return redis.Options{URL: c.Store, Prefix: c.Prefix, Package: fresh().Name, Log: log}
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
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errors.New("a certificate needs its key, and a key its certificate: -tls-cert and -tls-key")
	}
	if err := c.checkAddress("-addr", c.Address); err != nil || c.GRPC == "" {
		return err
	}
	return c.checkAddress("-grpc", c.GRPC)
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
