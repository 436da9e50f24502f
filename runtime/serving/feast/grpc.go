package feast

import (
	"context"
	"net/http"
	"slices"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	grpcstatus "google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/featc-lang/featc/runtime/jsontext"
	servingpb "github.com/featc-lang/featc/runtime/serving/feast/pb/feast/serving"
	typespb "github.com/featc-lang/featc/runtime/serving/feast/pb/feast/types"
	"github.com/featc-lang/featc/runtime/serving/jsonio"
)

// instantKey is the key of a call's metadata with the instant to read as of.
const instantKey = "featc-at"

// GRPC returns a server of Feast's ServingService, and of gRPC's health service,
// within the same limits as this one's; opt may have credentials and interceptors.
func (s *Server) GRPC(opt ...grpc.ServerOption) *grpc.Server {
	srv := grpc.NewServer(append([]grpc.ServerOption{grpc.MaxRecvMsgSize(int(s.limits.Body))}, opt...)...)
	servingpb.RegisterServingServiceServer(srv, &grpcServer{s: s, m: s.metrics.route("grpc get-online-features")})
	healthpb.RegisterHealthServer(srv, s.health)
	return srv
}

// newHealth says that the service is well until it is drained.
func newHealth() *health.Server {
	h := health.NewServer()
	h.SetServingStatus("feast.serving.ServingService", healthpb.HealthCheckResponse_SERVING)
	return h
}

type grpcServer struct {
	servingpb.UnimplementedServingServiceServer
	s *Server
	m *routeMetrics
}

// GetFeastServingInfo says what answers.
func (g *grpcServer) GetFeastServingInfo(context.Context, *servingpb.GetFeastServingInfoRequest) (*servingpb.GetFeastServingInfoResponse, error) {
	return &servingpb.GetFeastServingInfoResponse{Version: "featc"}, nil
}

// GetOnlineFeatures is POST /get-online-features.
func (g *grpcServer) GetOnlineFeatures(ctx context.Context, r *servingpb.GetOnlineFeaturesRequest) (*servingpb.GetOnlineFeaturesResponse, error) {
	began := time.Now()
	out, err := g.answer(ctx, r)
	if err == nil {
		g.m.done(http.StatusOK, began)
		return out, nil
	}
	e := apiErrorOf(err)
	if e.status >= 500 && ctx.Err() == nil {
		g.s.log.Error("request failed", "route", "grpc", "error", err)
	}
	g.m.done(e.status, began)
	return nil, grpcstatus.Error(codeOf(e.status), e.class+": "+e.message)
}

func (g *grpcServer) answer(ctx context.Context, r *servingpb.GetOnlineFeaturesRequest) (*servingpb.GetOnlineFeaturesResponse, error) {
	select {
	case g.s.slots <- struct{}{}:
		defer func() { <-g.s.slots }()
	default:
		return nil, &apiError{http.StatusTooManyRequests, "Overloaded", "too many requests at once: try again later"}
	}
	q, err := g.query(ctx, r)
	if err != nil {
		return nil, err
	}
	a := answers.Get().(*answer)
	defer answers.Put(a)
	if err := g.s.fill(ctx, q, a); err != nil {
		return nil, err
	}
	return q.message(r, a), nil
}

// codeOf is gRPC's code for a status of HTTP. Clients try again on ResourceExhausted
// and Unavailable, as on 429 and 503.
func codeOf(status int) codes.Code {
	switch status {
	case http.StatusNotFound:
		return codes.NotFound
	case http.StatusTooManyRequests:
		return codes.ResourceExhausted
	case http.StatusServiceUnavailable:
		return codes.Unavailable
	case http.StatusUnauthorized:
		return codes.Unauthenticated
	case http.StatusInternalServerError:
		return codes.Internal
	}
	return codes.InvalidArgument
}

// query resolves a request, as parse does.
func (g *grpcServer) query(ctx context.Context, r *servingpb.GetOnlineFeaturesRequest) (*query, error) {
	q := &query{}
	if at := metadata.ValueFromIncomingContext(ctx, instantKey); len(at) > 0 {
		if err := q.instant(at[0]); err != nil {
			return nil, err
		}
	}
	var err error
	if q.entities, q.rows, err = g.columns(r.GetEntities(), "entities"); err != nil {
		return nil, err
	}
	if len(q.entities) == 0 {
		return nil, malformed("entities is missing")
	}
	rows := 0
	if q.context, rows, err = g.columns(r.GetRequestContext(), "request_context"); err != nil {
		return nil, err
	}
	if len(q.context) > 0 && rows != q.rows {
		return nil, malformed("request_context has %d rows, entities %d", rows, q.rows)
	}
	if q.shape, err = g.s.shapes.of(features(r)); err != nil {
		return nil, err
	}
	return q, q.resolve()
}

// features is what a request asks for, as a request over HTTP has it.
func features(r *servingpb.GetOnlineFeaturesRequest) jsontext.Value {
	b := []byte(`{"full_feature_names":false`)
	if r.GetFullFeatureNames() {
		b = []byte(`{"full_feature_names":true`)
	}
	switch kind := r.GetKind().(type) {
	case *servingpb.GetOnlineFeaturesRequest_FeatureService:
		b = jsonio.AppendString(append(b, `,"feature_service":`...), kind.FeatureService)
	case *servingpb.GetOnlineFeaturesRequest_Features:
		b = append(b, `,"features":[`...)
		for i, f := range kind.Features.GetVal() {
			if i > 0 {
				b = append(b, ',')
			}
			b = jsonio.AppendString(b, f)
		}
		b = append(b, ']')
	}
	return jsontext.Value(append(b, '}'))
}

// columns reads columns of one length, in the order of their names.
func (g *grpcServer) columns(in map[string]*typespb.RepeatedValue, what string) ([]entityColumn, int, error) {
	names := make([]string, 0, len(in))
	for name := range in {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []entityColumn
	rows := 0
	for i, name := range names {
		values := in[name].GetVal()
		switch {
		case len(values) > g.s.limits.Entities:
			return nil, 0, tooLarge("%s: more than %d entities", what, g.s.limits.Entities)
		case i > 0 && len(values) != rows:
			return nil, 0, malformed("%s: %d rows and %d rows", what, rows, len(values))
		}
		rows = len(values)
		c := entityColumn{name: name, values: make([]jsontext.Value, rows)}
		for j, v := range values {
			text, err := appendMessage(nil, v)
			if at, ok := v.GetVal().(*typespb.Value_UnixTimestampVal); ok && g.s.catalog.dates[name] {
				text, err = appendDate(nil, at.UnixTimestampVal)
			}
			if err != nil {
				return nil, 0, invalid("%s, number %d: %v", name, j, err)
			}
			c.values[j] = jsontext.Value(text)
		}
		out = append(out, c)
	}
	return out, rows, nil
}

// message is the answer: column by column, the entities' own first.
func (q *query) message(r *servingpb.GetOnlineFeaturesRequest, a *answer) *servingpb.GetOnlineFeaturesResponse {
	names := &servingpb.FeatureList{}
	out := &servingpb.GetOnlineFeaturesResponse{Metadata: &servingpb.GetOnlineFeaturesResponseMetadata{FeatureNames: names}, Status: true}
	add := func(name string) *servingpb.GetOnlineFeaturesResponse_FeatureVector {
		column := &servingpb.GetOnlineFeaturesResponse_FeatureVector{
			Values: make([]*typespb.Value, q.rows), Statuses: make([]servingpb.FieldStatus, q.rows),
			EventTimestamps: make([]*timestamppb.Timestamp, q.rows),
		}
		names.Val, out.Results = append(names.Val, name), append(out.Results, column)
		return column
	}
	for _, c := range q.keyColumns() {
		column := add(c.name)
		copy(column.Values, r.GetEntities()[c.name].GetVal())
		for row := range q.rows {
			column.Statuses[row], column.EventTimestamps[row] = servingpb.FieldStatus_PRESENT, &timestamppb.Timestamp{}
		}
	}
	for i, f := range q.features {
		column := add(q.columnNames[i])
		for row := range q.rows {
			at := row*len(q.features) + i
			column.Values[row] = messageOf(a.values[at], f.column())
			column.Statuses[row] = servingpb.FieldStatus(a.statuses[at]) + 1 // INVALID is 0
			us := a.instants[row*len(q.reads)+q.readOf[i]]
			column.EventTimestamps[row] = timestamppb.New(time.UnixMicro(us))
		}
	}
	return out
}
