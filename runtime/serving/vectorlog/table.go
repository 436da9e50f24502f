package vectorlog

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/arrowio"
	"github.com/featc-lang/featc/runtime/value"
)

// DefinitionColumn has the hash of the definitions by which a row was served.
const DefinitionColumn = "featc_definition"

// DefinitionsKey is the key of a file's metadata with the hash of each feature's
// definition: a JSON object.
const DefinitionsKey = "featc.definitions"

// table is the rows of a reader that are not in a file yet.
type table struct {
	reader     *registry.Reader
	schema     *arrow.Schema
	definition string
	request    []int // which request fields have a column: not those that are keys

	mu     sync.Mutex // of what follows
	build  *array.RecordBuilder
	rows   int
	since  time.Time // when the first of them came
	closed bool
}

// newTable lays out the columns: keys, the instant, request data, features, and the
// hash of the definitions. A request field that is named like a key has no column
// of its own, as in a label file.
func newTable(pkg string, r *registry.Reader) (*table, error) {
	t := &table{reader: r, definition: r.Hash()}
	var fields []arrow.Field
	taken := map[string]bool{}
	var err error
	add := func(c *registry.Column, nullable bool) {
		if taken[c.Name] {
			err = errors.Join(err, fmt.Errorf("vectors of %s cannot be logged: column %s would be there twice; rename one", r.Name, c.Name))
		}
		taken[c.Name] = true
		as := c.Text()
		fields = append(fields, arrow.Field{Name: c.Name, Type: arrowio.Type(&as), Nullable: nullable})
	}
	for i := range r.Keys {
		add(&r.Keys[i], true)
	}
	add(&registry.Column{Name: r.Time, Kind: value.Timestamp}, false)
	for i := range r.Request {
		c := &r.Request[i]
		if isKey(r, c.Name) {
			continue
		}
		t.request = append(t.request, i)
		add(c, true)
	}
	definitions := map[string]string{}
	for i := range r.Features {
		c := &r.Features[i]
		add(c, true)
		definitions[c.Name] = r.Hashes[i]
	}
	add(&registry.Column{Name: DefinitionColumn, Kind: value.String}, false)
	if err != nil {
		return nil, err
	}
	text, _ := json.Marshal(definitions) // strings always can be
	meta := arrow.MetadataFrom(map[string]string{"featc.package": pkg, "featc.reader": r.Name, DefinitionsKey: string(text)})
	t.schema = arrow.NewSchema(fields, &meta)
	t.build = array.NewRecordBuilder(memory.DefaultAllocator, t.schema)
	return t, nil
}

func isKey(r *registry.Reader, name string) bool {
	for i := range r.Keys {
		if r.Keys[i].Name == name {
			return true
		}
	}
	return false
}

// append adds a row. The lock is held.
func (t *table) append(at int64, keys, request, features []value.Value) {
	if t.rows == 0 {
		t.since = time.Now()
	}
	t.rows++
	column := 0
	add := func(v value.Value) {
		arrowio.Append(t.build.Field(column), v)
		column++
	}
	for _, v := range keys {
		add(v)
	}
	add(value.OfTimestamp(at))
	for _, i := range t.request {
		add(request[i])
	}
	for _, v := range features {
		add(v)
	}
	add(value.OfString(t.definition))
}

// take returns the rows, as a file to be written, and begins anew. The lock is held.
func (t *table) take() *file {
	f := &file{t.reader.Name, t.since, int64(t.rows), t.build.NewRecordBatch()}
	t.rows = 0
	return f
}

// file is rows to be written.
type file struct {
	reader string
	since  time.Time
	rows   int64
	record arrow.RecordBatch
}

// write writes the file aside, syncs it and gives it its name: others see all of it
// or nothing.
func (f *file) write(dir string) (err error) {
	dir = filepath.Join(dir, f.reader)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var unique [4]byte
	_, _ = rand.Read(unique[:]) // never fails
	name := f.since.UTC().Format("20060102T150405.000000Z") + "-" + hex.EncodeToString(unique[:]) + ".parquet"
	aside := filepath.Join(dir, "."+name+".tmp")
	out, err := os.OpenFile(aside, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(aside))
		}
	}()
	err = errors.Join(f.encode(out), out.Sync(), out.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(aside, filepath.Join(dir, name)); err != nil {
		return err
	}
	return syncFolder(dir)
}

// encode writes Parquet. The Arrow writer closes what it writes to where that can
// be closed, and the file is not synced yet.
func (f *file) encode(out *os.File) error {
	w, err := pqarrow.NewFileWriter(f.record.Schema(), struct{ io.Writer }{out}, properties, pqarrow.DefaultWriterProps())
	if err != nil {
		return err
	}
	return errors.Join(w.Write(f.record), w.Close())
}

var properties = parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd))

// syncFolder has the names in a folder on disk. Where folders cannot be synced, as
// on Windows, renames are as durable as the system makes them.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}
