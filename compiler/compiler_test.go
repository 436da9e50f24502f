package compiler

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler/ir"
)

func TestExamplesCompile(t *testing.T) {
	for _, name := range []string{"fraud", "taxi", "shop"} {
		p, bag := Load("../examples/" + name)
		if p == nil || len(bag.Sorted()) > 0 {
			t.Errorf("%s: %v", name, bag.Sorted())
			continue
		}
		if p.Package != name || len(p.Sets) == 0 || len(p.Tests) == 0 {
			t.Errorf("%s: package %s with %d sets and %d tests", name, p.Package, len(p.Sets), len(p.Tests))
		}
	}
}

// TestPositions checks the exact place of diagnostics, and their help.
func TestPositions(t *testing.T) {
	const head = `package p
entity user (user_id: int64)
source txns {
  user_id: int64
  amount: decimal(12, 2)
  at: timestamp
  time at
}
view v for user from txns {
`
	for _, test := range []struct{ line, want, help string }{
		{"n = sum(amuont) over 7d", "10:9-15 F0201", "did you mean `amount`?"},
		{"n = count() where amount == \"3\" over 7d", "10:19-32 F0301", "if a number is meant, leave out the quotes"},
		{"n = suum(amount) over 7d", "10:5-9 F0204", "did you mean `sum`?"},
		{"n = avg(amount) over 7d", "10:5-8 F0204", "write `mean`"},
		{"n = count() where amount == null over 7d", "10:29-33 F0306", "write `amount is null`"},
		{"n = count() over [1d, 7d]", "10:18-26 F0402", "the older age comes first: `[7d, 1d]`"},
		{"n = sum(amount) / 2", "10:5-16 F0405", "give the aggregation a feature of its own, `x = sum(amount) over 7d`, and use x here"},
		{"n = request.amount * 2", "10:5-19 F0504", "move the feature to the feature set that has the request"},
		{"n = count() over 1h by 90m", "10:24-27 F0410", "a step is longer than nothing and no longer than the window"},
		{"n = count() over last 9 by 1h", "10:28-30 F0410", "`by` stands behind an age: `over 30d by 1h`"},
		{"n = count() over today()", "10:18-25 F0411", "name it as in `today(\"Europe/Paris\")`; without one in mind, write `today(\"UTC\")`"},
		{"n = count() over last_week(1h)", "10:28-30 F0411", "name it as in `last_week(\"Europe/Paris\")`; without one in mind, write `last_week(\"UTC\")`"},
		{"n = count() over today(\"Paris\")", "10:24-31 F0307", "zones are named as in \"Europe/Paris\" or \"UTC\""},
		{"n = count() over session()", "10:18-27 F0412", "a duration longer than nothing: `session(30m)`"},
		{"n = count() over session(\"x\")", "10:26-29 F0412", "a duration longer than nothing: `session(30m)`"},
		{"n = max(amount) over 7d default \"x\"", "10:33-36 F0407", ""},
		{"n = count() over 7\nd = n", "10:18-19 F0111", "write 7d for days, 7h for hours; `last 7` for that many events"},
		{"n = count() over 1.5d", "10:18-22 F0105", "durations are made of whole numbers, such as 1h30m"},
		{"n = last(at - \"today\")", "10:15-22 F0312", ""},
		{"n = SUM(amount) over 7d", "10:5-8 F0204", "did you mean `sum`?"},
		{"n = mean(hour(at, \"Paris\")) over 7d", "10:19-26 F0309", "zones are named as in \"Europe/Paris\" or \"UTC\""},
		{"n = count() over 7d, [7d, now]", "10:22-31 F0205", "declare one of them on a line of its own, under another name"},
		{"n = count() over 1h, 7d  m = n + 1", "10:30-31 F0505", "write `n_1h` or `n_7d`"},
	} {
		ds := diagnose(head + test.line + "\n}\n")
		if len(ds) != 1 {
			t.Errorf("%s: %v", test.line, ds)
			continue
		}
		s := ds[0].Span
		from, to := s.File.Position(s.Start), s.File.Position(s.End)
		got := fmt.Sprintf("%d:%d-%d %s", from.Line, from.Column, to.Column, ds[0].Code)
		if got != test.want || ds[0].Help != test.help {
			t.Errorf("%s:\ngot  %s, %s\nwant %s, %s", test.line, got, ds[0].Help, test.want, test.help)
		}
	}
}

// inFolder makes a folder with files the working folder.
func inFolder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFolders is about what is not inside one file.
func TestFolders(t *testing.T) {
	const entity = "package common\nentity user (user_id: int64)\n"
	const main = "package p\nimport \"../common/e.feat\"\n"
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"import":         {map[string]string{"dir/a.feat": main, "common/e.feat": entity}, ""},
		"import twice":   {map[string]string{"dir/a.feat": main, "dir/b.feat": main, "common/e.feat": entity}, ""},
		"import cycle":   {map[string]string{"dir/a.feat": main, "common/e.feat": entity[:15] + "import \"../dir/a.feat\"\n" + entity[15:]}, ""},
		"missing import": {map[string]string{"dir/a.feat": main}, "dir/a.feat:2:8: error: cannot read common/e.feat: no such file [F0206]"},
		"other import":   {map[string]string{"dir/a.feat": "package p\nimport \"a.sql\"\n"}, "dir/a.feat:2:8: error: an import names a .feat file [F0206]"},
		"two packages":   {map[string]string{"dir/a.feat": "package p\n", "dir/b.feat": "package q\n"}, "dir/b.feat:1:9: error: package q in a folder of package p [F0207]"},
		"no package":     {map[string]string{"dir/a.feat": "entity user (user_id: int64)\n"}, "dir/a.feat:1:1: error: the file does not start with a package clause [F0133]"},
		"no files":       {map[string]string{"dir/a.sql": ""}, "-: error: the folder dir has no .feat files [F0208]"},
		"no folder":      {map[string]string{"a.feat": "package p\n"}, "-: error: cannot read the folder dir: no such file or directory [F0208]"},
		"across files": {map[string]string{
			"dir/a.feat": "package p\nentity user (user_id: int64)\n",
			"dir/b.feat": "package p\nentity user (user_id: int64)\n",
		}, "dir/b.feat:2:8: error: there is an entity `user` already [F0205]"},
	} {
		inFolder(t, test.files)
		p, bag := Load("dir")
		var got []string
		for _, d := range bag.Sorted() {
			got = append(got, d.Error())
		}
		if strings.Join(got, "\n") != test.want || (p == nil) != (test.want != "") {
			t.Errorf("%s:\ngot  %s\nwant %s", name, strings.Join(got, "\n"), test.want)
		}
	}
}

// TestImportedFirst checks that declarations of imported files come first.
func TestImportedFirst(t *testing.T) {
	p, bag := LoadFiles(map[string][]byte{
		"a.feat":     []byte("package p\nimport \"sub/z.feat\"\nentity a (a: int64)\n"),
		"sub/z.feat": []byte("package z\nimport \"../a.feat\"\nentity z (z: int64)\n"),
	})
	if p == nil {
		t.Fatal(bag.Sorted())
	}
	var got []string
	for _, e := range p.Entities {
		got = append(got, e.Name)
	}
	if diff := cmp.Diff([]string{"z", "a"}, got); diff != "" || p.Package != "p" {
		t.Error(p.Package, diff)
	}
}

func compile(t testing.TB, text string) *ir.Program {
	t.Helper()
	p, bag := LoadFiles(map[string][]byte{"p.feat": []byte(text)})
	if p == nil {
		t.Fatalf("%v\n%s", bag.Sorted(), text)
	}
	return p
}

// TestHash demands that the hash follows meaning and nothing else.
func TestHash(t *testing.T) {
	text := func(doc, where, window string) string {
		return doc + `package p
entity user (user_id: int64)
source txns {
  user_id: int64
  amount: decimal(12, 2)
  at: timestamp
  time at
}
view base for user from txns ` + where + ` {
  n = count() over 1h
}
view v for user from txns {
  ` + doc + `
  m = sum(amount) over ` + window + `
  ratio = base.n / m
}
`
	}
	hash := func(text string) string { return ir.Hash(compile(t, text).Views[1]) }
	base := hash(text("", "", "7d"))
	if got := hash(text("// a comment\n", "", "168h")); got != base {
		t.Error("a comment and another spelling of a week change the hash")
	}
	if got := hash(text("", "", "8d")); got == base {
		t.Error("another window does not change the hash")
	}
	if got := hash(text("", "where amount > 0", "7d")); got == base {
		t.Error("a change in what is read does not change the hash")
	}
}

// TestHashFeature demands that the hash of a feature follows the meaning of that one.
func TestHashFeature(t *testing.T) {
	const base = `package p
entity user (user_id: int64)
source txns {
  user_id: int64
  amount: decimal(12, 2)
  at: timestamp
  time at
}
view base for user from txns {
  let big = amount > 10
  let idle = amount > 20
  n = count() where big over 1h
  m = max(amount) where idle over 1h
}
featureset s for user {
  request { amount: decimal(12, 2) }
  include base.*
  ratio = request.amount / base.n
}
`
	hashes := func(old, with string) []string {
		text := strings.Replace(base, old, with, 1)
		if text == base && old != "" {
			t.Fatalf("there is no %q", old)
		}
		var out []string
		for _, f := range compile(t, text).Sets[0].Features {
			out = append(out, ir.HashFeature(f.Feature))
		}
		return out
	}
	was := hashes("", "")
	for _, tt := range []struct {
		old, with string
		changed   [3]bool // n, m, ratio
	}{
		{"let big", "/// A comment.\n  let big", [3]bool{}},
		{"big = amount > 10", "big = amount > 11", [3]bool{true, false, true}},
		{"idle = amount > 20", "idle = amount > 21", [3]bool{false, true, false}},
		{"over 1h\n  m", "over 2h\n  m", [3]bool{true, false, true}},
		{"request.amount / base.n", "base.n / request.amount", [3]bool{false, false, true}},
		{"  time at", "  time at\n  delay 1s", [3]bool{true, true, true}},
	} {
		for i, h := range hashes(tt.old, tt.with) {
			if changed := h != was[i]; changed != tt.changed[i] {
				t.Errorf("%s: hash of feature %d changed: %v", tt.with, i, changed)
			}
		}
	}
}

// generated returns a package with n features over one source.
func generated(n int) []byte {
	var b strings.Builder
	b.WriteString("package p\nentity user (user_id: int64)\nsource txns {\n  user_id: int64\n  amount: decimal(12, 2)\n  km: float64?\n  status: string\n  at: timestamp\n  time at\n}\n")
	for i := 0; i < n; i += 10 {
		fmt.Fprintf(&b, "view v%d for user from txns where status == \"a%d\" {\n  let x = km * 2 + %d\n", i, i, i)
		for j := range 5 {
			fmt.Fprintf(&b, "  n%d = count() where amount > %d over %dd\n", j, j, j+1)
			fmt.Fprintf(&b, "  m%d = stddev_samp(x) over last %d\n", j, j+1)
		}
		b.WriteString("}\n")
	}
	b.WriteString("featureset s for user {\n")
	for i := 0; i < n; i += 10 {
		fmt.Fprintf(&b, "  include v%d.*\n", i)
	}
	b.WriteString("}\n")
	return []byte(b.String())
}

func BenchmarkCheck1000(b *testing.B) {
	texts := map[string][]byte{"p.feat": generated(1000)}
	for b.Loop() {
		if p, bag := LoadFiles(texts); p == nil || len(p.Sets[0].Features) != 1000 {
			b.Fatal(bag.Sorted())
		}
	}
}

// FuzzLoad demands that no text makes the compiler panic.
func FuzzLoad(f *testing.F) {
	for _, info := range Codes {
		f.Add([]byte(info.Example))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p, bag := LoadFiles(map[string][]byte{"p.feat": text})
		if (p == nil) != bag.HasErrors() {
			t.Errorf("program: %v, diagnostics: %v", p != nil, bag.Sorted())
		}
	})
}
