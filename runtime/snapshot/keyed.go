package snapshot

import (
	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/keyed"
)

// Keyed is the Group of a keyed.Map. K is its key, S its state.
type Keyed[K comparable, S any] struct {
	GroupName   string
	GroupHash   string
	States      *keyed.Map[K, S]
	AppendKey   func([]byte, K) []byte
	ReadKey     func(*codec.Reader) K
	AppendState func(*S, []byte) []byte
	ReadState   func(*S, *codec.Reader)
	Expire      func(*S, int64) bool // nil where states never do
}

// Name returns the name of the group.
func (g *Keyed[K, S]) Name() string { return g.GroupName }

// Hash returns the hash of the group's definition.
func (g *Keyed[K, S]) Hash() string { return g.GroupHash }

// Save encodes every key and its state.
func (g *Keyed[K, S]) Save(add *Records) (expired runtime.Null[int64]) {
	g.States.Each(func(k K, s *S) {
		add.Add(
			func(b []byte) []byte { return g.AppendKey(b, k) },
			func(b []byte) []byte { return g.AppendState(s, b) },
		)
	})
	return g.States.Expired()
}

// Load decodes what Save encoded.
func (g *Keyed[K, S]) Load(n int, next func() (key, state []byte), expired runtime.Null[int64]) (func(), error) {
	if expired.Valid && g.Expire == nil {
		return nil, codec.ErrCorrupt
	}
	staged := g.States.Stage(n)
	for range n {
		key, state := next()
		kr := codec.NewReader(key)
		k := g.ReadKey(kr)
		if err := kr.Close(); err != nil {
			return nil, err
		}
		sr := codec.NewReader(state)
		s := new(S)
		g.ReadState(s, sr)
		if err := sr.Close(); err != nil {
			return nil, err
		}
		staged.Add(k, s)
	}
	return func() { staged.Install(keyed.Expired[S]{At: expired, Of: g.Expire}) }, nil
}

func (g *Keyed[K, S]) key(b []byte) (K, error) {
	r := codec.NewReader(b)
	k := g.ReadKey(r)
	return k, r.Close()
}

// Put replaces the state of a key by one that Get gave.
func (g *Keyed[K, S]) Put(key, state []byte) error {
	k, err := g.key(key)
	if err != nil {
		return err
	}
	s, r := new(S), codec.NewReader(state)
	g.ReadState(s, r)
	if err := r.Close(); err != nil {
		return err
	}
	g.States.Put(k, s)
	return nil
}

// Get appends the state of a key.
func (g *Keyed[K, S]) Get(key, b []byte) ([]byte, bool) {
	k, err := g.key(key)
	if err != nil {
		return b, false
	}
	found := g.States.Use(k, func(s *S) { b = g.AppendState(s, b) })
	return b, found
}

// Has reports whether a key has a state.
func (g *Keyed[K, S]) Has(key []byte) bool {
	k, err := g.key(key)
	return err == nil && g.States.Use(k, func(*S) {})
}

// Drop leaves a key without state.
func (g *Keyed[K, S]) Drop(key []byte) error {
	k, err := g.key(key)
	if err == nil {
		g.States.Drop(k)
	}
	return err
}

// Each visits the keys with a state.
func (g *Keyed[K, S]) Each(visit func(key []byte)) {
	var b []byte
	g.States.Each(func(k K, _ *S) {
		b = g.AppendKey(b[:0], k)
		visit(b)
	})
}
