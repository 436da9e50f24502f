// Package redis is a store in Redis 6.2 or later, that other servers read from.
//
// All keys of a package begin with {prefix:package}, so that they are in one slot of
// a cluster and each change is one script: all or nothing. A writer takes the next
// number of the key fence, and a script refuses any but the newest.
package redis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/featc-lang/featc/runtime/serving/store"
)

// Options say where a store is.
type Options struct {
	URL     string // redis://user:password@host:port/database; rediss:// with TLS; a cluster's nodes behind ?cluster=true&addr=host:port, sentinels behind ?master_name=name&addr=host:port
	Prefix  string // of all keys; "": featc
	Package string
	Log     *slog.Logger // nil: the default one
}

// names are the keys of a package.
type names struct{ base string }

func (n names) of(what string) string { return n.base + ":" + what }

func (n names) group(g store.Group) string { return n.of("states:") + inGroup(g) }

func inGroup(g store.Group) string { return g.Name + ":" + g.Hash }

type database struct {
	names
	client redis.UniversalClient
}

func connect(o *Options) (*database, error) {
	client, err := newClient(o.URL)
	if err != nil {
		return nil, fmt.Errorf("store: %w", withoutPassword(err, o.URL))
	}
	prefix := o.Prefix
	if prefix == "" {
		prefix = "featc"
	}
	d := &database{names{"{" + prefix + ":" + o.Package + "}"}, client}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := d.client.Ping(ctx).Err(); err != nil {
		return nil, errors.Join(fmt.Errorf("store: %w", classify(err)), d.client.Close())
	}
	return d, nil
}

// answerWithin is how long Redis may take: a large checkpoint is put in place at once.
const answerWithin = 5 * time.Second

// tries are few: a connection that was lost is made anew at once, and what waits for
// longer is the server's to say and to do again.
const tries = 1

func newClient(text string) (redis.UniversalClient, error) {
	if u, err := url.Parse(text); err == nil && u.Scheme != "redis" && u.Scheme != "rediss" && u.Scheme != "unix" {
		return nil, errors.New("the URL does not begin with redis:// or rediss://")
	}
	if u, err := url.Parse(text); err == nil && u.Query().Get("cluster") == "true" {
		q := u.Query()
		q.Del("cluster")
		u.RawQuery = q.Encode()
		opt, err := redis.ParseClusterURL(u.String())
		if err != nil {
			return nil, err
		}
		opt.Protocol, opt.DisableIdentity, opt.ContextTimeoutEnabled = 2, true, true
		opt.ReadTimeout, opt.WriteTimeout = answerWithin, answerWithin
		opt.MaxRetries, opt.DialerRetries = tries, tries
		opt.ClusterStateReloadInterval = 2 * time.Second // the client learns no sooner that a node has gone (go-redis issue 3979)
		return redis.NewClusterClient(opt), nil
	}
	if u, err := url.Parse(text); err == nil && u.Query().Has("master_name") {
		opt, err := redis.ParseFailoverURL(text)
		if err != nil {
			return nil, err
		}
		opt.Protocol, opt.DisableIdentity, opt.ContextTimeoutEnabled = 2, true, true
		opt.ReadTimeout, opt.WriteTimeout = answerWithin, answerWithin
		opt.MaxRetries, opt.DialerRetries = tries, tries
		return redis.NewFailoverClient(opt), nil
	}
	opt, err := redis.ParseURL(text)
	if err != nil {
		return nil, err
	}
	opt.Protocol, opt.DisableIdentity, opt.ContextTimeoutEnabled = 2, true, true
	opt.ReadTimeout, opt.WriteTimeout = answerWithin, answerWithin
	opt.MaxRetries, opt.DialerRetries = tries, tries
	return redis.NewClient(opt), nil
}

// withoutPassword keeps what an URL holds out of messages.
func withoutPassword(err error, url string) error {
	return errors.New(strings.ReplaceAll(err.Error(), url, "the URL"))
}

// Store is a writer's hold on a package's keys.
type Store struct {
	*database
	fence       string
	checkpoints int64 // how many have been begun

	mu     sync.Mutex
	groups map[store.Group]bool // that have been asked for
}

var _ store.Store = (*Store)(nil)

// Open takes a package's keys over: from now on no other writer can change them.
func Open(o Options) (*Store, error) {
	d, err := connect(&o)
	if err != nil {
		return nil, err
	}
	s := &Store{database: d, groups: map[store.Group]bool{}}
	if err := s.suits(o.Log); err != nil {
		return nil, errors.Join(fmt.Errorf("store: %w", err), d.client.Close())
	}
	if err := s.take(); err != nil {
		return nil, errors.Join(fmt.Errorf("store: %w", classify(err)), d.client.Close())
	}
	return s, nil
}

// suits returns an error where Redis is set up so that it would drop what it is given:
// that is not ErrUnavailable, for it stays so until somebody changes it. Where a
// server of Redis does not say, as some that are rented do not, it is taken to be set
// up well.
func (s *Store) suits(log *slog.Logger) error {
	ctx := context.Background()
	if c, err := s.client.ConfigGet(ctx, "maxmemory*").Result(); err == nil {
		if p := c["maxmemory-policy"]; c["maxmemory"] != "0" && strings.HasPrefix(p, "allkeys") {
			return fmt.Errorf("maxmemory-policy %s would let Redis drop states: it has to be noeviction", p)
		}
	}
	if c, err := s.client.ConfigGet(ctx, "appendonly").Result(); err == nil && c["appendonly"] == "no" {
		if log == nil {
			log = slog.Default()
		}
		log.Warn("Redis does not write what it is given: with appendonly no, events are lost when it ends")
	}
	return nil
}

// take has the store be this writer's.
func (s *Store) take() (err error) {
	s.fence, err = take.Run(context.Background(), s.client, []string{s.of("fence")}, time.Now().UnixMicro()).Text()
	return err
}

// unavailable are the errors in which Redis says that it takes nothing for now.
var unavailable = []string{"LOADING", "READONLY", "CLUSTERDOWN", "MASTERDOWN", "TRYAGAIN", "OOM", "MISCONF", "BUSY", "NOREPLICAS", "UNKILLABLE", "max number of clients"}

// classify says what an error of the client is to a server.
func classify(err error) error {
	if err == nil {
		return nil
	}
	var said redis.Error
	if !errors.As(err, &said) {
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	text := strings.TrimPrefix(said.Error(), "ERR ")
	switch {
	case strings.HasPrefix(text, "FENCED"):
		return store.ErrFenced
	case strings.HasPrefix(text, "DIVERGED"):
		return fmt.Errorf("%w: %s", store.ErrDiverged, strings.TrimPrefix(text, "DIVERGED "))
	case strings.HasPrefix(text, "STALE"):
		return fmt.Errorf("%w: the checkpoint in the store is another one", store.ErrUnavailable)
	}
	for _, u := range unavailable {
		if strings.HasPrefix(text, u) || strings.Contains(text, "-"+u) {
			return fmt.Errorf("%w: %s", store.ErrUnavailable, text)
		}
	}
	return err
}

// Head says where the store stands.
func (s *Store) Head() (store.Head, error) {
	ctx := context.Background()
	var meta, last *redis.StringCmd
	var first *redis.XMessageSliceCmd
	_, err := s.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		meta, last = p.Get(ctx, s.of("meta")), p.Get(ctx, s.of("last"))
		first = p.XRangeN(ctx, s.of("log"), "-", "+", 1)
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return store.Head{}, classify(err)
	}
	var h store.Head
	if b, err := meta.Bytes(); err == nil {
		h.Meta = b
	}
	if n, err := last.Uint64(); err == nil {
		h.Last = n
	}
	for _, m := range first.Val() {
		h.First = position(m.ID)
	}
	if h.First == 0 {
		h.First = h.Last + 1
		if h.Last == 0 {
			h.First = 0
		}
	}
	return h, nil
}

func position(id string) uint64 {
	n, _ := strconv.ParseUint(strings.TrimSuffix(id, "-0"), 10, 64) // the scripts write no others
	return n
}

func id(position uint64) string { return strconv.FormatUint(position, 10) + "-0" }

// Append adds to the log.
func (s *Store) Append(a *store.Append) error {
	args := make([]any, 0, 4+len(a.Events)+2*len(a.Columns)+2*len(a.Origins))
	args = append(args, s.fence, a.First, len(a.Events), len(a.Columns))
	for _, e := range a.Events {
		args = append(args, e)
	}
	for k, v := range a.Columns {
		args = append(args, k, v)
	}
	for k, v := range a.Origins {
		args = append(args, k, v)
	}
	return classify(appendEvents.Run(context.Background(), s.client,
		[]string{s.of("fence"), s.of("last"), s.of("log"), s.of("columns"), s.of("origins")}, args...).Err())
}

// together is how many entries are got at once, but for the first ones, of which
// few may be enough.
const together = 1000

// Events visits the events from a position on.
func (s *Store) Events(from uint64, visit func(position uint64, event []byte) error) error {
	for n := int64(10); ; n = together {
		got, err := s.client.XRangeN(context.Background(), s.of("log"), id(from), "+", n).Result()
		if err != nil {
			return classify(err)
		}
		for _, m := range got {
			text, _ := m.Values["e"].(string) // the scripts write no others
			if err := visit(position(m.ID), []byte(text)); err != nil {
				return err
			}
			from = position(m.ID) + 1
		}
		if int64(len(got)) < n {
			return nil
		}
	}
}

// Trim lets go of events before a position.
func (s *Store) Trim(before uint64) error {
	return classify(trim.Run(context.Background(), s.client, []string{s.of("fence"), s.of("log")}, s.fence, id(before)).Err())
}

// Columns returns what an Append had under a hash.
func (s *Store) Columns(hash string) ([]byte, error) {
	b, err := s.client.HGet(context.Background(), s.of("columns"), hash).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	return b, classify(err)
}

// Origins visits how far the origins have been taken in whose names have a prefix.
func (s *Store) Origins(prefix string, visit func(origin, offset string)) error {
	all, err := s.client.HGetAll(context.Background(), s.of("origins")).Result()
	for origin, offset := range all {
		if strings.HasPrefix(origin, prefix) {
			visit(origin, offset)
		}
	}
	return classify(err)
}

// States visits the states of a group. A state that changes meanwhile may be visited
// more than once.
func (s *Store) States(g store.Group, visit func(key, state []byte) error) error {
	s.mu.Lock()
	s.groups[g] = true
	s.mu.Unlock()
	for cursor := uint64(0); ; {
		pairs, next, err := s.client.HScan(context.Background(), s.group(g), cursor, "", together).Result()
		if err != nil {
			return classify(err)
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			if err := visit([]byte(pairs[i]), []byte(pairs[i+1])); err != nil {
				return err
			}
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}

// Size is how much memory the log and the states take that this writer has seen, as
// Redis estimates it by samples.
func (s *Store) Size() (uint64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	keys := []string{s.of("log")}
	s.mu.Lock()
	for g := range s.groups {
		keys = append(keys, s.group(g))
	}
	s.mu.Unlock()
	total := uint64(0)
	for _, k := range keys {
		n, err := s.client.MemoryUsage(ctx, k).Result()
		if err != nil && !errors.Is(err, redis.Nil) {
			return 0, classify(err)
		}
		total += uint64(n)
	}
	return total, nil
}

// Shared reports that other servers read from Redis.
func (s *Store) Shared() bool { return true }

// Close ends the connections. The keys stay this writer's until another takes them.
func (s *Store) Close() error { return s.client.Close() }

// Quiet has the client not write about its connections beside what it returns: what
// a server has to say of its store, it logs.
func Quiet() { redis.SetLogger(quiet{}) }

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}
