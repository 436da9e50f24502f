// Package golden holds programs with everything that featc makes of them, as
// text: the IR, the plan, the rules by which SQL computes it, SQL per dialect (DuckDB as its difference from the
// generic form) and Go. `go test ./golden -update` rewrites the files; a
// reviewer then reads the difference.
//
// An archive has .feat files, or is about what is said of them: a file
// "diagnostics" holds warnings or errors as featc prints them. Which outputs are
// kept is for the archive to say, in its comment: a line "keep: ir plan" keeps
// those alone; without such a line all are kept.
package golden

import (
	"bytes"
	"flag"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/diff"
	"golang.org/x/tools/txtar"

	"github.com/featc-lang/featc/backends/gostream"
	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/lang/diag"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestGolden(t *testing.T) {
	files, err := filepath.Glob("*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no golden files")
	}
	packages := map[string]map[string][]byte{}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".txtar")
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in := map[string][]byte{}
			for _, f := range archive.Files {
				if path.Ext(f.Name) == ".feat" {
					in[f.Name] = f.Data
				}
			}
			out, operators := outputs(t, in)
			packages[name] = operators
			compare(t, file, archive, in, out)
		})
	}
	vet(t, packages)
}

// outputs is everything that featc makes of a program, by file name, and its
// Go package once more by itself.
func outputs(t *testing.T, in map[string][]byte) (out map[string]string, operators map[string][]byte) {
	t.Helper()
	out = map[string]string{}
	program, bag := compiler.LoadFiles(in)
	var said bytes.Buffer
	if err := diag.Render(&said, bag.Sorted(), diag.Options{}); err != nil {
		t.Fatal(err)
	}
	if said.Len() > 0 {
		out["diagnostics"] = said.String()
	}
	if bag.HasErrors() {
		return out, nil
	}
	p := plan.Build(program)
	var irText, planText bytes.Buffer
	if err := ir.Print(&irText, program); err != nil {
		t.Fatal(err)
	}
	if err := plan.Print(&planText, p); err != nil {
		t.Fatal(err)
	}
	out["ir"], out["plan"] = irText.String(), planText.String()
	var rules bytes.Buffer
	if err := sql.PrintChoices(&rules, p); err != nil {
		t.Fatal(err)
	}
	out["sql/rules"] = rules.String()

	generic := queries(t, sql.DialectNamed("generic"), p)
	for name, text := range queries(t, sql.DialectNamed("duckdb"), p) {
		out["sql/"+name+".generic.sql"] = generic[name]
		out["sql/"+name+".duckdb.diff"] = string(diff.Diff("generic", []byte(generic[name]), "duckdb", []byte(text)))
	}
	operators, err := gostream.Generate(p, gostream.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range operators {
		out["go/"+name] = string(text)
	}
	return out, operators
}

// queries prints every query of a program over tables that are named as its
// sources; what a dialect refuses is printed as the refusal.
func queries(t *testing.T, d *sql.Dialect, p *plan.Plan) map[string]string {
	t.Helper()
	opt := sql.Options{LabelTable: "labels", Tables: map[*ir.Source]string{}}
	for _, s := range p.Program.Sources {
		opt.Tables[s] = s.Name
	}
	out := map[string]string{}
	add := func(name string, script *sqlast.Script, err error) {
		if err != nil {
			out[name] = err.Error() + "\n"
			return
		}
		out[name] = sqlast.Print(d, script)
	}
	for _, s := range p.Program.Sets {
		script, err := d.Train(p, s, opt)
		add(s.Name+".train", script, err)
	}
	for _, v := range p.Program.Views {
		script, err := d.Backfill(p, v, opt)
		add(v.Name+".backfill", script, err)
		script, err = d.Latest(p, v, opt)
		add(v.Name+".latest", script, err)
	}
	return out
}

// compare holds the outputs against the archive, or rewrites it.
func compare(t *testing.T, file string, archive *txtar.Archive, in map[string][]byte, out map[string]string) {
	t.Helper()
	if keep, ok := kept(string(archive.Comment)); ok {
		for name := range out {
			if !keep(name) {
				delete(out, name)
			}
		}
	}
	want := map[string]string{}
	for _, f := range archive.Files {
		if _, ok := in[f.Name]; !ok {
			want[f.Name] = string(f.Data)
		}
	}
	if cmp.Equal(want, out) {
		return
	}
	if !*update {
		t.Errorf("golden/%s is not what featc gives (-golden +now); rewrite with -update:\n%s", file, cmp.Diff(want, out))
		return
	}
	next := &txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		if _, ok := in[f.Name]; ok {
			next.Files = append(next.Files, f)
		}
	}
	names := make([]string, 0, len(out))
	for name := range out {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		next.Files = append(next.Files, txtar.File{Name: name, Data: []byte(out[name])})
	}
	if err := os.WriteFile(file, txtar.Format(next), 0o644); err != nil {
		t.Fatal(err)
	}
}

// kept reads the "keep:" line of a comment: the first elements of the paths
// that are kept.
func kept(comment string) (keep func(name string) bool, ok bool) {
	for _, line := range strings.Split(comment, "\n") {
		if list, found := strings.CutPrefix(line, "keep:"); found {
			wanted := strings.Fields(list)
			return func(name string) bool {
				for _, w := range wanted {
					if name == w || strings.HasPrefix(name, w+"/") {
						return true
					}
				}
				return false
			}, true
		}
	}
	return nil, false
}
