package main

import (
	"testing"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

func TestJSONText(t *testing.T) {
	for _, tt := range []struct {
		v    value.Value
		t    types.Type
		want string
	}{
		{value.OfDecimal(0, 150), types.Decimal(12, 2), "1.50"},
		{value.OfString("AP8="), types.String, "AP8="},
		{value.OfBytes([]byte{0, 0xff}), types.Bytes, "AP8="},
	} {
		if got := jsonText(tt.v, tt.t); got == nil || *got != tt.want {
			t.Errorf("%v: %v, want %s", tt.v, got, tt.want)
		}
	}
	if jsonText(value.Null, types.Bytes.Null()) != nil {
		t.Error("null is written as text")
	}
}
