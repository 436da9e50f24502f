// Package storetest holds implementations of store.Store against what they owe.
package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/runtime/serving/store"
)

// Run holds a store against what it owes. Each call of open gives the same store, opened anew.
func Run(t *testing.T, open func() store.Store) {
	s := open()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	same := func(got, want any) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	}
	head := func() store.Head {
		t.Helper()
		h, err := s.Head()
		check(err)
		if h.Acknowledged != 0 && h.Acknowledged != h.Last {
			t.Errorf("event %d was acknowledged, and the store ends with %d", h.Acknowledged, h.Last)
		}
		h.Acknowledged = 0 // not all stores know
		return h
	}
	log := func(from uint64) string {
		t.Helper()
		out := ""
		check(s.Events(from, func(position uint64, event []byte) error {
			out += fmt.Sprintf("%d:%q ", position, event)
			return nil
		}))
		return out
	}
	origins := func(prefix string) map[string]string {
		out := map[string]string{}
		check(s.Origins(prefix, func(origin, offset string) { out[origin] = offset }))
		return out
	}
	states := func(g store.Group) map[string]string {
		out := map[string]string{}
		check(s.States(g, func(key, state []byte) error { out[string(key)] = string(state); return nil }))
		return out
	}

	same(head(), store.Head{})
	same(log(1), "")
	check(s.Append(&store.Append{
		First: 1, Events: [][]byte{[]byte("a\x00\xff"), {}, []byte("c")},
		Columns: map[string][]byte{"\x01\xff": []byte("cols")}, Origins: map[string]string{"x/1": "7", "y": "8"},
	}))
	check(s.Append(&store.Append{First: 4, Origins: map[string]string{"x/1": "9", "x/2": "1"}}))
	check(s.Append(&store.Append{First: 4, Events: [][]byte{[]byte("d")}}))
	same(head(), store.Head{First: 1, Last: 4})
	same(log(2), `2:"" 3:"c" 4:"d" `)
	same(origins("x/"), map[string]string{"x/1": "9", "x/2": "1"})
	columns, err := s.Columns("\x01\xff")
	check(err)
	same(string(columns), "cols")
	columns, err = s.Columns("no")
	check(err)
	same(columns, []byte(nil))
	enough := errors.New("enough")
	if err := s.Events(1, func(uint64, []byte) error { return enough }); !errors.Is(err, enough) {
		t.Fatal(err)
	}

	g, other := store.Group{Name: "g", Hash: "1"}, store.Group{Name: "g", Hash: "2"}
	c := s.Begin()
	check(c.Put(g, []byte("\x00k"), []byte("v")))
	check(c.Put(g, nil, nil))
	check(c.Put(other, []byte("k"), []byte("w")))
	same(states(g), map[string]string{}) // not before it is committed
	check(c.Commit([]byte("m1")))
	check(c.Close())
	same(states(g), map[string]string{"\x00k": "v", "": ""})
	same(states(other), map[string]string{"k": "w"})

	c = s.Begin() // is let go of
	check(c.Put(g, []byte("lost"), []byte("v")))
	check(c.Close())
	c = s.Begin()
	check(c.Drop(g, []byte("\x00k")))
	check(c.DropGroup(other))
	check(c.Put(other, []byte("new"), []byte("x")))
	large := bytes.Repeat([]byte("0123456789abcdef"), 1<<16) // 1 MiB
	for i := range 10 {
		check(c.Put(g, fmt.Appendf(nil, "large%d", i), large))
	}
	check(c.Commit([]byte("m2")))
	check(c.Close())
	check(s.Trim(3))

	check(s.Close())
	s = open()
	same(head(), store.Head{Meta: []byte("m2"), First: 3, Last: 4})
	same(log(1), `3:"c" 4:"d" `)
	same(states(other), map[string]string{"new": "x"})
	got := states(g)
	same(len(got), 11)
	for i := range 10 {
		same(got[fmt.Sprint("large", i)] == string(large), true)
	}
	if size, err := s.Size(); err != nil || size < 1 {
		t.Fatal(size, err)
	}
	check(s.Append(&store.Append{First: 5, Events: [][]byte{[]byte("e")}}))
	check(s.Trim(6))
	same(log(1), "")
	check(s.Close())
}

// Behind holds an empty store against what it owes where a log begins behind a
// history: with another position than 1.
func Behind(t *testing.T, s store.Store) {
	c := s.Begin()
	err := errors.Join(
		c.Commit([]byte("m")), c.Close(),
		s.Append(&store.Append{First: 8, Origins: map[string]string{"o": "1"}}),
		s.Append(&store.Append{First: 8, Events: [][]byte{[]byte("a")}}),
		s.Append(&store.Append{First: 9, Events: [][]byte{[]byte("b")}}))
	if err != nil {
		t.Fatal(err)
	}
	h, err := s.Head()
	h.Acknowledged = 0 // not all stores know
	if d := cmp.Diff(store.Head{Meta: []byte("m"), First: 8, Last: 9}, h); d != "" || err != nil {
		t.Error(err, d)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
