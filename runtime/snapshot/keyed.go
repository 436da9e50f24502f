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
