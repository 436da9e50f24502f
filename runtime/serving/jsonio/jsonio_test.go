package jsonio

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

var (
	texts    = registry.Column{Kind: value.String, Nullable: true}
	ints     = registry.Column{Kind: value.Int64, Nullable: true}
	floats   = registry.Column{Kind: value.Float64, Nullable: true}
	decimals = registry.Column{Kind: value.Decimal, Precision: 38, Scale: 2, Nullable: true}
	lists    = registry.Column{Kind: value.List, Elem: &decimals}
	maps     = registry.Column{Kind: value.Map, Key: &registry.Column{Kind: value.Int64}, Elem: &texts}
	vectors  = registry.Column{Kind: value.Vector, Length: 2}
)

// What is written is read back to the same bits.
func TestRoundTrip(t *testing.T) {
	for _, tt := range []struct {
		v    value.Value
		c    registry.Column
		json string
	}{
		{value.Null, ints, `null`},
		{value.OfBool(true), registry.Column{Kind: value.Bool}, `true`},
		{value.OfInt64(math.MaxInt64), ints, `9223372036854775807`},
		{value.OfFloat64(3), floats, `3.0`},
		{value.OfFloat64(0.30000000000000004), floats, `0.30000000000000004`},
		{value.OfFloat64(math.SmallestNonzeroFloat64), floats, `5e-324`},
		{value.OfFloat64(-math.MaxFloat64), floats, `-1.7976931348623157e+308`},
		{value.OfFloat64(1e20), floats, `100000000000000000000`},
		{value.OfDecimal(-1, math.MaxUint64-4), decimals, `-0.05`},
		{value.OfString("a\"\\\n\x01ü€"), texts, `"a\"\\\u000a\u0001ü€"`},
		{value.OfBytes([]byte{0, 255}), registry.Column{Kind: value.Bytes}, `"AP8="`},
		{value.OfTimestamp(1), registry.Column{Kind: value.Timestamp}, `"1970-01-01T00:00:00.000001Z"`},
		{value.OfTimestamp(-1000), registry.Column{Kind: value.Timestamp}, `"1969-12-31T23:59:59.999Z"`},
		{value.OfDate(-1), registry.Column{Kind: value.Date}, `"1969-12-31"`},
		{value.OfDuration(-7), registry.Column{Kind: value.Duration}, `-7`},
		{value.OfList(value.OfDecimal(0, 150), value.Null), lists, `[1.50,null]`},
		{value.OfMap(value.Pair{Key: value.OfInt64(-1), Value: value.OfString("x")}, value.Pair{Key: value.OfInt64(2), Value: value.Null}), maps, `{"-1":"x","2":null}`},
		{value.OfVector([]float64{0.5, 2}), vectors, `[0.5,2.0]`},
	} {
		b := Append(nil, tt.v, &tt.c)
		if string(b) != tt.json {
			t.Errorf("%v is written %s, want %s", tt.v, b, tt.json)
		}
		if !jsontext.Valid(string(b)) {
			t.Errorf("%s is not JSON", b)
		}
		got, _, err := Decode(jsontext.Document(string(b)), &tt.c)
		if err != nil || got != tt.v {
			t.Errorf("%s is read as %v, %v, want %v", b, got, err, tt.v)
		}
	}
	if got := string(AppendString(nil, "a\xffb")); got != `"a\ufffdb"` {
		t.Errorf("text that is not UTF-8 is written %s", got)
	}
}

// Bytes are read as from files of JSON lines, empty text and errors included.
func TestDecodeBytes(t *testing.T) {
	for _, tt := range []struct {
		json     jsontext.Value
		nullable bool
		want     value.Value
		err      string
	}{
		{`"YQ=="`, false, value.OfBytes([]byte("a")), ""},
		{`""`, false, value.OfBytes(nil), ""},
		{`""`, true, value.Null, ""},
		{`null`, true, value.Null, ""},
		{`null`, false, value.Null, "is null, but must not be"},
		{`["YQ=="]`, true, value.Null, "is an array or an object, which is no value of the column"},
		{`"YQ"`, true, value.Null, `"YQ" is not bytes in base64 with padding, such as YQ==`},
		{`"YR=="`, true, value.Null, `"YR==" is not bytes in base64 with padding, such as YQ==`},
		{`"YQ=\n="`, true, value.Null, `"YQ=\n=" is not bytes in base64 with padding, such as YQ==`},
	} {
		got, _, err := Decode(tt.json, &registry.Column{Kind: value.Bytes, Nullable: tt.nullable})
		text := ""
		if err != nil {
			text = err.Error()
		}
		if got != tt.want || text != tt.err {
			t.Errorf("%s, nullable %v: %v, %s", tt.json, tt.nullable, got, text)
		}
	}
}

func source() *registry.Source {
	return registry.NewSource("s", []registry.Column{
		{Name: "k", Kind: value.Int64}, {Name: "f", Kind: value.Float64, Nullable: true},
		{Name: "at", Kind: value.Timestamp}, {Name: "seen", Kind: value.Timestamp},
	}, nil).With(2, 3, nil)
}

func TestRow(t *testing.T) {
	for _, tt := range []struct{ name, json, err string }{
		{"all", `{"k":1,"f":0.5,"at":"1970-01-01T00:00:01Z","seen":"1970-01-01T00:00:02Z","more":[]}`, ""},
		{"no arrival", `{"k":1,"at":"1970-01-01T00:00:01Z"}`, ""},
		{"null arrival", `{"k":1,"at":"1970-01-01T00:00:01Z","seen":null}`, ""},
		{"the first of two counts", `{"k":1,"k":"x","at":"1970-01-01T00:00:01Z"}`, ""},
		{"not finite", `{"k":1,"f":"nan","at":"1970-01-01T00:00:01Z"}`, ""},
		{"no key", `{"at":"1970-01-01T00:00:01Z"}`, "row 7: column k: is null, but must not be"},
		{"wrong", `{"k":true,"at":"1970-01-01T00:00:01Z"}`, `row 7: column k: "true" is not an int64`},
		{"no zone", `{"k":1,"at":"1970-01-01T00:00:01"}`, "row 7: column at: "},
	} {
		var nulls []string
		row, err := Row(jsontext.Document(tt.json), 7, source(), func(c string, cause text.Cause) { nulls = append(nulls, c+" "+cause.String()) })
		var field *FieldError
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) || !errors.As(err, &field) {
				t.Errorf("%s: %v", tt.name, err)
			}
			continue
		}
		if err != nil || row[0] != value.OfInt64(1) || row[2] != value.OfTimestamp(1_000_000) {
			t.Errorf("%s: %v, %v", tt.name, row, err)
		}
		if want := tt.name == "not finite"; (len(nulls) == 1 && nulls[0] == "f not finite") != want {
			t.Errorf("%s: nulls %v", tt.name, nulls)
		}
	}
}

func TestColumns(t *testing.T) {
	rows, err := Columns(`{"k":[1,2],"at":["1970-01-01T00:00:01Z","1970-01-01T00:00:02Z"],"x":[null,3]}`, source(), 2, nil)
	want := [][]value.Value{
		{value.OfInt64(1), value.Null, value.OfTimestamp(1_000_000), value.Null},
		{value.OfInt64(2), value.Null, value.OfTimestamp(2_000_000), value.Null},
	}
	if err != nil || !cmp.Equal(want, rows) {
		t.Errorf("%v, %v", rows, err)
	}
	var many *TooManyError
	if _, err := Columns(`{"k":[1,2]}`, source(), 1, nil); !errors.As(err, &many) || err.Error() != "more than 1 rows" {
		t.Errorf("%v", err)
	}
	for _, df := range []jsontext.Value{`{"k":[1,2],"at":["1970-01-01T00:00:01Z"]}`, `{"k":[1],"at":["1970-01-01T00:00:01Z","1970-01-01T00:00:01Z"]}`} {
		if _, err := Columns(df, source(), 9, nil); err == nil || err.Error() != "columns k and at differ in length" {
			t.Errorf("%s: %v", df, err)
		}
	}
}

// A list is an array, as in files of JSON lines, and not text that has one in it.
func TestDecodeList(t *testing.T) {
	c := &registry.Column{Kind: value.List, Nullable: true, Elem: &registry.Column{Kind: value.Int64}}
	if got, _, err := Decode(`[1,2]`, c); err != nil || got != value.OfList(value.OfInt64(1), value.OfInt64(2)) {
		t.Error(got, err)
	}
	if got, _, err := Decode(`null`, c); err != nil || !got.IsNull() {
		t.Error(got, err)
	}
	for _, text := range []jsontext.Value{`"[1,2]"`, `""`, `1`, `{"1":2}`} {
		if got, _, err := Decode(text, c); err == nil {
			t.Errorf("%s is read as %v", text, got)
		}
	}
	if _, _, err := Decode(`"[1,2]"`, c); err == nil || err.Error() != `"\"[1,2]\"" is not a list(int64)` {
		t.Error(err)
	}
}
