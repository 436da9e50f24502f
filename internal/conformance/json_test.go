package conformance

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/evaltest"
	"github.com/featc-lang/featc/runtime/value"
)

// jsonCalls ask random documents about what is in them.
var jsonCalls = []string{
	`json_string(s, "a")`, `json_string(s, "[0]")`, `json_string(s, "a.b")`, `json_string(s, "a[1]")`, `json_string(s, "é[0].a")`, `json_string(s, "a b'.b")`,
	`json_int(s, "a")`, `json_int(s, "[0]")`, `json_float(s, "a")`, `json_float(s, "[0]")`, `json_float(s, "[1]")`, `json_bool(s, "a")`, `json_bool(s, "[0]")`,
	`json_decimal(s, "a", 38, 18)`, `json_decimal(s, "[0]", 20, 2)`,
	`json_length(s)`, `json_length(s, "a")`, `json_length(s, "[1]")`, `json_has(s, "a")`, `json_has(s, "b")`, `json_has(s, "[0]")`, `json_has(s, "0")`, `json_has(s, "[999999]")`,
}

// jsonEdges are texts that readers of JSON are known to disagree on.
var jsonEdges = []string{
	"", " ", "null", "[]", "{}", `""`, " [1] ", "\t{\"a\"\n:\r1 }", `{"a":1,"a":2}`, `{"a":{"b":1},"a":{"b":2}}`, `{"b":1,"\u0061":2}`, `{"a":1,}`, `[1,]`, `[,1]`, `[1,,2]`, `[1 2]`,
	`{"a"}`, `{"a":}`, `{a:1}`, `{'a':1}`, `{1:2}`, `{"0":1}`, `[NaN]`, `[Infinity]`, `[-inf]`, `["NaN, inf,]"]`, `{"a":nan}`, `[nul]`, `[True]`, `[truefalse]`, `[1]x`, `[1]]`, `[[1]`, `{"a":[1}`,
	`[-0]`, `[-0.0]`, `[0]`, `[00]`, `[01]`, `[-]`, `[+1]`, `[.5]`, `[5.]`, `[1e]`, `[1e+]`, `[1E5]`, `[1e-5]`, `[1.0]`, `[0x10]`, `[1_000]`, `[9223372036854775807]`, `[9223372036854775808]`, `[18446744073709551616]`,
	`[-9223372036854775808]`, `[0.1000]`, `[0.123456789012345678]`, `[123456789012345678901234567890.5]`, `[1e400]`, `[-1e400]`, `[1e-400]`, `[9007199254740993]`, `[2.2250738585072011e-308]`,
	`["\ud83d\ude00"]`, `["\uD83D\uDE00"]`, `["\ud83d"]`, `["\ude00"]`, `["\ud83d\ud83d\ude00"]`, `["\ud83dx\ude00"]`, `["\\ud83d"]`, `["\\\ud83d\ude00"]`, `["\u00zz"]`, `["\u00"]`, `["\u0000"]`, `["\u0001\u001f"]`,
	`["\"\\\/\b\f\n\r\t"]`, `["\x41"]`, `["\v"]`, "[\"a\tb\"]", "[\"a\nb\"]", "[\"a\x7fb\"]", "[\"\u2028\"]", "[\"\u00a0\"]", "[1\u00a0]", "\ufeff[1]", "[1\f]", "[1]\x00", "[\"\x00\"]", "[\"\x01\"]", "\x01[1]\x01",
	`{"a":"1","b":2}`, `["12",34]`, `["1.50"]`, `{"a":["x",{"b":2}]}`, `{"é":[{"a":"ü"}]}`, `{"a b'":{"b":"q"}}`, `{"a.b":1,"a":{"b":2}}`, `[1 /* no */]`, `// no` + "\n[1]", `[1]` + "\n[2]", `["a" "b"]`, `"a"`, `1`, `true`,
	`["]","}",{"a":"]"}]`, `{"a":"\"","b":1}`, `{"a":"\\","b":1}`, `["\\\"1"]`, `{"":1}`, strings.Repeat("[", 3000) + strings.Repeat("]", 3000), strings.Repeat("[", 3000),
}

// jsonDocument writes a random document.
func jsonDocument(rng *rand.Rand, depth int) string {
	pick := func(from ...string) string { return from[rng.IntN(len(from))] }
	blank := func() string { return pick("", "", "", " ", "\n", "\t ") }
	text := func() string {
		out := ""
		for range rng.IntN(3) {
			out += pick("a", "b", "é", "😀", `\n`, `\"`, `\\`, `\u00e9`, `\ud83d\ude00`, "1", "{", "]", ",", ".", `\/`, "nan")
		}
		return `"` + out + `"`
	}
	switch n := rng.IntN(10); {
	case depth > 0 && n < 4:
		out := ""
		for i := range rng.IntN(4) {
			if i > 0 {
				out += ","
			}
			key := text()
			if rng.IntN(4) > 0 {
				key = pick(`"a"`, `"b"`, `"é"`, `"a b'"`, `"\u0061"`)
			}
			out += blank() + key + blank() + ":" + blank() + jsonDocument(rng, depth-1) + blank()
		}
		return "{" + out + blank() + "}"
	case depth > 0 && n < 7:
		out := ""
		for i := range rng.IntN(4) {
			if i > 0 {
				out += ","
			}
			out += blank() + jsonDocument(rng, depth-1) + blank()
		}
		return "[" + out + blank() + "]"
	case n < 8:
		return text()
	}
	number := pick("", "", "-") + pick("0", "1", "7", "12", "900719925474099", "123456789012345678") + pick("", "", "", ".0", ".5", ".10", ".12345678901234567890") + pick("", "", "", "e1", "E-2", "e+30", "e400")
	return pick("true", "false", "null", number, number, number)
}

// mutated changes a byte or two of a text; what is no UTF-8 then, it leaves.
func mutated(rng *rand.Rand, text string) string {
	b := []rune(text)
	for range 1 + rng.IntN(2) {
		if len(b) == 0 {
			break
		}
		i := rng.IntN(len(b))
		with := []rune(`{}[]",:0123456789-+.eE\u ntf` + "\t\n\x01")
		switch rng.IntN(3) {
		case 0:
			b = append(b[:i:i], b[i+1:]...)
		case 1:
			b[i] = with[rng.IntN(len(with))]
		default:
			b = append(b[:i:i], append([]rune{with[rng.IntN(len(with))]}, b[i:]...)...)
		}
	}
	return string(b)
}

// TestJSONOnEveryEngine asks every engine about documents, and texts that are
// nearly such.
func TestJSONOnEveryEngine(t *testing.T) {
	text := "package conformance\nentity row (k: int64)\nsource docs { k: int64, s: string, at: timestamp, time at }\nview v for row from docs {\n"
	for i, c := range jsonCalls {
		text += fmt.Sprintf("  f%d = last(%s)\n", i, c)
	}
	p, err := evaltest.Compile("conformance", text+"}\nfeatureset s for row { include v.* }\n")
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 3))
	docs := jsonEdges
	for range 2500 {
		d := jsonDocument(rng, 3)
		docs = append(docs, d, mutated(rng, d))
	}
	at := instant("2025-01-01T00:00:00Z")
	events := &engine.Events{Source: p.Sources[0]}
	in := &engine.Input{Program: p, Set: p.Sets[0], Events: []*engine.Events{events}}
	for i, d := range docs {
		k := value.OfInt64(int64(i))
		events.Rows = append(events.Rows, []value.Value{k, value.OfString(d), value.OfTimestamp(at)})
		in.Labels = append(in.Labels, engine.Label{At: at, Keys: []value.Value{k}})
	}
	programs, input := only(in)
	onEngines(t, programs, input, live, func(name string, _ *engine.Input, _ int, want, got *engine.Output) {
		read := 0
		for _, row := range want.Rows {
			if !row[len(jsonCalls)-1].IsNull() { // json_has is null where a text is not JSON
				read++
			}
		}
		if read < len(docs)/2 || len(docs)-read < len(docs)/5 {
			t.Errorf("of %d texts %d are JSON: too few or too many for a test", len(docs), read)
		}
		compare(t, name, in, jsonCalls, want, got)
	})
}
