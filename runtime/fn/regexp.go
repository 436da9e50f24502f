package fn

import (
	"regexp"

	"github.com/featc-lang/featc/runtime"
)

// Pattern compiles a regular expression. The compiler has checked that it does.
func Pattern(text string) *regexp.Regexp { return regexp.MustCompile(text) }

// RegexpMatch returns whether the pattern matches anywhere in a.
func RegexpMatch(a Text, p *regexp.Regexp) Bool {
	return checked(a.Valid && p.MatchString(a.V), a.Valid)
}

// RegexpExtract returns the group of the pattern's first match in a, empty
// where it takes no part in it; null without a match.
func RegexpExtract(a Text, p *regexp.Regexp, group int) Text {
	if !a.Valid {
		return Text{}
	}
	ends := p.FindStringSubmatchIndex(a.V)
	switch {
	case ends == nil:
		return Text{}
	case ends[2*group] < 0:
		return runtime.Some("")
	}
	return runtime.Some(a.V[ends[2*group]:ends[2*group+1]])
}

// RegexpReplace returns a with to in place of every match of the pattern.
func RegexpReplace(a Text, p *regexp.Regexp, to string) Text {
	if !a.Valid {
		return a
	}
	return runtime.Some(p.ReplaceAllLiteralString(a.V, to))
}
