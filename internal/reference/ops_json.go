package reference

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

var (
	escapes  = regexp.MustCompile(`\\(u[0-9a-fA-F]{4}|[^u])`)
	pathStep = regexp.MustCompile(`\[([0-9]+)\]|[^.\[\]]+`)
)

// document is the JSON value of a text, by package encoding/json: a bool, a
// string, a json.Number, nil, a []any, or an object with its fields in order.
// That package takes half a pair of surrogates, which no document has.
func document(text string) (any, bool) {
	if !json.Valid([]byte(text)) {
		return nil, false
	}
	high := -1 // where an escape for the first half of a pair has ended
	for _, at := range escapes.FindAllStringIndex(text, -1) {
		escape := strings.ToLower(text[at[0]:at[1]])
		isLow := escape >= `\udc00` && escape <= `\udfff`
		if isLow != (high == at[0]) || high >= 0 && high != at[0] {
			return nil, false
		}
		high = -1
		if escape >= `\ud800` && escape < `\udc00` {
			high = at[1]
		}
	}
	if high >= 0 {
		return nil, false
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return read(d), true
}

type field struct {
	key   string
	value any
}

type object []field

func read(d *json.Decoder) any {
	token, _ := d.Token() // the text is valid
	switch token {
	case json.Delim('['):
		out := []any{}
		for d.More() {
			out = append(out, read(d))
		}
		_, _ = d.Token()
		return out
	case json.Delim('{'):
		out := object{}
		for d.More() {
			key, _ := d.Token()
			out = append(out, field{key.(string), read(d)})
		}
		_, _ = d.Token()
		return out
	}
	return token
}

// follow takes the steps of a path.
func follow(v any, path string) (any, bool) {
	for _, step := range pathStep.FindAllStringSubmatch(path, -1) {
		found := false
		switch in := v.(type) {
		case []any:
			if i, err := strconv.Atoi(step[1]); err == nil && i < len(in) {
				v, found = in[i], true
			}
		case object:
			for _, f := range in {
				if !found && step[1] == "" && f.key == step[0] {
					v, found = f.value, true
				}
			}
		}
		if !found {
			return nil, false
		}
	}
	return v, true
}

// jsonOp makes an operation on what a path leads to in a document.
func jsonOp(f func(v any, found bool) value.Value) op {
	return func(_ *ir.Call, args []value.Value) value.Value {
		doc, ok := document(args[0].S)
		if !ok {
			return value.Null
		}
		return f(follow(doc, args[1].S))
	}
}

var jsonOps = map[ir.Op]op{
	ir.JSONText: jsonOp(func(v any, _ bool) value.Value {
		switch v := v.(type) {
		case string:
			return value.OfString(v)
		case json.Number:
			return value.OfString(v.String())
		case bool:
			return value.OfString(strconv.FormatBool(v))
		}
		return value.Null
	}),
	ir.JSONLength: jsonOp(func(v any, _ bool) value.Value {
		if list, ok := v.([]any); ok {
			return value.OfInt64(int64(len(list)))
		}
		return value.Null
	}),
	ir.JSONHas: jsonOp(func(_ any, found bool) value.Value { return value.OfBool(found) }),
}
