package vectorlog

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	pqfile "github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/value"
)

func reader(name string, features ...registry.Column) *registry.Reader {
	r := registry.NewReader(name,
		[]registry.Column{{Name: "user", Kind: value.Int64}},
		[]registry.Column{{Name: "amount", Kind: value.Decimal, Precision: 12, Scale: 2}, {Name: "user", Kind: value.Int64}},
		features, nil)
	hashes := make([]string, len(features))
	for i := range hashes {
		hashes[i] = fmt.Sprint("h", i)
	}
	return r.Defined("at", hashes)
}

func open(t *testing.T, r *registry.Reader, opt Options) *Log {
	t.Helper()
	opt.Log = slog.New(slog.DiscardHandler)
	l, err := Open(&registry.Package{Name: "p", Sets: []*registry.Reader{r}}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var count = registry.Column{Name: "n", Kind: value.Int64}

// record records vectors whose feature is a number of their own.
func record(l *Log, r *registry.Reader, from, to int) {
	for i := from; i < to; i++ {
		l.Record(r, int64(i), []value.Value{value.OfInt64(1)}, []value.Value{value.OfDecimal(0, 150), value.OfInt64(1)}, []value.Value{value.OfInt64(int64(i))})
	}
}

// parquetFiles returns the finished files of a folder, and whether there are others.
func parquetFiles(t *testing.T, dir string) (out []string, others bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || d.IsDir():
		case strings.HasSuffix(path, ".parquet"):
			out = append(out, path)
		default:
			others = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, others
}

func readTable(t *testing.T, path string) (arrow.Table, string) {
	t.Helper()
	raw, err := pqfile.OpenParquetFile(path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	r, err := pqarrow.NewFileReader(raw, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	out, err := r.ReadTable(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	definitions := raw.MetaData().KeyValueMetadata().FindValue(DefinitionsKey)
	if definitions == nil {
		t.Fatal("the file does not say by which definitions")
	}
	return out, *definitions
}

// numbers are the features of all files, by how often they are there.
func numbers(t *testing.T, dir string) map[int64]int {
	t.Helper()
	out := map[int64]int{}
	files, _ := parquetFiles(t, dir)
	for _, path := range files {
		all, _ := readTable(t, path)
		for _, chunk := range all.Column(3).Data().Chunks() {
			for _, v := range chunk.(*array.Int64).Int64Values() {
				out[v]++
			}
		}
	}
	return out
}

// Whatever was recorded before Close is in a file, once, however many record at once.
func TestNothingIsLost(t *testing.T) {
	dir, r := t.TempDir(), reader("s", count)
	l := open(t, r, Options{Dir: dir, Rows: 100, Every: time.Hour})
	var all sync.WaitGroup
	for i := range 4 {
		all.Add(1)
		go func() {
			defer all.Done()
			for j := range 10 {
				from := i*1000 + j*100
				record(l, r, from, from+37)
			}
		}()
	}
	all.Wait()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	got := numbers(t, dir)
	for i := range 4 {
		for j := range 10 {
			for k := range 37 {
				if n := got[int64(i*1000+j*100+k)]; n != 1 {
					t.Fatalf("vector %d of %d is in the log %d times", j, i, n)
				}
			}
		}
	}
	if len(got) != 1480 {
		t.Errorf("%d vectors", len(got))
	}
	files, others := parquetFiles(t, dir)
	if len(files) < 2 || others {
		t.Errorf("%d files, others: %v", len(files), others)
	}
	if s := l.Stats(); s != (Stats{1480, 1480, 0}) {
		t.Error(s)
	}
	record(l, r, 0, 1)
	if s := l.Stats(); s.Dropped != 1 {
		t.Error("a vector that comes after Close does not count as dropped")
	}
	if err := l.Close(); err == nil || err.Error() != "1 served vectors were not logged" {
		t.Error(err)
	}
}

func TestColumns(t *testing.T) {
	dir, r := t.TempDir(), reader("s", count, registry.Column{Name: "mean", Kind: value.Float64, Nullable: true})
	l := open(t, r, Options{Dir: dir})
	l.Record(r, 1_500_000, []value.Value{value.OfInt64(7)}, []value.Value{value.OfDecimal(0, 150), value.OfInt64(7)}, []value.Value{value.OfInt64(3), value.Null})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	files, _ := parquetFiles(t, dir)
	if len(files) != 1 || filepath.Base(filepath.Dir(files[0])) != "s" {
		t.Fatal(files)
	}
	got, definitions := readTable(t, files[0])
	var text []string
	for i := range int(got.NumCols()) {
		c := got.Column(i)
		text = append(text, fmt.Sprint(c.Name(), " ", c.DataType(), " ", c.Data().Chunk(0).ValueStr(0)))
	}
	want := []string{
		"user int64 7", "at timestamp[us, tz=UTC] 1970-01-01T00:00:01.5Z", "amount decimal(12, 2) 1.5",
		"n int64 3", "mean float64 (null)", "featc_definition utf8 " + r.Hash(),
	}
	if strings.Join(text, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q, want %q", text, want)
	}
	if definitions != `{"mean":"h1","n":"h0"}` {
		t.Error(definitions)
	}
}

// Rows do not wait for more of them for ever.
func TestEvery(t *testing.T) {
	dir, r := t.TempDir(), reader("s", count)
	l := open(t, r, Options{Dir: dir, Every: 5 * time.Millisecond})
	defer l.Close()
	record(l, r, 0, 3)
	for end := time.Now().Add(10 * time.Second); l.Stats().Written < 3; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(l.Stats())
		}
	}
	if got := numbers(t, dir); len(got) != 3 {
		t.Error(got)
	}
}

func TestSample(t *testing.T) {
	dir, r := t.TempDir(), reader("s", count)
	l := open(t, r, Options{Dir: dir, Sample: 0.25})
	record(l, r, 0, 10_000)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if n := len(numbers(t, dir)); n < 2200 || n > 2800 { // 7 standard deviations
		t.Errorf("%d of 10000 vectors are in a sample of a quarter", n)
	}
}

// A disk that is too slow costs vectors, counted, and no read.
func TestDiskIsSlow(t *testing.T) {
	dir, r := t.TempDir(), reader("s", count)
	l := open(t, r, Options{Dir: dir, Rows: 1})
	const n = 20_000 // no disk makes as many files in the time
	record(l, r, 0, n)
	if err := l.Close(); err == nil {
		t.Error("all is in the log")
	}
	s := l.Stats()
	if got := len(numbers(t, dir)); s.Dropped == 0 || int64(got) != s.Written || s.Written+s.Dropped != n {
		t.Error(got, s)
	}
}

// A disk that fails costs vectors, counted, and no read.
func TestDiskFails(t *testing.T) {
	dir, r := t.TempDir(), reader("s", count)
	l := open(t, r, Options{Dir: dir, Rows: 2})
	if err := os.WriteFile(filepath.Join(dir, "s"), nil, 0o600); err != nil { // where the folder is to be
		t.Fatal(err)
	}
	record(l, r, 0, 2)
	if err := l.Close(); err == nil || l.Stats() != (Stats{2, 0, 2}) {
		t.Error(err, l.Stats())
	}
}

func TestOpenRefuses(t *testing.T) {
	notFolder := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(notFolder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		feature string
		opt     Options
		want    string
	}{
		{"at", Options{Dir: t.TempDir()}, "vectors of s cannot be logged: column at would be there twice; rename one"},
		{"n", Options{Dir: t.TempDir(), Sample: 2}, "a sample of 2: give a share above 0, up to 1"},
		{"n", Options{Dir: t.TempDir(), Sample: -1}, "a sample of -1"},
		{"n", Options{Dir: notFolder}, "the folder of the vector log: "},
	} {
		r := reader("s", registry.Column{Name: tt.feature, Kind: value.Int64})
		_, err := Open(&registry.Package{Name: "p", Sets: []*registry.Reader{r}}, tt.opt)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", tt.want, err)
		}
	}
}

func BenchmarkRecord(b *testing.B) {
	var columns []registry.Column
	var values []value.Value
	for i := range 50 {
		columns = append(columns, registry.Column{Name: fmt.Sprint("f", i), Kind: value.Float64, Nullable: true})
		values = append(values, value.OfFloat64(float64(i)))
	}
	r := reader("s", columns...)
	l, err := Open(&registry.Package{Name: "p", Sets: []*registry.Reader{r}}, Options{Dir: b.TempDir(), Rows: 1 << 16})
	if err != nil {
		b.Fatal(err)
	}
	keys, request := []value.Value{value.OfInt64(1)}, []value.Value{value.OfDecimal(0, 150), value.OfInt64(1)}
	b.ReportAllocs()
	for b.Loop() {
		l.Record(r, 1, keys, request, values)
	}
	b.StopTimer()
	if err := l.Close(); err != nil {
		b.Log(err) // it is recorded faster than any disk writes
	}
}
