package redis

import (
	"context"
	"strconv"

	"github.com/featc-lang/featc/runtime/serving/store"
)

// pieceBytes is how much of a checkpoint is staged at once: Redis answers nobody
// else meanwhile.
const pieceBytes = 4 << 20

// checkpoint gathers what it is told, which is under locks of the service, and talks
// to Redis when it is committed, which is not.
type checkpoint struct {
	s      *Store
	number string
	pieces [][]any // items, in threes; the last is not full
	bytes  int     // of the last
	staged int     // items that are in Redis
}

// Begin returns an empty checkpoint.
func (s *Store) Begin() store.Checkpoint {
	s.checkpoints++
	return &checkpoint{s: s, number: s.fence + "." + strconv.FormatInt(s.checkpoints, 10)}
}

func (c *checkpoint) add(g store.Group, key, state string) error {
	if len(c.pieces) == 0 || c.bytes >= pieceBytes {
		c.pieces, c.bytes = append(c.pieces, nil), 0
	}
	name, last := inGroup(g), &c.pieces[len(c.pieces)-1]
	*last = append(*last, name, key, state)
	c.bytes += len(name) + len(key) + len(state)
	return nil
}

// stage sends all pieces.
func (c *checkpoint) stage() error {
	for _, items := range c.pieces {
		args := append([]any{c.s.fence, c.number, c.staged}, items...)
		err := stage.Run(context.Background(), c.s.client, []string{c.s.of("fence"), c.s.of("staging"), c.s.of("staged")}, args...).Err()
		if err != nil {
			return classify(err)
		}
		c.staged += len(items)
	}
	c.pieces = nil
	return nil
}

func (c *checkpoint) Put(g store.Group, key, state []byte) error {
	return c.add(g, string(key), "+"+string(state))
}

func (c *checkpoint) Drop(g store.Group, key []byte) error { return c.add(g, string(key), "-") }

func (c *checkpoint) DropGroup(g store.Group) error { return c.add(g, "", "g") }

func (c *checkpoint) Commit(meta []byte) error {
	if err := c.stage(); err != nil {
		return err
	}
	return classify(commit.Run(context.Background(), c.s.client,
		[]string{c.s.of("fence"), c.s.of("staging"), c.s.of("staged"), c.s.of("meta")},
		c.s.fence, c.number, c.staged, meta, c.s.of("states:")).Err())
}

func (c *checkpoint) Close() error {
	c.pieces = nil // what is staged is dropped by the next checkpoint
	return nil
}
