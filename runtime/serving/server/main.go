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

// Main runs a server by the command line's flags until it is told to stop (SIGTERM,
// interrupt), and exits. Each call of fresh gives a package without state.
// Topics are those that are read where -kafka says from which brokers.
func Main(fresh func() *registry.Package, topics ...Topic) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	// Who says it again does not want to wait. A supervisor may say at once what a
	// terminal has said.
	context.AfterFunc(ctx, func() { time.AfterFunc(time.Second, stop) })
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
	if c.Vectors.Sample == 0 {
		return errors.New("-vectors-sample 0 would log nothing: leave -vectors out")
	}
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
	begun := &starting{}
	srv := &http.Server{
		Handler:           begun,
		ReadHeaderTimeout: 5 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ConnContext:       feast.ConnContext,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 3)
	go func() {
		if c.TLSCert != "" {
			failed <- srv.ServeTLS(l, c.TLSCert, c.TLSKey)
		} else {
			failed <- srv.Serve(feast.Coalesce(l))
		}
	}()
	vectors, err := c.vectors(fresh, log)
	if err != nil {
		return errors.Join(err, srv.Close())
	}
	c.Options.Opening = ctx
	service, err := c.open(fresh, log)
	if err != nil {
		if ctx.Err() != nil {
			err = nil // told to stop before there was anything to serve
			log.Info("stopped while starting")
		}
		return errors.Join(err, vectors.Close(), srv.Close())
	}
	closeAll := func() error { return errors.Join(service.Close(context.Background()), vectors.Close()) }
	api := feast.New(service, c.Limits, log)
	stopGRPC := func() {}
	if c.GRPC != "" {
		if stopGRPC, err = c.serveGRPC(api, log, failed); err != nil {
			return errors.Join(err, srv.Close(), closeAll())
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
			stopGRPC()
			return errors.Join(err, srv.Close(), closeAll())
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
	begun.started(authorized(c.Token, api, api.Unauthorized))
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
		time.Sleep(c.Linger)
		end, cancel := context.WithTimeout(context.Background(), c.Drain)
		defer cancel()
		if err = srv.Shutdown(end); errors.Is(err, context.DeadlineExceeded) {
			log.Warn("requests were cut off: they took longer than -drain", "drain", c.Drain.String())
			err = srv.Close()
		}
	}
	stopGRPC()
	endConsuming()
	<-consumed
	err = errors.Join(err, closeAll())
	log.Info("stopped")
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
		opt.Fatal = func(error) { _ = opt.Vectors.Close() } // what cannot be written is logged
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
