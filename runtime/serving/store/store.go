// Package store is what a server keeps durably: a log of events, how far each origin
// of events has been taken in, the states of the last checkpoint, and what is said
// of it. docs/serving.md says what implementations owe, and how stores that have no
// transactions over many rows can do it.
//
// Everything here is bytes. Package journal gives them their meaning.
package store

import (
	"context"
	"errors"
)

// Errors that stores wrap.
var (
	// ErrUnavailable: the store cannot be reached, or takes no writes for now. What
	// was asked for may have been done; asked for again, it is done once.
	ErrUnavailable = errors.New("store is not available")
	// ErrFenced: another writer has taken the store over.
	ErrFenced = errors.New("another server has taken the store over")
	// ErrDiverged: the store does not have what it has acknowledged.
	ErrDiverged = errors.New("store has lost what it had acknowledged")
)

// Head is where a store stands.
type Head struct {
	Meta        []byte // of the last checkpoint; nil: there has been none
	First, Last uint64 // positions of the oldest and the newest event in the log; 0: it is empty

	// Acknowledged is the position of the newest event that is known to have been
	// acknowledged; 0: the store does not know.
	Acknowledged uint64
}

// Append is events that are accepted together.
type Append struct {
	First   uint64 // position of the first event; others follow without gaps
	Events  [][]byte
	Columns map[string][]byte // what the events need to be read, by hash
	Origins map[string]string // how far each origin has been taken in with them
}

// Store is what one writer keeps. Append, and the methods of one Checkpoint, are
// called by one goroutine at a time; all else is safe for concurrent use.
type Store interface {
	// Head says where the store stands.
	Head() (Head, error)
	// Append adds to the log, all or nothing: that of Append.First must be behind the
	// last. When it returns nil, that is durable.
	Append(a *Append) error
	// Events visits the events from a position on, in order. What visit is given is
	// valid until it returns.
	Events(from uint64, visit func(position uint64, event []byte) error) error
	// Trim lets go of events before a position.
	Trim(before uint64) error
	// Columns returns what an Append had under a hash; nil: nothing.
	Columns(hash string) ([]byte, error)
	// Origins visits how far the origins have been taken in whose names have a prefix.
	Origins(prefix string, visit func(origin, offset string)) error
	// States visits the states of a group. What visit is given is valid until it
	// returns.
	States(g Group, visit func(key, state []byte) error) error
	// Begin returns an empty checkpoint.
	Begin() Checkpoint
	// Size is how much room the store takes, in bytes.
	Size() (uint64, error)
	// Shared reports whether other servers read from the store.
	Shared() bool
	Close() error
}

// Group names the states of one group under one definition.
type Group struct{ Name, Hash string }

// Checkpoint is a set of changes to states, to be made at once.
type Checkpoint interface {
	// Put sets the state of a key. The slices are the caller's.
	Put(g Group, key, state []byte) error
	// Drop says that a key has no state.
	Drop(g Group, key []byte) error
	// DropGroup says that nothing is left of a group.
	DropGroup(g Group) error
	// Commit makes all changes, or none, with what is to be said of the checkpoint.
	Commit(meta []byte) error
	// Close lets go of what was not committed.
	Close() error
}

// Key names the state of a key of a group.
type Key struct {
	Group Group
	Key   string // encoded
}

// Reader reads what a writer keeps. It is safe for concurrent use.
type Reader interface {
	// Get returns the states of keys, nil where there is none, all of one checkpoint,
	// and what is said of that.
	Get(ctx context.Context, keys []Key) (states [][]byte, meta []byte, err error)
	Close() error
}
