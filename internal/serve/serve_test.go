package serve

import (
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler"
)

// The topics that sources name are a server's own; only JSON is read.
func TestTopics(t *testing.T) {
	source := func(stream string) string {
		return "package p\nsource a {\n  x: int64\n  at: timestamp\n  time at\n  " + stream + "\n}\nentity e (x: int64)\nview v for e from a { n = count() over all }\n"
	}
	for stream, want := range map[string]string{
		"":                                "return features.New().Registry() })\n",
		`stream kafka("t")`:               "{Source: \"a\", Topic: \"t\"},\n\t)",
		`stream kafka("t", format: json)`: "{Source: \"a\", Topic: \"t\"},\n\t)",
		`stream kafka("t", format: avro)`: "p.feat:6:10: source a: records are avro, and featc serve reads json",
	} {
		p, bag := compiler.LoadFiles(map[string][]byte{"p.feat": []byte(source(stream))})
		if p == nil {
			t.Fatal(stream, bag.Sorted())
		}
		got, err := mainOf(p)
		text := string(got)
		if err != nil {
			text = err.Error()
		}
		if !strings.Contains(text, want) {
			t.Errorf("%s: %s, want %s", stream, text, want)
		}
	}
}
