package testrun

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
)

const wantFile = "want.csv"

// Goldens runs the golden files of a project on the engines. With update, the
// expected values are rewritten (or made) from what the engines compute,
// provided that they agree. The error is of a file that cannot be used or of an
// engine that could not run.
func Goldens(ctx context.Context, p *project.Project, engines []engine.Engine, update bool) ([]*Result, error) {
	paths, err := filepath.Glob(filepath.Join(p.Dir, "golden", "*.txtar"))
	if err != nil {
		return nil, err
	}
	var out []*Result
	for _, path := range paths {
		r, err := golden(ctx, p, engines, path, update)
		if err != nil {
			return out, err
		}
		out = append(out, r)
	}
	return out, nil
}

func golden(ctx context.Context, p *project.Project, engines []engine.Engine, path string, update bool) (*Result, error) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		return nil, err
	}
	g, err := parseGolden(p, path, archive)
	if err != nil {
		return nil, err
	}
	r := &Result{Name: strings.TrimSuffix(filepath.Base(path), ".txtar"), Where: path}
	tables := make([][][]string, len(engines))
	for i, e := range engines {
		out, err := run(ctx, p, e, g.set, g.events, g.labels)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		tables[i] = table(g.set, out)
	}
	if !update {
		for i, e := range engines {
			r.compare(path, e.Name(), g.want, tables[i])
		}
		return r, nil
	}
	for i, e := range engines[1:] {
		r.compare(path, e.Name(), tables[0], tables[i+1])
	}
	if len(r.Failures) > 0 || slices.EqualFunc(g.want, tables[0], slices.Equal) {
		return r, nil
	}
	r.Updated = true
	setFile(archive, wantFile, tables[0])
	return r, data.WriteFile(path, func(w io.Writer) error {
		_, err := w.Write(txtar.Format(archive))
		return err
	})
}

// goldenFile is a golden file taken apart.
type goldenFile struct {
	set    *ir.FeatureSet
	events map[*ir.Source]*engine.Events
	labels []engine.Label
	want   [][]string // with a header; nil where there is none yet
}

func parseGolden(p *project.Project, path string, archive *txtar.Archive) (*goldenFile, error) {
	g := &goldenFile{events: map[*ir.Source]*engine.Events{}}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	if _, ok := files["set"]; !ok {
		return nil, fmt.Errorf("%s: there is no file \"set\" in it that names the feature set", path)
	}
	var err error
	if g.set, err = p.Set(strings.TrimSpace(string(files["set"]))); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, src := range project.Sources(g.set) {
		name := "events/" + src.Name + ".csv"
		text, ok := files[name]
		if !ok {
			continue
		}
		if g.events[src], err = data.ParseEvents(path+": "+name, text, src); err != nil {
			return nil, err
		}
	}
	for name := range files {
		if source, ok := strings.CutPrefix(name, "events/"); ok {
			if !slices.ContainsFunc(project.Sources(g.set), func(s *ir.Source) bool { return s.Name+".csv" == source }) {
				return nil, fmt.Errorf("%s: %s is no source that %s reads", path, name, g.set.Name)
			}
		}
	}
	if g.labels, err = data.ParseLabels(path+": reads.csv", files["reads.csv"], g.set); err != nil {
		return nil, err
	}
	if text, ok := files[wantFile]; ok {
		if g.want, err = csv.NewReader(bytes.NewReader(text)).ReadAll(); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, wantFile, err)
		}
	}
	return g, nil
}

// compare demands two tables to be the same, cell by cell.
func (r *Result) compare(path, engine string, want, got [][]string) {
	if want == nil {
		r.failf("%s: there is no %s yet; featc test -update makes it", path, wantFile)
		return
	}
	if !slices.Equal(want[0], got[0]) || len(want) != len(got) {
		r.failf("%s: %s has %d rows of %d features, %s gives %d rows of %d; featc test -update rewrites it",
			path, wantFile, len(want)-1, len(want[0]), engine, len(got)-1, len(got[0]))
		return
	}
	for i := 1; i < len(got); i++ {
		for j := range got[i] {
			r.Checks++
			if want[i][j] != got[i][j] {
				r.failf("%s: read %d, %s: want %s, got %s on %s", path, i, got[0][j], cellText(want[i][j]), cellText(got[i][j]), engine)
			}
		}
	}
}

func cellText(cell string) string {
	if cell == "" {
		return "null"
	}
	return cell
}

// table writes an output as text, with a header.
func table(set *ir.FeatureSet, out *engine.Output) [][]string {
	header := make([]string, len(set.Features))
	for i, f := range set.Features {
		header[i] = f.Name
	}
	rows := [][]string{header}
	for _, values := range out.Rows {
		row := make([]string, len(values))
		for i, v := range values {
			row[i] = data.Text(v, set.Features[i].Feature.Type)
		}
		rows = append(rows, row)
	}
	return rows
}

// setFile puts a table into an archive as CSV, in place of an older one.
func setFile(archive *txtar.Archive, name string, rows [][]string) {
	var text bytes.Buffer
	_ = csv.NewWriter(&text).WriteAll(rows) // a bytes.Buffer does not fail
	for i, f := range archive.Files {
		if f.Name == name {
			archive.Files[i].Data = text.Bytes()
			return
		}
	}
	archive.Files = append(archive.Files, txtar.File{Name: name, Data: text.Bytes()})
}
