package serve_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/featc-lang/featc/runtime/jsontext"
	servingpb "github.com/featc-lang/featc/runtime/serving/feast/pb/feast/serving"
	typespb "github.com/featc-lang/featc/runtime/serving/feast/pb/feast/types"
)

// dial connects to a server's gRPC.
func (p *process) dial(t *testing.T) *grpc.ClientConn {
	t.Helper()
	return p.dialWith(t, insecure.NewCredentials())
}

func (p *process) dialWith(t *testing.T, by credentials.TransportCredentials) *grpc.ClientConn {
	t.Helper()
	var line struct{ Msg, Address string }
	for text := range strings.Lines(p.log.String()) {
		if json.Unmarshal([]byte(text), &line) == nil && line.Msg == "listening for gRPC" {
			break
		}
	}
	c, err := grpc.NewClient(line.Address, grpc.WithTransportCredentials(by))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func int64s(in ...int64) *typespb.RepeatedValue {
	out := &typespb.RepeatedValue{}
	for _, i := range in {
		out.Val = append(out.Val, &typespb.Value{Val: &typespb.Value_Int64Val{Int64Val: i}})
	}
	return out
}

func texts(in ...string) *typespb.RepeatedValue {
	out := &typespb.RepeatedValue{}
	for _, s := range in {
		out.Val = append(out.Val, &typespb.Value{Val: &typespb.Value_StringVal{StringVal: s}})
	}
	return out
}

func list(features ...string) *servingpb.GetOnlineFeaturesRequest_Features {
	return &servingpb.GetOnlineFeaturesRequest_Features{Features: &servingpb.FeatureList{Val: features}}
}

// What gRPC answers is what HTTP answers, for the same vector.
func TestGRPC(t *testing.T) {
	_, path := fraud(t)
	p := start(t, path, "-data", t.TempDir(), "-grpc", "127.0.0.1:0", "-max-entities", "100")
	defer p.kill()
	c := servingpb.NewServingServiceClient(p.dial(t))
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	at := time.Now().Add(-time.Second).UTC().Format(time.RFC3339Nano)
	df := fmt.Sprintf(`{"txn_id":["a","b"],"user_id":[1,1],"merchant_id":["m","m"],"amount":[10.5,"2.25"],"status":["approved","approved"],"at":[%q,%q]}`, at, at)
	if status, answer := p.send(t, "/push", strings.NewReader(`{"push_source_name":"txns","df":`+df+`}`)); status != 200 {
		t.Fatal(status, answer)
	}
	now := time.Now().UTC().Format("2006-01-02T15:04:05.000000Z")
	_, answer := p.send(t, "/get-online-features?at="+now, strings.NewReader(
		`{"entities":{"merchant_id":["m","n"],"user_id":[1,2]},"request_context":{"amount":[5,6.25]},"feature_service":"fraud_v1"}`))
	got, err := c.GetOnlineFeatures(metadata.AppendToOutgoingContext(ctx, "featc-at", now), &servingpb.GetOnlineFeaturesRequest{
		Kind:           &servingpb.GetOnlineFeaturesRequest_FeatureService{FeatureService: "fraud_v1"},
		Entities:       map[string]*typespb.RepeatedValue{"user_id": int64s(1, 2), "merchant_id": texts("m", "n")},
		RequestContext: map[string]*typespb.RepeatedValue{"amount": texts("5", "6.25")},
	})
	if err != nil {
		t.Fatal(err)
	}
	doc := jsontext.Document(strings.TrimSpace(answer))
	var names []string
	for e := range doc.Find("metadata.feature_names").Elements {
		names = append(names, e.Text())
	}
	if !slices.Equal(names, got.Metadata.FeatureNames.Val) || len(names) != 34 || len(got.Results) != 34 {
		t.Fatalf("%d columns %v, over HTTP %v", len(got.Results), got.Metadata.FeatureNames.Val, names)
	}
	statuses := map[string]int{}
	for i, column := range got.Results {
		over := doc.Find(fmt.Sprintf("results[%d]", i))
		for row := range 2 {
			index := fmt.Sprintf("[%d]", row)
			if s := over.Find("statuses" + index).Text(); s != column.Statuses[row].String() {
				t.Errorf("%s: status %s, over HTTP %s", names[i], column.Statuses[row], s)
			} else {
				statuses[s]++
			}
			if s := over.Find("event_timestamps" + index).Text(); s != column.EventTimestamps[row].AsTime().Format(time.RFC3339Nano) && i > 1 && !strings.HasPrefix(s, strings.TrimRight(column.EventTimestamps[row].AsTime().Format(time.RFC3339Nano), "Z")) {
				t.Errorf("%s: instant %s, over HTTP %s", names[i], column.EventTimestamps[row].AsTime(), s)
			}
			if over, got := over.Find("values"+index), column.Values[row]; !sameValue(over, got) {
				t.Errorf("%s of row %d: %v, over HTTP %s", names[i], row, got, over)
			}
		}
	}
	if statuses["PRESENT"] == 0 || statuses["NOT_FOUND"] == 0 {
		t.Errorf("statuses %v", statuses)
	}
	if info, err := c.GetFeastServingInfo(ctx, &servingpb.GetFeastServingInfoRequest{}); err != nil || info.Version != "featc" {
		t.Error(info, err)
	}
	t.Run("errors", func(t *testing.T) { grpcErrors(t, ctx, c) })
	h, err := healthpb.NewHealthClient(p.dial(t)).Check(ctx, &healthpb.HealthCheckRequest{Service: "feast.serving.ServingService"})
	if err != nil || h.Status != healthpb.HealthCheckResponse_SERVING {
		t.Error(h, err)
	}
	t.Run("stopping", func(t *testing.T) { grpcStops(t, p) })
}

// grpcStops has a server told to stop: who watches its health is told that it takes
// no more, and what is under way is not cut off.
func grpcStops(t *testing.T, p *process) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	watch, err := healthpb.NewHealthClient(p.dial(t)).Watch(ctx, &healthpb.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	next := func(want healthpb.HealthCheckResponse_ServingStatus) {
		t.Helper()
		if h, err := watch.Recv(); err != nil || h.Status != want {
			t.Errorf("%v, %v; want %v", h, err, want)
		}
	}
	next(healthpb.HealthCheckResponse_SERVING)
	began := time.Now()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	next(healthpb.HealthCheckResponse_NOT_SERVING)
	cancel()
	if err := p.cmd.Wait(); err != nil || time.Since(began) > 5*time.Second {
		t.Errorf("stopped after %v: %v", time.Since(began), err)
	}
}

// sameValue holds a value against what HTTP has in its place.
func sameValue(over jsontext.Value, got *typespb.Value) bool {
	switch x := got.Val.(type) {
	case nil:
		return over.IsNull()
	case *typespb.Value_Int64Val:
		return string(over) == fmt.Sprint(x.Int64Val)
	case *typespb.Value_BoolVal:
		return string(over) == fmt.Sprint(x.BoolVal)
	case *typespb.Value_DecimalVal:
		return string(over) == x.DecimalVal
	case *typespb.Value_StringVal:
		return over.Text() == x.StringVal
	case *typespb.Value_DoubleVal:
		var f float64
		return json.Unmarshal([]byte(over), &f) == nil && f == x.DoubleVal
	case *typespb.Value_UnixTimestampVal:
		at, err := time.Parse(time.RFC3339, over.Text())
		return err == nil && at.Unix() == x.UnixTimestampVal
	}
	return false
}

func grpcErrors(t *testing.T, ctx context.Context, c servingpb.ServingServiceClient) {
	user := map[string]*typespb.RepeatedValue{"user_id": int64s(1)}
	for _, tt := range []struct {
		name string
		r    *servingpb.GetOnlineFeaturesRequest
		code codes.Code
		says string
	}{
		{"no features", &servingpb.GetOnlineFeaturesRequest{Entities: user}, codes.InvalidArgument, "features is missing"},
		{"no entities", &servingpb.GetOnlineFeaturesRequest{Kind: list("spend:n_1h")}, codes.InvalidArgument, "entities is missing"},
		{"unknown view", &servingpb.GetOnlineFeaturesRequest{Kind: list("nope:n"), Entities: user}, codes.NotFound, "FeatureViewNotFoundException: there is no view"},
		{"unknown key", &servingpb.GetOnlineFeaturesRequest{Kind: list("spend:n_1h"), Entities: map[string]*typespb.RepeatedValue{"user_id": int64s(1), "usr": int64s(1)}}, codes.InvalidArgument, "entity key usr"},
		{"wrong type", &servingpb.GetOnlineFeaturesRequest{Kind: list("spend:n_1h"), Entities: map[string]*typespb.RepeatedValue{"user_id": texts("x")}}, codes.InvalidArgument, "is not an int64"},
		{"null key", &servingpb.GetOnlineFeaturesRequest{Kind: list("spend:n_1h"), Entities: map[string]*typespb.RepeatedValue{"user_id": {Val: []*typespb.Value{{}}}}}, codes.InvalidArgument, "is null, but must not be"},
		{"map as key", &servingpb.GetOnlineFeaturesRequest{Kind: list("spend:n_1h"), Entities: map[string]*typespb.RepeatedValue{"user_id": {Val: []*typespb.Value{{Val: &typespb.Value_MapVal{}}}}}}, codes.InvalidArgument, "is no type of a key"},
		{"rows that differ", &servingpb.GetOnlineFeaturesRequest{Kind: list("habit:visits"), Entities: map[string]*typespb.RepeatedValue{"user_id": int64s(1, 2), "merchant_id": texts("m")}}, codes.InvalidArgument, "1 rows and 2 rows"},
		{"request rows that differ", &servingpb.GetOnlineFeaturesRequest{Kind: list("spend:n_1h"), Entities: user, RequestContext: map[string]*typespb.RepeatedValue{"x": int64s(1, 2)}}, codes.InvalidArgument, "request_context has 2 rows, entities 1"},
		{"too many entities", &servingpb.GetOnlineFeaturesRequest{Kind: list("spend:n_1h"), Entities: map[string]*typespb.RepeatedValue{"user_id": int64s(make([]int64, 101)...)}}, codes.InvalidArgument, "more than 100 entities"},
	} {
		if _, err := c.GetOnlineFeatures(ctx, tt.r); status.Code(err) != tt.code || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	asked := &servingpb.GetOnlineFeaturesRequest{Kind: list("spend:n_1h"), Entities: user}
	for at, says := range map[string]string{"yesterday": "at: ", time.Now().Add(time.Hour).UTC().Format(time.RFC3339): "yet to come"} {
		if _, err := c.GetOnlineFeatures(metadata.AppendToOutgoingContext(ctx, "featc-at", at), asked); status.Code(err) != codes.InvalidArgument || !strings.Contains(err.Error(), says) {
			t.Error(err)
		}
	}
}

// The certificate of HTTP is that of gRPC.
func TestGRPCWithTLS(t *testing.T) {
	_, path := fraud(t)
	cert, key, pool := certificate(t, t.TempDir())
	p := start(t, path, "-data", t.TempDir(), "-tls-cert", cert, "-tls-key", key, "-grpc", "127.0.0.1:0")
	defer p.kill()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, tt := range []struct {
		by   credentials.TransportCredentials
		want codes.Code
	}{{credentials.NewClientTLSFromCert(pool, ""), codes.OK}, {insecure.NewCredentials(), codes.Unavailable}} {
		c := servingpb.NewServingServiceClient(p.dialWith(t, tt.by))
		if _, err := c.GetFeastServingInfo(ctx, &servingpb.GetFeastServingInfoRequest{}); status.Code(err) != tt.want {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
}

// The token of HTTP is that of gRPC; whether the server is well, anybody may ask.
func TestGRPCTokenAndAddress(t *testing.T) {
	_, path := fraud(t)
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, path, "-data", t.TempDir(), "-token-file", token, "-grpc", "127.0.0.1:0")
	defer p.kill()
	conn := p.dial(t)
	c := servingpb.NewServingServiceClient(conn)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for header, want := range map[string]codes.Code{"": codes.Unauthenticated, "Bearer wrong": codes.Unauthenticated, "s3cret": codes.Unauthenticated, "Bearer s3cret": codes.OK} {
		_, err := c.GetFeastServingInfo(metadata.AppendToOutgoingContext(ctx, "authorization", header), &servingpb.GetFeastServingInfoRequest{})
		if status.Code(err) != want {
			t.Errorf("%q: %v", header, err)
		}
	}
	if _, err := healthpb.NewHealthClient(conn).Check(ctx, &healthpb.HealthCheckRequest{}); err != nil {
		t.Error(err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, tt := range []struct{ address, says string }{
		{"0.0.0.0:0", "can be reached by other machines"}, {"nowhere", "-grpc: "}, {taken.Addr().String(), "address already in use"},
	} {
		out, err := command(path, "-addr", "127.0.0.1:0", "-data", t.TempDir(), "-grpc", tt.address).CombinedOutput()
		if err == nil || !strings.Contains(string(out), tt.says) {
			t.Errorf("%s: %v\n%s", tt.address, err, out)
		}
	}
}
