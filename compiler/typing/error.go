package typing

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/types"
)

// Error says why arguments do not make a call. Arg is the index of the
// argument to blame, Whole for the call itself; the message then goes on where
// the function's name ends: "takes 2 arguments, not 1".
type Error struct {
	Arg     int
	Message string
	Help    string
}

// Whole blames the call rather than one argument.
const Whole = -1

func (e *Error) Error() string { return e.Message }

// Variadic as the largest number of arguments: any number.
const Variadic = -1

// CheckCount says what is wrong with a number of arguments; nil: nothing.
func CheckCount(n, least, most int, signatures []string) *Error {
	if n >= least && (most == Variadic || n <= most) {
		return nil
	}
	bound, want := "", most
	switch {
	case most == Variadic:
		bound, want = "at least ", least
	case most > least && n > most:
		bound = "at most "
	case most > least:
		bound, want = "at least ", least
	}
	plural := "s"
	if want == 1 {
		plural = ""
	}
	return &Error{
		Arg:     Whole,
		Message: fmt.Sprintf("takes %s%d argument%s, not %d", bound, want, plural, n),
		Help:    "write " + strings.Join(signatures, " or "),
	}
}

// Unexpected is about an argument of the wrong type; help may be empty.
func Unexpected(arg int, wanted string, found types.Type, help string) *Error {
	return &Error{Arg: arg, Message: fmt.Sprintf("expected %s, found %s", wanted, found.NotNull()), Help: help}
}
