package window

import (
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/exact"
)

type summed = Keyed[int64, exact.IntSum, *exact.IntSum]

// total is what a model has of a key.
type total struct{ n, sum int64 }

// checkKeyed compares a Keyed with a model.
func checkKeyed(t *rapid.T, s *summed, model map[int64]total) {
	var keys, got []int64
	for k := range model {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var all []int64
	for i, it := 0, s.Iter(); it.Next(); i++ {
		got = append(got, it.Key())
		want := model[it.Key()]
		if it.Count() != want.n || it.Value().Value() != runtime.Some(exact.FromInt64(want.sum)) {
			t.Fatalf("key %d has %d rows and %v, want %+v", it.Key(), it.Count(), it.Value().Value(), want)
		}
		next := runtime.Null[int64]{}
		if i+1 < len(keys) {
			next = runtime.Some(keys[i+1])
		}
		if it.Following() != next {
			t.Fatalf("key %d is followed by %v, want %v", it.Key(), it.Following(), next)
		}
		for range want.n {
			all = append(all, it.Key())
		}
	}
	if diff := gocmp.Diff(keys, got); diff != "" || s.Len() != len(keys) {
		t.Fatalf("%d keys: %s", s.Len(), diff)
	}
	for _, part := range []int64{0, 1, 250_000_000, 500_000_000, 999_999_999, RankUnit} {
		want := runtime.Null[int64]{}
		if n := int64(len(all)); n > 0 {
			want = runtime.Some(all[max(1, (n*part+RankUnit-1)/RankUnit)-1])
		}
		if got := s.Rank(part); got != want {
			t.Fatalf("rank %d of %v is %v, want %v", part, all, got, want)
		}
	}
}

// TestKeyed adds and takes out rows of few and of many keys, merges, restores and
// compares with a map.
func TestKeyed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s summed
		model := map[int64]total{}
		var rows [][2]int64
		add := func(k, x int64) {
			s.Add(k, less).Add(x)
			model[k] = total{model[k].n + 1, model[k].sum + x}
			rows = append(rows, [2]int64{k, x})
		}
		spread := rapid.SampledFrom([]int64{3, 40, 2000}).Draw(t, "spread")
		fill := rapid.SampledFrom([]int{0, 10, 1500}).Draw(t, "fill")
		seed := rapid.Int64Range(1, 1<<40).Draw(t, "seed")
		for i := range fill { // many keys at once, so that blocks split
			add((seed*int64(i)+int64(i)*7919)%spread, int64(i))
		}
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0, 1:
				add(rapid.Int64Range(0, spread).Draw(t, "key"), rapid.Int64Range(-5, 5).Draw(t, "x"))
			case 2: // take out a run of rows
				for range min(len(rows), rapid.SampledFrom([]int{1, 700}).Draw(t, "out")) {
					i := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
					k, x := rows[i][0], rows[i][1]
					rows = slices.Delete(rows, i, i+1)
					s.Sub(k, less).Sub(x)
					if model[k] = (total{model[k].n - 1, model[k].sum - x}); model[k].n == 0 {
						delete(model, k)
					}
				}
			case 3: // there and back
				var other summed
				for range 5 {
					other.Add(rapid.Int64Range(0, spread).Draw(t, "key"), less).Add(3)
				}
				s.Merge(&other, less)
				s.Unmerge(&other, less)
			case 4:
				d := codec.NewReader(s.Append(nil, codec.AppendInt64))
				s.Read(d, (*codec.Reader).Int64)
				if err := d.Close(); err != nil {
					t.Fatal(err)
				}
			}
		}
		checkKeyed(t, &s, model)
		s.Reset()
		checkKeyed(t, &s, map[int64]total{})
	})
}

// TestKeyedAllocates demands that rows that come and go, within the keys that there
// have been, take no memory.
func TestKeyedAllocates(t *testing.T) {
	var s Keyed[int64, None, *None]
	turn := int64(0)
	step := func() {
		for range 1000 {
			s.Add(turn*7919%5000, less)
			if turn >= 3000 {
				s.Sub((turn-3000)*7919%5000, less)
			}
			turn++
		}
		s.Rank(500_000_000)
	}
	for range 50 {
		step()
	}
	if n := testing.AllocsPerRun(20, step); n > 0 {
		t.Errorf("%v allocations in 1000 rows", n)
	}
}

func appendRow(r *row, b []byte) []byte {
	return codec.AppendBool(codec.AppendInt64(b, r.v), r.ok)
}

func readRow(r *row, d *codec.Reader) { r.v, r.ok = d.Int64(), d.Bool() }

// TestEdges compares the newest rows with those of a sorted list.
func TestEdges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "n")
		var log Log[row]
		var all []event
		for range rapid.IntRange(0, 12).Draw(t, "rows") {
			e := event{rapid.Int64Range(0, 5).Draw(t, "time"), row{rapid.Int64Range(0, 9).Draw(t, "v"), rapid.Bool().Draw(t, "ok")}}
			log.Insert(e.time, e.row)
			if e.ok {
				all = append(all, e)
			}
		}
		slices.SortFunc(all, func(a, b event) int { return compare(b.time, &b.row, a.time, &a.row, order) })
		var newest, half, oldest Edges[row]
		newest.Newer(9, &row{v: 1}, n, order)
		newest.Reset()
		log.NewestRows(&newest, Span{0, log.Len() / 2}, n, counts, order)
		log.NewestRows(&half, Span{log.Len() / 2, log.Len()}, n, counts, order)
		d := codec.NewReader(half.Append(nil, appendRow))
		half.Read(d, readRow)
		newest.MergeNewer(&half, n, order)
		var later Edges[row]
		log.OldestRows(&oldest, Span{0, log.Len() / 2}, n, counts, order)
		log.OldestRows(&later, Span{log.Len() / 2, log.Len()}, n, counts, order)
		oldest.MergeOlder(&later, n, order)
		if want := min(n, len(all)); newest.Len() != want || oldest.Len() != want {
			t.Fatalf("%d and %d rows, want %d", newest.Len(), oldest.Len(), want)
		}
		for i := range n + 1 {
			var first, last *row
			if i < min(n, len(all)) {
				last, first = &all[i].row, &all[len(all)-1-i].row
			}
			if diff := gocmp.Diff(last, newest.Row(i), gocmp.AllowUnexported(row{})); diff != "" {
				t.Fatalf("newest row %d: %s", i, diff)
			}
			if diff := gocmp.Diff(first, oldest.Row(i), gocmp.AllowUnexported(row{})); diff != "" {
				t.Fatalf("oldest row %d: %s", i, diff)
			}
		}
	})
}

// TestTrim holds a capped map, and the one that it is part of, to models.
func TestTrim(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var part, whole summed
		n := rapid.IntRange(1, 4).Draw(t, "n")
		model := map[int64]total{}
		for range rapid.IntRange(0, 20).Draw(t, "rows") {
			k, x := rapid.Int64Range(0, 8).Draw(t, "key"), rapid.Int64Range(-5, 5).Draw(t, "x")
			part.Add(k, less).Add(x)
			whole.Add(k, less).Add(x)
			part.Trim(n, &whole, less)
			model[k] = total{model[k].n + 1, model[k].sum + x}
		}
		keys := make([]int64, 0, len(model))
		for k := range model {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys[min(n, len(keys)):] {
			delete(model, k)
		}
		checkKeyed(t, &part, model)
		checkKeyed(t, &whole, model)
		var smallest summed
		smallest.MergeFirst(&part, 1, less)
		for _, k := range keys[min(1, len(keys)):] {
			delete(model, k)
		}
		checkKeyed(t, &smallest, model)
	})
}

// TestAddFirst holds a map of the first key of each ten, and the one that it is part
// of, to models.
func TestAddFirst(t *testing.T) {
	same := func(a, b int64) bool { return a/10 == b/10 }
	rapid.Check(t, func(t *rapid.T) {
		var part, whole Keyed[int64, None, *None]
		first := map[int64]int64{} // by ten
		rows := map[int64]int64{}
		for range rapid.IntRange(0, 25).Draw(t, "rows") {
			k := rapid.Int64Range(0, 39).Draw(t, "key")
			whole.Add(k, less)
			part.AddFirst(k, &whole, same, less)
			least, ok := first[k/10]
			if ok && k < least {
				delete(rows, least)
			}
			if !ok || k < least {
				first[k/10] = k
			}
			if first[k/10] == k {
				rows[k]++
			}
		}
		for _, s := range []*Keyed[int64, None, *None]{&part, &whole} {
			got := map[int64]int64{}
			for it := s.Iter(); it.Next(); {
				got[it.Key()] = it.Count()
			}
			if diff := gocmp.Diff(rows, got); diff != "" {
				t.Fatal(diff)
			}
		}
		whole.AddFirst(9, nil, same, less)
		for it, n := part.Iter(), int64(0); it.NextOther(same); n++ {
			if part.First() > it.Key() || first[it.Key()/10] != it.Key() {
				t.Fatalf("%d is not the first of its ten", it.Key())
			}
		}
	})
}

// TestTop compares the best with those of a sorted list.
func TestTop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(rapid.Int64Range(0, 9)).Draw(t, "values")
		n := rapid.IntRange(1, 5).Draw(t, "n")
		var top Top[int64]
		top.Add(99, n, greater)
		top.Reset()
		for _, v := range all {
			top.Add(v, n, greater)
		}
		slices.SortFunc(all, func(a, b int64) int { return int(b - a) })
		if want := all[:min(n, len(all))]; !slices.Equal(top.Items(), want) {
			t.Fatalf("the best %d are %v, want %v", n, top.Items(), want)
		}
	})
}
