package parse

import (
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"
)

var (
	numberPattern   = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
	fractionPattern = regexp.MustCompile(`^[0-9]+\.[0-9]+(us|ms|s|m|h|d|w)$`) // of a unit
	unitsPattern    = regexp.MustCompile(`^[0-9]+([A-Za-z]+)$`)
	durationParts   = regexp.MustCompile(`([0-9]+)([a-z]+)`)
)

var unitMicroseconds = map[string]int64{
	"us": 1, "ms": 1e3, "s": 1e6, "m": 60e6, "h": 3600e6, "d": 86400e6, "w": 7 * 86400e6,
}

// respelled are the ways other languages write operators that featc has.
var respelled = map[string]string{"&&": "and", "||": "or", "!": "not", "<>": "!="}

// checkTokens reports what is wrong with single tokens among tokens[from:to)
// and replaces each by what was most likely meant, so that the grammar does
// not complain a second time.
func (s *session) checkTokens(from, to int) {
	for i := from; i < to; i++ {
		t := &s.tokens[i]
		span := s.span(t.Pos.Offset, s.tokens[i+1].Pos.Offset)
		switch t.Type {
		case typeDuration:
			if _, ok := microseconds(t.Value); !ok {
				s.bag.Add(durationTooLong(span))
			}
		case typeNumber:
			if !numberPattern.MatchString(t.Value) {
				s.badNumber(t)
			}
		case typeString:
			s.checkEscapes(*t)
		case typeOpenString:
			s.bag.Add(openString(span))
			t.Type, t.Value = typeString, t.Value+`"`
		case typeQuoted:
			s.bag.Add(singleQuotes(span, t.Value))
			t.Type, t.Value = typeString, strconv.Quote(t.Value[1:len(t.Value)-1])
		case typePunct:
			if meant, ok := respelled[t.Value]; ok {
				s.bag.Add(otherSpelling(span, t.Value, meant))
				t.Value = meant
				if meant != "!=" {
					t.Type = typeIdent
				}
			}
		case typeBad:
			s.badByte(i, to)
		}
	}
}

// badByte reports a character that no token starts with, once per run of them.
func (s *session) badByte(i, to int) {
	if i > 0 && s.tokens[i-1].Type == typeBad {
		return
	}
	last := i
	for last+1 < to && s.tokens[last+1].Type == typeBad {
		last++
	}
	span := s.tokenSpan(s.tokens[i]).To(s.tokenSpan(s.tokens[last]))
	if !utf8.ValidString(span.Text()) {
		s.bag.Add(notUTF8(span))
	} else {
		s.bag.Add(badCharacter(span))
	}
}

// badNumber reports a Number token that is not a number.
func (s *session) badNumber(t *lexer.Token) {
	span := s.tokenSpan(*t)
	if m := unitsPattern.FindStringSubmatch(t.Value); m != nil && m[1] != "e" && m[1] != "E" {
		s.bag.Add(badUnit(span, m[1]))
		t.Type, t.Value = typeDuration, "1d"
		return
	}
	s.bag.Add(badNumber(span))
	if fractionPattern.MatchString(t.Value) {
		t.Type, t.Value = typeDuration, "1d"
		return
	}
	t.Value = "0"
}

// microseconds returns the length of a well-formed duration, and whether it
// fits an int64.
func microseconds(text string) (int64, bool) {
	total := new(big.Int)
	for _, m := range durationParts.FindAllStringSubmatch(text, -1) {
		n, _ := new(big.Int).SetString(m[1], 10)
		total.Add(total, n.Mul(n, big.NewInt(unitMicroseconds[m[2]])))
	}
	if total.Cmp(big.NewInt(math.MaxInt64)) > 0 {
		return 0, false
	}
	return total.Int64(), true
}

var escapePattern = regexp.MustCompile(`\\(u\{[0-9A-Fa-f]{1,6}\}|.)`)

// checkEscapes reports the escapes of a string that do not exist.
func (s *session) checkEscapes(t lexer.Token) {
	if !utf8.ValidString(t.Value) {
		s.bag.Add(notUTF8(s.tokenSpan(t)))
		return
	}
	for _, at := range escapePattern.FindAllStringIndex(t.Value, -1) {
		if escape := t.Value[at[0]:at[1]]; !validEscape(escape) {
			s.bag.Add(badEscape(s.span(t.Pos.Offset+at[0], t.Pos.Offset+at[1]), escape))
		}
	}
}

func validEscape(escape string) bool {
	if strings.HasPrefix(escape, `\u{`) {
		return utf8.ValidRune(escapedRune(escape))
	}
	return slices.Contains([]string{`\"`, `\\`, `\n`, `\t`}, escape)
}

func escapedRune(escape string) rune {
	n, _ := strconv.ParseUint(escape[len(`\u{`):len(escape)-1], 16, 32)
	return rune(n)
}

// unquote returns what a string token stands for. Escapes that do not exist
// stay as written.
func unquote(raw string) string {
	return escapePattern.ReplaceAllStringFunc(raw[1:len(raw)-1], func(escape string) string {
		switch {
		case strings.HasPrefix(escape, `\u{`):
			return string(escapedRune(escape))
		case escape == `\n`:
			return "\n"
		case escape == `\t`:
			return "\t"
		case escape == `\"` || escape == `\\`:
			return escape[1:]
		}
		return escape
	})
}
