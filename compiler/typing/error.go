package typing

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
