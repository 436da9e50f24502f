package feast

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/text"
)

// metrics are a server's, for Prometheus.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	nullsBy  map[*registry.Reader]nullCounters
	decoded  *prometheus.CounterVec
}

func newMetrics(s *serving.Service) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "featc_requests_total", Help: "Requests by route and status.",
		}, []string{"route", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "featc_request_seconds", Help: "How long requests took.",
			Buckets: []float64{1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, .01, .02, .05, .1, .5, 1},
		}, []string{"route"}),
		nullsBy: map[*registry.Reader]nullCounters{},
		decoded: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "featc_decoded_nulls_total", Help: "Values of events that became null when they were read, by why.",
		}, []string{"source", "column", "cause"}),
	}
	nulls := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "featc_null_features_total", Help: "Features served as null, by why.",
	}, []string{"reader", "cause"})
	for _, readers := range [][]*registry.Reader{s.Package().Views, s.Package().Sets} {
		for _, r := range readers {
			m.nullsBy[r] = nullCounters{nulls.WithLabelValues(r.Name, "no value"), nulls.WithLabelValues(r.Name, "entity not seen")}
		}
	}
	m.registry.MustRegister(m.requests, m.seconds, nulls, m.decoded, &state{s},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Register adds metrics to those that /metrics gives.
func (s *Server) Register(c prometheus.Collector) { s.metrics.registry.MustRegister(c) }

// routeMetrics are those of one route.
type routeMetrics struct {
	m       *metrics
	name    string
	seconds prometheus.Observer
	ok      prometheus.Counter
}

func (m *metrics) route(name string) *routeMetrics {
	return &routeMetrics{m, name, m.seconds.WithLabelValues(name), m.requests.WithLabelValues(name, "200")}
}

func (r *routeMetrics) done(status int, began time.Time) {
	if status == http.StatusOK {
		r.ok.Inc()
	} else {
		r.m.requests.WithLabelValues(r.name, strconv.Itoa(status)).Inc()
	}
	r.seconds.Observe(time.Since(began).Seconds())
}

// nullCounters are a reader's: finding them by their labels costs more than a value
// does to be written.
type nullCounters struct{ noValue, notSeen prometheus.Counter }

func (m *metrics) nullsOf(r *registry.Reader, n [len(statusNames)]int) {
	c := m.nullsBy[r]
	if n[nullValue] > 0 {
		c.noValue.Add(float64(n[nullValue]))
	}
	if n[missing] > 0 {
		c.notSeen.Add(float64(n[missing]))
	}
}

// Unauthorized counts a request without the token.
func (s *Server) Unauthorized() {
	s.metrics.requests.WithLabelValues("unauthorized", strconv.Itoa(http.StatusUnauthorized)).Inc()
}

// DecodedNull counts a value of an event that became null when it was decoded.
func (s *Server) DecodedNull(source, column string, cause text.Cause) {
	s.metrics.decoded.WithLabelValues(source, column, cause.String()).Inc()
}

// state collects what the service says when it is asked.
type state struct{ s *serving.Service }

var (
	eventsDesc    = prometheus.NewDesc("featc_events_total", "Events applied since the start, by source.", []string{"source"}, nil)
	historyDesc   = prometheus.NewDesc("featc_events_in_history_total", "Events left out because the states were built with them, by source.", []string{"source"}, nil)
	refusedDesc   = prometheus.NewDesc("featc_refused_events_total", "Events for which what they came with was refused, by source and why.", []string{"source", "cause"}, nil)
	lagDesc       = prometheus.NewDesc("featc_source_age_seconds", "Time since the newest arrival of a source.", []string{"source"}, nil)
	verdictDesc   = prometheus.NewDesc("featc_admission_total", "What became of events, by group.", []string{"group", "verdict"}, nil)
	keysDesc      = prometheus.NewDesc("featc_keys", "Keys with a state, by group.", []string{"group"}, nil)
	freshDesc     = prometheus.NewDesc("featc_freshness_seconds", "Age of the newest arrival behind a view or feature set that has a freshness.", []string{"reader"}, nil)
	limitDesc     = prometheus.NewDesc("featc_freshness_limit_seconds", "The freshness that a view or feature set is to have.", []string{"reader"}, nil)
	staleDesc     = prometheus.NewDesc("featc_freshness_exceeded", "1 where a view or feature set is not as fresh as it is to be.", []string{"reader"}, nil)
	logEventsDesc = prometheus.NewDesc("featc_log_events", "Events in the log.", nil, nil)
	behindDesc    = prometheus.NewDesc("featc_checkpoint_lag_events", "Events behind the last checkpoint.", nil, nil)
	waitingDesc   = prometheus.NewDesc("featc_store_waiting", "1 while events wait for a store that is not available.", nil, nil)
	coveredDesc   = prometheus.NewDesc("featc_store_covered_seconds", "Time since the instant up to which the states in the store have all events.", nil, nil)
	vectorsDesc   = prometheus.NewDesc("featc_vectors_total", "Served vectors for the log, by what became of them: written or dropped.", []string{"fate"}, nil)
	unwrittenDesc = prometheus.NewDesc("featc_vectors_waiting", "Served vectors that are still to be written to the log.", nil, nil)
	diskDesc      = prometheus.NewDesc("featc_data_folder_bytes", "Size of the data folder.", nil, nil)
)

func (c *state) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{eventsDesc, historyDesc, refusedDesc, lagDesc, verdictDesc, keysDesc, freshDesc, limitDesc, staleDesc, logEventsDesc, behindDesc, diskDesc, waitingDesc, coveredDesc, vectorsDesc, unwrittenDesc} {
		out <- d
	}
}

func (c *state) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	counter := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, labels...)
	}
	now := time.Now().UnixMicro()
	newest := map[string]int64{}
	for _, s := range c.s.Sources() {
		counter(eventsDesc, float64(s.Events), s.Source.Name)
		counter(historyDesc, float64(s.InHistory), s.Source.Name)
		for cause, n := range s.Refused {
			counter(refusedDesc, float64(n), s.Source.Name, cause)
		}
		if newest[s.Source.Name] = s.Newest; s.Newest > 0 {
			gauge(lagDesc, seconds(max(0, now-s.Newest)), s.Source.Name)
		}
	}
	p := c.s.Package()
	for _, g := range p.Groups {
		for _, v := range admission.Verdicts {
			counter(verdictDesc, float64(g.Verdicts.Of(v)), g.Name, v.String())
		}
		gauge(keysDesc, float64(g.Keys()), g.Name)
	}
	for _, r := range append(p.Views[:len(p.Views):len(p.Views)], p.Sets...) {
		if r.Freshness == 0 {
			continue
		}
		age, known := int64(0), true
		for _, s := range r.Sources {
			age = max(age, now-newest[s])
			known = known && newest[s] > 0
		}
		gauge(limitDesc, seconds(r.Freshness), r.Name)
		if known {
			gauge(freshDesc, seconds(age), r.Name)
		}
		exceeded := 0.0
		if !known || age > r.Freshness {
			exceeded = 1
		}
		gauge(staleDesc, exceeded, r.Name)
	}
	if v, ok := c.s.Vectors(); ok {
		counter(vectorsDesc, float64(v.Written), "written")
		counter(vectorsDesc, float64(v.Dropped), "dropped")
		gauge(unwrittenDesc, float64(v.Logged-v.Written-v.Dropped))
	}
	waiting := 0.0
	if c.s.Waiting() {
		waiting = 1
	}
	gauge(waitingDesc, waiting)
	if covered, ok := c.s.Covered(); ok && covered.At > 0 {
		gauge(coveredDesc, seconds(now-covered.At))
	}
	if size, ok := c.s.Folder(); ok {
		gauge(logEventsDesc, float64(size.Events))
		gauge(behindDesc, float64(size.Behind))
		gauge(diskDesc, float64(size.Bytes))
	}
}

func seconds(us int64) float64 { return float64(us) / 1e6 }
