package redis

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"

	"github.com/featc-lang/featc/runtime/serving/store"
)

// Reader reads what a writer keeps.
type Reader struct{ *database }

var _ store.Reader = (*Reader)(nil)

// NewReader returns a reader of a package's keys.
func NewReader(o Options) (*Reader, error) {
	d, err := connect(&o)
	if err != nil {
		return nil, err
	}
	return &Reader{d}, nil
}

// Get returns states and meta in one transaction, so that they are of one checkpoint.
func (r *Reader) Get(ctx context.Context, keys []store.Key) (states [][]byte, meta []byte, err error) {
	type ask struct {
		group store.Group
		keys  []string
		at    []int // among those that were asked for
		got   *redis.SliceCmd
	}
	var asks []*ask
next:
	for i, k := range keys {
		for _, a := range asks {
			if a.group == k.Group {
				a.keys, a.at = append(a.keys, k.Key), append(a.at, i)
				continue next
			}
		}
		asks = append(asks, &ask{group: k.Group, keys: []string{k.Key}, at: []int{i}})
	}
	var about *redis.StringCmd
	_, err = r.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		about = p.Get(ctx, r.of("meta"))
		for _, a := range asks {
			a.got = p.HMGet(ctx, r.group(a.group), a.keys...)
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, nil, classify(err)
	}
	states = make([][]byte, len(keys))
	for _, a := range asks {
		for i, v := range a.got.Val() {
			if text, ok := v.(string); ok {
				states[a.at[i]] = []byte(text)
			}
		}
	}
	if b, err := about.Bytes(); err == nil {
		meta = b
	}
	return states, meta, nil
}

// Close ends the connections.
func (r *Reader) Close() error { return r.client.Close() }
