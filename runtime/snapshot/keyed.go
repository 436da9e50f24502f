package snapshot

import (
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
}

// Name returns the name of the group.
func (g *Keyed[K, S]) Name() string { return g.GroupName }

// Hash returns the hash of the group's definition.
func (g *Keyed[K, S]) Hash() string { return g.GroupHash }

// Save encodes every key and its state.
func (g *Keyed[K, S]) Save(add func(key, state []byte)) {
	g.States.Each(func(k K, s *S) { add(g.AppendKey(nil, k), g.AppendState(s, nil)) })
}

// Load decodes what Save encoded.
func (g *Keyed[K, S]) Load(records []Record) (func(), error) {
	states := make(map[K]*S, len(records))
	for _, rec := range records {
		kr := codec.NewReader(rec.Key)
		k := g.ReadKey(kr)
		if err := kr.Close(); err != nil {
			return nil, err
		}
		sr := codec.NewReader(rec.State)
		s := new(S)
		g.ReadState(s, sr)
		if err := sr.Close(); err != nil {
			return nil, err
		}
		states[k] = s
	}
	return func() { g.States.Replace(states) }, nil
}
