package feast

import (
	"context"
	"fmt"
	"math"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/featc-lang/featc/runtime/registry"
	typespb "github.com/featc-lang/featc/runtime/serving/feast/pb/feast/types"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

func decoded(t *testing.T, s string, c *registry.Column) value.Value {
	t.Helper()
	v, _, err := text.Decode(s, c.Text())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestMessageOf(t *testing.T) {
	of := func(k value.Kind) registry.Column {
		return registry.Column{Kind: k, Nullable: true, Precision: 12, Scale: 2}
	}
	list := func(k value.Kind) registry.Column {
		elem := of(k)
		return registry.Column{Kind: value.List, Nullable: true, Elem: &elem}
	}
	ints, text, dates := of(value.Int64), of(value.String), of(value.Date)
	for _, tt := range []struct {
		text string
		c    registry.Column
		want string
	}{
		{"", of(value.Int64), `{}`},
		{"true", of(value.Bool), `{"boolVal":true}`},
		{"-3", of(value.Int64), `{"int64Val":"-3"}`},
		{"1.5", of(value.Float64), `{"doubleVal":1.5}`},
		{"-1.50", of(value.Decimal), `{"decimalVal":"-1.50"}`},
		{"ä", of(value.String), `{"stringVal":"ä"}`},
		{"a", of(value.Bytes), `{"bytesVal":"YQ=="}`},
		{"1970-01-01T00:00:01.9Z", of(value.Timestamp), `{"unixTimestampVal":"1"}`},
		{"1969-12-31T23:59:59.9Z", of(value.Timestamp), `{"unixTimestampVal":"-1"}`},
		{"1970-01-02", of(value.Date), `{"unixTimestampVal":"86400"}`},
		{"[1,2]", list(value.Int64), `{"int64ListVal":{"val":["1","2"]}}`},
		{"[1,null]", list(value.Int64), `{"listVal":{"val":[{"int64Val":"1"},{}]}}`},
		{"[0.5]", list(value.Float64), `{"doubleListVal":{"val":[0.5]}}`},
		{"[true]", list(value.Bool), `{"boolListVal":{"val":[true]}}`},
		{`["a"]`, list(value.String), `{"stringListVal":{"val":["a"]}}`},
		{"[1.5]", list(value.Decimal), `{"decimalListVal":{"val":["1.50"]}}`},
		{`["1970-01-02"]`, list(value.Date), `{"unixTimestampListVal":{"val":["86400"]}}`},
		{"[1,2]", registry.Column{Kind: value.Vector, Length: 2}, `{"doubleListVal":{"val":[1,2]}}`},
		{`{"a":1}`, registry.Column{Kind: value.Map, Key: &text, Elem: &ints}, `{"mapVal":{"val":{"a":{"int64Val":"1"}}}}`},
		{`{"7":1}`, registry.Column{Kind: value.Map, Key: &ints, Elem: &ints}, `{"mapVal":{"val":{"7":{"int64Val":"1"}}}}`},
		{`{"1970-01-02":1}`, registry.Column{Kind: value.Map, Key: &dates, Elem: &ints}, `{"mapVal":{"val":{"1970-01-02":{"int64Val":"1"}}}}`},
	} {
		var want typespb.Value
		if err := protojson.Unmarshal([]byte(tt.want), &want); err != nil {
			t.Fatal(err)
		}
		if got := messageOf(decoded(t, tt.text, &tt.c), &tt.c); got.String() != want.String() {
			t.Errorf("%s: %v, want %v", tt.text, got, &want)
		}
	}
	if got := messageOf(value.OfDuration(5), &registry.Column{Kind: value.Duration}); got.GetInt64Val() != 5 {
		t.Error(got)
	}
}

// What a request has is read as over HTTP.
func TestAppendMessage(t *testing.T) {
	for message, want := range map[string]string{
		`{}`:                                         `null`,
		`{"nullVal":"NULL"}`:                         `null`,
		`{"bytesVal":"YQ=="}`:                        `"YQ=="`,
		`{"stringVal":"a\"b"}`:                       `"a\"b"`,
		`{"int32Val":-1}`:                            `-1`,
		`{"int64Val":"9007199254740993"}`:            `9007199254740993`,
		`{"doubleVal":1.5}`:                          `1.5`,
		`{"doubleVal":"NaN"}`:                        `"NaN"`,
		`{"floatVal":0.5}`:                           `0.5`,
		`{"boolVal":true}`:                           `true`,
		`{"decimalVal":"12.50"}`:                     `"12.50"`,
		`{"unixTimestampVal":"1"}`:                   `"1970-01-01T00:00:01Z"`,
		`{"stringListVal":{"val":["a","b"]}}`:        `["a","b"]`,
		`{"decimalListVal":{"val":["1.5"]}}`:         `["1.5"]`,
		`{"int64ListVal":{"val":["1","2"]}}`:         `[1,2]`,
		`{"int32ListVal":{"val":[1]}}`:               `[1]`,
		`{"doubleListVal":{"val":[1.5,"Infinity"]}}`: `[1.5,"+Inf"]`,
		`{"floatListVal":{"val":[0.5]}}`:             `[0.5]`,
		`{"boolListVal":{"val":[true,false]}}`:       `[true,false]`,
	} {
		var v typespb.Value
		if err := protojson.Unmarshal([]byte(message), &v); err != nil {
			t.Fatal(err)
		}
		if got, err := appendMessage(nil, &v); err != nil || string(got) != want {
			t.Errorf("%s: %s, %v, want %s", message, got, err, want)
		}
	}
	if _, err := appendMessage(nil, &typespb.Value{Val: &typespb.Value_MapVal{}}); err == nil {
		t.Error("a map is taken for a key")
	}
	if got := string(appendDouble(nil, math.Inf(-1))); got != `"-Inf"` {
		t.Error(got)
	}
}

// Feast has no type for dates: a date is the time at which it begins.
func TestDateKeys(t *testing.T) {
	g := &grpcServer{s: &Server{limits: Limits{}.withDefaults(), catalog: &catalog{dates: map[string]bool{"day": true}}}}
	at := func(name string, seconds int64) (string, error) {
		v := &typespb.Value{Val: &typespb.Value_UnixTimestampVal{UnixTimestampVal: seconds}}
		columns, _, err := g.columns(map[string]*typespb.RepeatedValue{name: {Val: []*typespb.Value{v}}}, "entities")
		if err != nil {
			return "", err
		}
		return string(columns[0].values[0]), nil
	}
	if got, err := at("day", 3*86400); err != nil || got != `"1970-01-04"` {
		t.Error(got, err)
	}
	if got, err := at("at", 3*86400); err != nil || got != `"1970-01-04T00:00:00Z"` {
		t.Error(got, err)
	}
	if _, err := at("day", 5); err == nil || err.Error() != "day, number 0: 1970-01-01T00:00:05Z is no date: it is not midnight, UTC" {
		t.Error(err)
	}
}

// A client that has gone is no error of the server.
func TestClientGone(t *testing.T) {
	if e := apiErrorOf(fmt.Errorf("ingest: %w", context.Canceled)); e.status != clientGone {
		t.Errorf("%d %s", e.status, e.message)
	}
}
