package diag

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/lang/source"
)

var update = flag.Bool("update", false, "rewrite the files in testdata")

const text = "view spend for user from txns {\n" +
	"\tn = count() where 名前 == \"日本\" over 1h // tab\n" +
	"  m = sum(\n" +
	"    amount,\n" +
	"    other,\n" +
	"    third\n" +
	"  ) over 7d\n" +
	"}\n"

// at returns the span of the first occurrence of part in f.
func at(f *source.File, part string) source.Span {
	i := strings.Index(string(f.Text), part)
	return source.Span{File: f, Start: i, End: i + len(part)}
}

func examples() []*Diagnostic {
	f := source.NewFile("examples/fraud.feat", []byte(text))
	g := source.NewFile("common/entities.feat", []byte("package common\n\nentity user (user_id: int64)"))
	return []*Diagnostic{
		{
			Code: "F0301", Severity: Error, Message: "cannot compare string with int64",
			Span: at(f, "名前 == \"日本\""), Label: "string on the left", Help: "write one thing\nor another",
		},
		{
			Code: "F0302", Severity: Warning, Message: "a call of many lines", Span: at(f, "sum(\n    amount,\n    other,\n    third\n  )"),
			Label: "this call", Related: []Related{{at(f, "spend"), "in this view"}, {at(g, "user "), "for this entity"}, {Text: "somewhere else"}},
		},
		{
			Code: "F0303", Severity: Error, Message: "two on one line", Span: at(f, "count()"), Label: "second",
			Related: []Related{{at(f, "over 1h"), "first"}},
		},
		{Code: "F0304", Severity: Error, Message: "at the end", Span: source.Span{File: f, Start: len(text), End: len(text)}},
		{Code: "F0305", Severity: Error, Message: "an empty place", Span: source.Span{File: f, Start: 5, End: 5}, Label: "here"},
		{Code: "F0306", Severity: Error, Message: "nowhere at all", Help: "do something"},
	}
}

func TestRender(t *testing.T) {
	for _, test := range []struct {
		golden string
		render func(*bytes.Buffer) error
	}{
		{"snippets.txt", func(b *bytes.Buffer) error { return Render(b, examples(), Options{}) }},
		{"color.txt", func(b *bytes.Buffer) error { return Render(b, examples()[:2], Options{Color: true}) }},
		{"narrow.txt", func(b *bytes.Buffer) error { return Render(b, examples()[:3], Options{Width: 30}) }},
		{"lines.txt", func(b *bytes.Buffer) error { return RenderLines(b, examples()) }},
		{"array.json", func(b *bytes.Buffer) error { return RenderJSON(b, examples()) }},
		{"empty.json", func(b *bytes.Buffer) error { return RenderJSON(b, nil) }},
	} {
		t.Run(test.golden, func(t *testing.T) {
			var got bytes.Buffer
			if err := test.render(&got); err != nil {
				t.Fatal(err)
			}
			name := filepath.Join("testdata", test.golden)
			if *update {
				if err := os.WriteFile(name, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRenderAnywhere renders every span of a text with broken UTF-8, control
// characters and Windows line ends: none may panic.
func TestRenderAnywhere(t *testing.T) {
	f := source.NewFile("x", []byte("a\tb\x00\r\n\r\n\xff日\xe6\n\tend"))
	for start := range len(f.Text) + 1 {
		for end := start; end <= len(f.Text); end++ {
			d := &Diagnostic{Code: "F0001", Severity: Error, Message: "m", Span: source.Span{File: f, Start: start, End: end}}
			for _, width := range []int{0, 1, 3} {
				var b bytes.Buffer
				if err := Render(&b, []*Diagnostic{d}, Options{Width: width}); err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(b.String(), "^") {
					t.Errorf("[%d, %d): no caret in\n%s", start, end, b.String())
				}
			}
		}
	}
}

func TestNearest(t *testing.T) {
	candidates := []string{"amount", "status", "at", "merchant_id"}
	for name, want := range map[string]string{
		"amuont": "amount", "amounts": "amount", "stats": "status", "merchantid": "merchant_id",
		"xyz": "", "": "", "ta": "at", "zz": "", "AMOUNT": "amount", "amount": "amount",
	} {
		if got := Nearest(name, candidates); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
}
