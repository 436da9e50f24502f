package jsontext

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	const doc = ` {"a": {"b": ["x", -1.50, {"é\n": "q\ud83d\ude00\"\/"}], "b": 2}, "n": null, "t": [true, [] , {}]} `
	for path, want := range map[string]string{
		"": strings.TrimSpace(doc), "a.b[0]": `"x"`, "a.b[1]": "-1.50", "a.b[3]": "", "a.c": "", "n": "null", "n.a": "", "t[0]": "true", "t[1]": "[]",
		"t[2]": "{}", "t[1][0]": "", "t[2].a": "", "[0]": "", "a.b[0].c": "", "a.b[2].é": "", "t[0][0]": "",
	} {
		if got := Document(doc).Find(path); string(got) != want {
			t.Errorf("%s leads to %s, want %s", path, got, want)
		}
	}
	if got := Document(doc).Find("a.b[2]").Field("é\n").Text(); got != "q😀\"/" {
		t.Errorf("the text is %q", got)
	}
}

// halves are escapes for one of a pair of surrogates, which encoding/json takes.
func halves(text string) bool {
	if !strings.Contains(strings.ToLower(text), `\ud`) {
		return false
	}
	var s string
	for _, part := range strings.SplitAfter(text, `"`) {
		if json.Unmarshal([]byte(`"`+strings.TrimSuffix(part, `"`)+`"`), &s) == nil && strings.Contains(s, "\ufffd") {
			return true
		}
	}
	return false
}

// FuzzValid compares with encoding/json, and walks through what is valid: every
// value that is found is itself valid.
func FuzzValid(f *testing.F) {
	for _, s := range []string{
		`{"a":[1,2.5e-3,"x\u00e9",true,null,{}],"b":""}`, `[1,]`, `{"a":1,}`, `["\ud83d\ude00"]`, `["\ud83d"]`, `["\udc00\ud83d"]`, ` "a" `, `[[[[]]]]`, `-`, `01`, `1e`, `{"a"`, "[\"\t\"]",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, want := Valid(s), json.Valid([]byte(s))
		if got && !want || want && !got && !halves(s) {
			t.Fatalf("%q is valid: %v, want %v", s, got, want)
		}
		if got {
			walk(t, Document(s))
		}
	})
}

func walk(t *testing.T, v Value) {
	if !Valid(string(v)) {
		t.Fatalf("%q was found, and is not JSON", v)
	}
	for k, f := range v.Fields {
		if !Valid(string(k)) {
			t.Fatalf("%q was found as a key, and is not JSON", k)
		}
		walk(t, f)
	}
	for e := range v.Elements {
		walk(t, e)
	}
	var s string
	if v[0] == '"' && json.Unmarshal([]byte(v), &s) == nil && s != strings.ToValidUTF8(v.Text(), "\ufffd") && !strings.Contains(s, "\ufffd") {
		t.Fatalf("the text of %s is %q, want %q", v, v.Text(), s)
	}
}
