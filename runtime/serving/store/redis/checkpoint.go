package redis

import (
	"context"
	"strconv"

	"github.com/featc-lang/featc/runtime/serving/store"
)

// piece is how many bytes of a checkpoint are staged at once: Redis answers nobody
// else meanwhile.
const piece = 4 << 20

// checkpoint stages what it is told in pieces, as it is told.
type checkpoint struct {
	s      *Store
	number string
	items  []any // of the next piece
	bytes  int
	staged int   // items that are in Redis
	err    error // why it cannot be written any more
}

// Begin returns an empty checkpoint.
func (s *Store) Begin() store.Checkpoint {
	s.checkpoints++
	return &checkpoint{s: s, number: s.fence + "." + strconv.FormatInt(s.checkpoints, 10)}
}

func (c *checkpoint) add(g store.Group, key, state string) error {
	if c.err != nil {
		return c.err
	}
	name := inGroup(g)
	c.items = append(c.items, name, key, state)
	if c.bytes += len(name) + len(key) + len(state); c.bytes < piece {
		return nil
	}
	return c.send()
}

func (c *checkpoint) send() error {
	if len(c.items) == 0 || c.err != nil {
		return c.err
	}
	args := append([]any{c.s.fence, c.number, c.staged}, c.items...)
	err := stage.Run(context.Background(), c.s.client, []string{c.s.of("fence"), c.s.of("staging"), c.s.of("staged")}, args...).Err()
	if err != nil {
		c.err = classify(err)
		return c.err
	}
	c.staged += len(c.items)
	c.items, c.bytes = c.items[:0], 0
	return nil
}

func (c *checkpoint) Put(g store.Group, key, state []byte) error {
	return c.add(g, string(key), "+"+string(state))
}

func (c *checkpoint) Drop(g store.Group, key []byte) error { return c.add(g, string(key), "-") }

func (c *checkpoint) DropGroup(g store.Group) error { return c.add(g, "", "g") }

func (c *checkpoint) Commit(meta []byte) error {
	if err := c.send(); err != nil {
		return err
	}
	return classify(commit.Run(context.Background(), c.s.client,
		[]string{c.s.of("fence"), c.s.of("staging"), c.s.of("staged"), c.s.of("meta")},
		c.s.fence, c.number, c.staged, meta, c.s.of("states:")).Err())
}

func (c *checkpoint) Close() error {
	c.items = nil // what is staged is dropped by the next checkpoint
	return nil
}
