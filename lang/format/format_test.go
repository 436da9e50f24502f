package format

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/parse"
	"github.com/featc-lang/featc/lang/source"
)

var update = flag.Bool("update", false, "rewrite the files in testdata")

// sameTree compares trees without spans and comments.
var sameTree = cmp.Options{
	cmp.Comparer(func(_, _ source.Span) bool { return true }),
	cmpopts.IgnoreFields(ast.File{}, "Source", "Comments"),
}

// comments returns the text of the comments in a file, sorted, as formatting
// may move one past another; without slashes, as it takes one from /// that
// documents nothing.
func comments(f *ast.File) []string {
	var out []string
	for _, c := range f.Comments {
		out = append(out, strings.TrimLeft(c.Text, "/"))
	}
	slices.Sort(out)
	return out
}

// checkFormat formats text and checks what must always hold. It returns the
// result; ok is false where the text does not parse.
func checkFormat(t *testing.T, text []byte) (out []byte, ok bool) {
	t.Helper()
	bag := &diag.Bag{}
	before := parse.File(source.NewFile("before", text), bag)
	if bag.HasErrors() {
		return nil, false
	}
	out = Source(before)
	after := parse.File(source.NewFile("after", out), bag)
	if err := bag.Err(); err != nil {
		t.Fatalf("the result does not parse: %v\n%s", err, out)
	}
	if diff := cmp.Diff(before, after, sameTree); diff != "" {
		t.Errorf("the tree changed: %s\n%s", diff, out)
	}
	if diff := cmp.Diff(comments(before), comments(after)); diff != "" {
		t.Errorf("the comments changed: %s\n%s", diff, out)
	}
	again := Source(after)
	if diff := cmp.Diff(string(out), string(again)); diff != "" {
		t.Errorf("formatting again changes the result: %s", diff)
	}
	return out, true
}

func TestGolden(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*.in.feat")
	if err != nil || len(inputs) == 0 {
		t.Fatal(inputs, err)
	}
	for _, name := range inputs {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Bytes(text, name); err != nil {
				t.Fatal(err)
			}
			got, _ := checkFormat(t, text)
			golden := strings.TrimSuffix(name, ".in.feat") + ".golden.feat"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestCommentsAnywhere puts comments and line breaks at the blanks of a file,
// each kind at another third of them.
func TestCommentsAnywhere(t *testing.T) {
	text, err := os.ReadFile("testdata/wide.in.feat")
	if err != nil {
		t.Fatal(err)
	}
	for n, insert := range []string{" // c\n", "\n// c\n", "\n/// d\n", "\n\n/// d\n\n", "\n\n\n", " // c\n // d\n /// e\n"} {
		parsed := 0
		for i, b := range text {
			if b != ' ' && b != '\n' || i%3 != n%3 {
				continue
			}
			changed := string(text[:i]) + insert + string(text[i:])
			if _, ok := checkFormat(t, []byte(changed)); ok {
				parsed++
			}
			if t.Failed() {
				t.Fatalf("with %q at %d:\n%s", insert, i, changed)
			}
		}
		if parsed < 30 {
			t.Errorf("with %q only %d texts parse", insert, parsed)
		}
	}
}

func TestBytesRefusesErrors(t *testing.T) {
	out, err := Bytes([]byte("package p\n}\n"), "x.feat")
	if out != nil || err == nil || !strings.Contains(err.Error(), "x.feat:2:1") {
		t.Errorf("got %q, %v", out, err)
	}
}

func FuzzSource(f *testing.F) {
	inputs, err := filepath.Glob("testdata/*.in.feat")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range inputs {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, seed := range []string{
		"package p\nentity a (b: c) /// x\nentity d (e: f)\n",
		"package p\nview v for a from b {\n  x = 1\n  /// inside\n  + 2\n  y = - -3\n}\n",
		"package p\r\nview v for a from b { // c\r\n  x = not (a) // d\r\n}\r\n",
		"package p // a\n// b\n/// c\nimport \"d\"\n",
		"package p\ntest \"\" {\n  a: // x\n  // y\n    b\n    1 // z\n\n\n  at 1 for u 2: // w\n    a == b\n}",
		"package p\nfeatureset f for a {\n  include a.b\n  request { // x\n a: b }\n  c = d\n}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) { checkFormat(t, text) })
}
