package agg

import (
	"fmt"
	"strings"
)

// Program returns the example as a .feat file: a source with the example's
// events, a view with its call, and a test that demands its value.
func (x Example) Program() string {
	var b strings.Builder
	b.WriteString("package example\n\nentity user (user_id: int64)\n\n")
	fmt.Fprintf(&b, "source events {\n  user_id: int64\n  x:       %s\n  at:      timestamp\n\n  time at\n}\n\n", x.Type)
	fmt.Fprintf(&b, "view example for user from events {\n  result = %s over all\n}\n\n", x.Call)
	b.WriteString("test \"example\" {\n")
	if len(x.Values) > 0 {
		b.WriteString("  events:\n    user_id x at\n")
	}
	for i, v := range x.Values {
		fmt.Fprintf(&b, "    1 %s 2025-01-01T00:%02d:00Z\n", v, i)
	}
	want := "== " + x.Want
	if x.Want == "null" {
		want = "is null"
	}
	fmt.Fprintf(&b, "  at 2025-01-02T00:00:00Z for user 1:\n    example.result %s\n}\n", want)
	return b.String()
}
