package text

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/value"
)

// What JSON has for bytes is base64; what a cell has is the bytes themselves.
func TestDecodeJSONBytes(t *testing.T) {
	for json, want := range map[string]string{
		`"YQ=="`:             "a",
		`"YWI="`:             "ab",
		`"YWJj"`:             "abc",
		`"AP8="`:             "\x00\xff",
		`"++\/\u002f"`:       "\xfb\xef\xff",
		`"YWJjZGVmZ2hpamts"`: "abcdefghijkl",
		`true`:               "\xb6\xbb\x9e", // by their text, as for every type
		`1234`:               "\xd7\x6d\xf8",
	} {
		for _, col := range []Column{bytesC, nullable(value.Bytes)} {
			got, cause, err := DecodeJSON(jsontext.Value(json), &col)
			if err != nil || cause != Kept || got != value.OfBytes([]byte(want)) {
				t.Errorf("%s: %v, %v, %v, want %q", json, got, cause, err, want)
			}
		}
		written := string(AppendJSON(nil, value.OfBytes([]byte(want)), &bytesC))
		if text := jsontext.Value(json).Text(); written != `"`+text+`"` {
			t.Errorf("%q is written %s, want %q", want, written, text)
		}
	}
	if got, _, err := Decode("YQ==", bytesC); err != nil || got != value.OfBytes([]byte("YQ==")) {
		t.Errorf("a cell: %v, %v", got, err)
	}
}

// Empty text is of bytes what it is of strings.
func TestDecodeJSONEmptyBytes(t *testing.T) {
	maybe := nullable(value.Bytes)
	for _, c := range []struct {
		json jsontext.Value
		col  *Column
		want value.Value
		err  error
	}{
		{`""`, &bytesC, value.OfBytes(nil), nil},
		{`""`, &maybe, value.Null, nil},
		{`null`, &bytesC, value.Null, ErrNull},
		{`null`, &maybe, value.Null, nil},
		{``, &bytesC, value.Null, ErrNull},
		{``, &maybe, value.Null, nil},
		{`["YQ=="]`, &maybe, value.Null, ErrNested},
	} {
		if got, _, err := DecodeJSON(c.json, c.col); got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s, nullable %v: %v, %v, want %v, %v", c.json, c.col.Nullable, got, err, c.want, c.err)
		}
	}
}

func TestDecodeJSONBytesErrors(t *testing.T) {
	for _, text := range []string{
		"YQ", "YQ=", "YQ===", "Y", "YWI", "YWJ", "=", "====", "Y===", "YQ=a", "YQ==YQ==", "YWJj====", // padding
		"YR==", "YWJ=", "YW=Z", // the bits behind the last byte
		"YQ==\n", "YQ\n==", "\r\nYWJj", "YWJj\n", " YWJj", "YWJj ", "YW Jj", "YWJj\tYWJj", // one line
		"YW-_", "äAAA", "ＡＡＡＡ", "YWJ\x00", "hello world", "0x6162",
	} {
		col := nullable(value.Bytes)
		v, cause, err := DecodeJSON(jsontext.Value(appendString(nil, text)), &col)
		want := &Error{Text: text, Expected: "bytes in base64 with padding, such as YQ=="}
		if diff := cmp.Diff(error(want), err); diff != "" || !v.IsNull() || cause != Kept {
			t.Errorf("%q: %v, %v; want the error %v: %s", text, v, cause, want, diff)
		}
	}
	_, _, err := DecodeJSON(`"YQ"`, &bytesC)
	if want := `"YQ" is not bytes in base64 with padding, such as YQ==`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// FuzzDecodeJSONBytes compares with an oracle that adds the bits up.
func FuzzDecodeJSONBytes(f *testing.F) {
	for _, text := range []string{"", "YQ==", "YWI=", "YWJj", "YR==", "YWJ=", "YQ=a", "====", "YQ==\n", "YW\r\nJj", "ä", "a\xff", "true", strings.Repeat("A", 100)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		col := nullable(value.Bytes)
		got, cause, err := DecodeJSON(jsontext.Value(appendString(nil, text)), &col)
		if want := wantBase64(text); (result{got, cause, err == nil}) != want {
			t.Errorf("%q: %v, %v, %v, want %+v", text, got, cause, err, want)
		}
		if err != nil || text == "" {
			return
		}
		if back := string(AppendJSON(nil, got, &col)); back != `"`+text+`"` {
			t.Errorf("%q is written back as %s", text, back)
		}
	})
}

var base64Shape = regexp.MustCompile(`^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$`)

func wantBase64(text string) result {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	if text == "" {
		return result{ok: true}
	}
	if !base64Shape.MatchString(text) {
		return result{}
	}
	var out []byte
	bits, n := 0, 0
	for _, r := range strings.TrimRight(text, "=") {
		bits, n = bits<<6|strings.IndexRune(digits, r), n+6
		if n >= 8 {
			n -= 8
			out = append(out, byte(bits>>n))
			bits &= 1<<n - 1
		}
	}
	if bits != 0 {
		return result{}
	}
	return result{v: value.OfBytes(out), ok: true}
}
