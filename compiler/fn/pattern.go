package fn

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// maxProgram bounds what a pattern compiles to, far below what any engine refuses.
const maxProgram = 2_000

// patternArg demands a constant regular expression that means the same to all
// engines: in the common part of the RE2 syntax, and without what versions of
// RE2 or of Unicode disagree on.
func patternArg(args []typing.Operand, i int) (*ir.Const, *syntax.Regexp, *typing.Error) {
	l := args[i].Literal
	if l == nil || l.Kind != typing.Text {
		return nil, nil, &typing.Error{Arg: i, Message: "a pattern is a constant string", Help: `write a regular expression, as in "^[a-z]+@"`}
	}
	fail := func(format string, a ...any) (*ir.Const, *syntax.Regexp, *typing.Error) {
		return nil, nil, &typing.Error{Arg: i, Message: fmt.Sprintf(format, a...)}
	}
	if part := unportable(l.Text); part != "" {
		return fail("%s in a pattern is not the same in all engines", part)
	}
	re, err := syntax.Parse(l.Text, syntax.Perl)
	var bad *syntax.Error
	if errors.As(err, &bad) {
		return fail("%s: `%s`", bad.Code, bad.Expr)
	}
	if repeatsNothing(re) {
		return fail("the pattern repeats something that may be empty")
	}
	program, err := syntax.Compile(re.Simplify())
	if err != nil || len(program.Inst) > maxProgram {
		return fail("the pattern is too large")
	}
	return &ir.Const{Value: value.OfString(l.Text), T: types.String, S: l.Span}, re, nil
}

// unportable returns the first part of a pattern that engines read differently,
// or that not all of them know; "" where there is none.
func unportable(pattern string) string {
	if strings.Contains(pattern, "(?i") {
		for _, r := range pattern {
			if r > '~' {
				return fmt.Sprintf("`%c` under (?i)", r)
			}
		}
	}
	rest := pattern
	for rest != "" {
		switch {
		case rest[0] == 0:
			return "the character 0"
		case rest[0] == '\\' && len(rest) > 1:
			if c := rest[1]; c > '~' || !strings.ContainsRune(`dDsSwWbBAzntrfv`, rune(c)) && isWord(c) {
				return fmt.Sprintf("`\\%c`", []rune(rest[1:])[0])
			}
			rest = rest[2:]
			continue
		case strings.HasPrefix(rest, "(?"):
			flags, _, _ := strings.Cut(rest[2:], ")")
			flags, _, _ = strings.Cut(flags, ":")
			if strings.Trim(flags, "ims") != "" {
				return fmt.Sprintf("`(?%s`", flags)
			}
		}
		rest = rest[1:]
	}
	return ""
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// repeatsNothing reports whether the pattern repeats what matches the empty
// string, as in (a*)*: there versions of RE2 capture different things.
func repeatsNothing(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpStar, syntax.OpPlus, syntax.OpRepeat:
		if matchesEmpty(re.Sub[0]) {
			return true
		}
	}
	for _, sub := range re.Sub {
		if repeatsNothing(sub) {
			return true
		}
	}
	return false
}

// matchesEmpty reports whether a pattern may match the empty string.
func matchesEmpty(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpLiteral, syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL, syntax.OpNoMatch:
		return false
	case syntax.OpCapture, syntax.OpPlus:
		return matchesEmpty(re.Sub[0])
	case syntax.OpRepeat:
		return re.Min == 0 || matchesEmpty(re.Sub[0])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if !matchesEmpty(sub) {
				return false
			}
		}
		return true
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			if matchesEmpty(sub) {
				return true
			}
		}
		return false
	}
	return true // assertions, options, repetitions from none
}
