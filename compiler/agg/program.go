package agg

import (
	"fmt"
	"strings"
)

// Program returns the example as a .feat file: a source with the example's
// events, a view with its call, and a test that demands its value.
func (x Example) Program() string {
	var b strings.Builder
	b.WriteString("package example\n\nentity user (user_id: int64)\n\n" + x.Declarations("events", "example"))
	b.WriteString("test \"example\" {\n")
	if len(x.Values) > 0 {
		b.WriteString("  events:\n    user_id x y at\n")
	}
	for i, v := range x.Values {
		y := "null"
		if x.Y != nil {
			y = x.Y[i]
		}
		fmt.Fprintf(&b, "    1 %s %s 2025-01-01T00:%02d:00Z\n", v, y, i)
	}
	want := "== " + x.Want
	if x.Want == "null" {
		want = "is null"
	}
	fmt.Fprintf(&b, "  at 2025-01-02T00:00:00Z for user 1:\n    example.result %s\n}\n", want)
	return b.String()
}

// Declarations are the source of the example's events and the view with its call,
// for an entity `user (user_id: int64)`.
func (x Example) Declarations(source, view string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "source %s {\n  user_id: int64\n  x:       %s\n  y:       int64?\n  at:      timestamp\n\n  time at\n}\n\n", source, x.Type)
	fmt.Fprintf(&b, "view %s for user from %s {\n  result = %s over all\n}\n\n", view, source, x.Call)
	return b.String()
}
