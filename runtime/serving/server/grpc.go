package server

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"log/slog"
	"net"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/featc-lang/featc/runtime/serving/feast"
)

// serveGRPC listens for gRPC as the configuration says: with the same certificate and
// token as HTTP. It returns how to stop.
func (c *Config) serveGRPC(api *feast.Server, log *slog.Logger, failed chan<- error) (stop func(), err error) {
	var opt []grpc.ServerOption
	if c.TLSCert != "" {
		creds, err := credentials.NewServerTLSFromFile(c.TLSCert, c.TLSKey)
		if err != nil {
			return nil, err
		}
		opt = append(opt, grpc.Creds(creds))
	}
	if c.Token != "" {
		opt = append(opt, grpc.UnaryInterceptor(tokenUnary(c.Token)), grpc.StreamInterceptor(tokenStream(c.Token)))
	}
	l, err := net.Listen("tcp", c.GRPC)
	if err != nil {
		return nil, err
	}
	srv := api.GRPC(opt...)
	go func() { failed <- srv.Serve(l) }()
	log.Info("listening for gRPC", "address", l.Addr().String())
	return func() { stopGRPC(srv, c.Drain) }, nil
}

// stopGRPC lets calls end for some time, and then ends them.
func stopGRPC(s *grpc.Server, within time.Duration) {
	done := make(chan struct{})
	go func() {
		s.GracefulStop()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(within):
		s.Stop()
		<-done
	}
}

// allowed reports whether a call has the token, or asks whether the server is well.
func allowed(ctx context.Context, want [sha256.Size]byte, method string) error {
	if strings.HasPrefix(method, "/grpc.health.v1.Health/") {
		return nil
	}
	for _, header := range metadata.ValueFromIncomingContext(ctx, "authorization") {
		given, ok := strings.CutPrefix(header, "Bearer ")
		got := sha256.Sum256([]byte(given))
		if ok && subtle.ConstantTimeCompare(want[:], got[:]) == 1 {
			return nil
		}
	}
	return status.Error(codes.Unauthenticated, "Unauthorized: a token is needed: authorization: Bearer")
}

func tokenUnary(token string) grpc.UnaryServerInterceptor {
	want := sha256.Sum256([]byte(token))
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		if err := allowed(ctx, want, info.FullMethod); err != nil {
			return nil, err
		}
		return next(ctx, req)
	}
}

func tokenStream(token string) grpc.StreamServerInterceptor {
	want := sha256.Sum256([]byte(token))
	return func(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
		if err := allowed(stream.Context(), want, info.FullMethod); err != nil {
			return err
		}
		return next(srv, stream)
	}
}
