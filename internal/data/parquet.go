package data

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	pqfile "github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

const batchRows = 8192

type parquetFile struct {
	path   string
	raw    *pqfile.Reader
	reader *pqarrow.FileReader
	schema *arrow.Schema
	exact  bool // empty text is not null
}

func openParquet(path string) (*parquetFile, error) {
	raw, err := pqfile.OpenParquetFile(path, false)
	if err != nil {
		return nil, fmt.Errorf("%s: not a Parquet file that can be read: %w", path, err)
	}
	reader, err := pqarrow.NewFileReader(raw, pqarrow.ArrowReadProperties{BatchSize: batchRows}, memory.DefaultAllocator)
	var schema *arrow.Schema
	if err == nil {
		schema, err = reader.Schema()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), raw.Close())
	}
	return &parquetFile{path: path, raw: raw, reader: reader, schema: schema}, nil
}

func (p *parquetFile) close() error { return p.raw.Close() }

func (p *parquetFile) names(context.Context) ([]string, error) { return p.columns(), nil }

func (p *parquetFile) columns() []string {
	out := make([]string, p.schema.NumFields())
	for i, f := range p.schema.Fields() {
		out[i] = f.Name
	}
	return out
}

func (p *parquetFile) find(columns []*ir.Column) ([]field, error) {
	return find(p.path, p.columns(), columns)
}

func (p *parquetFile) check(fields []field) error {
	_, err := p.decoders(fields)
	return err
}

func (p *parquetFile) decoders(fields []field) ([]arrayDecoder, error) {
	out := make([]arrayDecoder, len(fields))
	for i, f := range fields {
		d, err := newArrayDecoder(p.schema.Field(f.index).Type, f.column, p.exact)
		if err != nil {
			return nil, fmt.Errorf("%s: column %s: %w", p.path, f.column.Name, err)
		}
		out[i] = d
	}
	return out, nil
}

func (p *parquetFile) scan(ctx context.Context, fields []field, tally tally, emit func([]value.Value)) error {
	decoders, err := p.decoders(fields)
	if err != nil {
		return err
	}
	place := map[int]int{} // of a column of the file: its place in the record
	var leaves []int
	for i := range p.schema.NumFields() {
		for _, f := range fields {
			if f.index == i {
				place[i] = len(place)
				leaves = append(leaves, leavesOf(&p.reader.Manifest.Fields[i])...)
				break
			}
		}
	}
	records, err := p.reader.GetRecordReader(ctx, leaves, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", p.path, err)
	}
	defer records.Release()
	models := modelsOf(fields)
	for row := 0; ; {
		record, err := records.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p.path, err)
		}
		rows := int(record.NumRows())
		cells := make([]value.Value, rows*len(fields))
		for i, f := range fields {
			array := record.Column(place[f.index])
			for r := range rows {
				v, cause, err := decoders[i].at(array, r)
				if err != nil {
					return cellError(p.path, row+r+1, 0, f.column.Name, err)
				}
				cells[r*len(fields)+i] = v
				tally.add(f.column.Name, cause)
			}
		}
		for r := range rows {
			out := cells[r*len(fields) : (r+1)*len(fields) : (r+1)*len(fields)]
			if i, err := checkModels(models, out); err != nil {
				return cellError(p.path, row+r+1, 0, fields[i].column.Name, err)
			}
			emit(out)
		}
		row += rows
	}
}

// column reads one whole column as it is.
func (p *parquetFile) column(ctx context.Context, index int) (*arrow.Chunked, error) {
	leaves := map[int]bool{}
	for _, leaf := range leavesOf(&p.reader.Manifest.Fields[index]) {
		leaves[leaf] = true
	}
	groups := make([]int, p.raw.NumRowGroups())
	for i := range groups {
		groups[i] = i
	}
	r, err := p.reader.GetFieldReader(ctx, index, leaves, groups)
	if err != nil {
		return nil, fmt.Errorf("%s: column %s: %w", p.path, p.schema.Field(index).Name, err)
	}
	return r.NextBatch(p.raw.NumRows())
}

// leavesOf lists the physical columns below a column.
func leavesOf(f *pqarrow.SchemaField) []int {
	if f.IsLeaf() {
		return []int{f.ColIndex}
	}
	var out []int
	for i := range f.Children {
		out = append(out, leavesOf(&f.Children[i])...)
	}
	return out
}
