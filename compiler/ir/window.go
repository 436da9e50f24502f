package ir

import (
	"github.com/featc-lang/featc/lang/source"
)

// Window says which visible events a feature at t reduces, by event time.
//
// A row is in the window when its event time is in the range
//
//	t-From … t-To
//
// (an end is part of it where it is Closed; AllTime has no older end), and, if
// Last > 0, when it is among the newest Last events of the view with event
// time <= t. "over last n" is AllTime with To = 0 closed; with `within w` it has
// From = w, open. A view's where picks the events that Last counts; a feature's
// own where and nulls are looked at only afterwards.
//
// Windows are compared with Same; Span is only for messages.
type Window struct {
	AllTime    bool
	From       int64 // microseconds before t; meaningless where AllTime
	To         int64 // microseconds before t, >= 0
	FromClosed bool
	ToClosed   bool
	Last       int64 // 0: no limit
	Span       source.Span
}

// All is `over all`: everything up to t.
var All = Window{AllTime: true, ToClosed: true}

// Same reports whether two windows hold the same events for every t.
func (w Window) Same(v Window) bool {
	w.Span, v.Span = source.Span{}, source.Span{}
	return w == v
}
