package fn

import (
	"crypto/md5"
	"encoding/binary"
	"strings"
	"unicode/utf8"

	"github.com/featc-lang/featc/runtime"
)

// blanks are what Trim takes off.
const blanks = "\t\n\v\f\r "

// LowerASCII returns a with a to z for A to Z.
func LowerASCII(a Text) Text { return mapASCII(a, 'A', 'Z') }

// UpperASCII returns a with A to Z for a to z.
func UpperASCII(a Text) Text { return mapASCII(a, 'a', 'z') }

// mapASCII changes the case of the letters from first to last.
func mapASCII(a Text, first, last byte) Text {
	i := 0
	for i < len(a.V) && (a.V[i] < first || a.V[i] > last) {
		i++
	}
	if i == len(a.V) {
		return a
	}
	b := []byte(a.V)
	for ; i < len(b); i++ {
		if b[i] >= first && b[i] <= last {
			b[i] ^= 'a' - 'A'
		}
	}
	return checked(string(b), a.Valid)
}

// Trim returns a without ASCII blanks at both ends.
func Trim(a Text) Text { return checked(strings.Trim(a.V, blanks), a.Valid) }

// TrimLeft returns a without ASCII blanks at the start.
func TrimLeft(a Text) Text { return checked(strings.TrimLeft(a.V, blanks), a.Valid) }

// TrimRight returns a without ASCII blanks at the end.
func TrimRight(a Text) Text { return checked(strings.TrimRight(a.V, blanks), a.Valid) }

// skip returns s without its first n code points.
func skip(s string, n int64) string {
	for ; n > 0 && s != ""; n-- {
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	return s
}

// Substr returns up to n code points of a from start, which counts from 1; null
// where start < 1 or n < 0.
func Substr(a Text, start, n Int) Text {
	if !a.Valid || !start.Valid || !n.Valid || start.V < 1 || n.V < 0 {
		return Text{}
	}
	s := skip(a.V, start.V-1)
	return runtime.Some(s[:len(s)-len(skip(s, n.V))])
}

// Right returns the last n code points of a, null where n < 0.
func Right(a Text, n Int) Text {
	if !a.Valid || !n.Valid || n.V < 0 {
		return Text{}
	}
	return runtime.Some(skip(a.V, int64(utf8.RuneCountInString(a.V))-n.V))
}

// Replace returns a with every from replaced; an empty from is found nowhere.
func Replace(a, from, to Text) Text {
	if from.V == "" {
		return checked(a.V, a.Valid && from.Valid && to.Valid)
	}
	return checked(strings.ReplaceAll(a.V, from.V, to.V), a.Valid && from.Valid && to.Valid)
}

// SplitPart returns part n from 1 of a cut at the separator, null where a has
// fewer parts.
func SplitPart(a Text, separator string, n int64) Text {
	part, rest, more := strings.Cut(a.V, separator)
	for ; n > 1; n-- {
		if !more {
			return Text{}
		}
		part, rest, more = strings.Cut(rest, separator)
	}
	return checked(part, a.Valid)
}

// Position returns where part first begins in a, in code points from 1; 0 where
// it does not.
func Position(a, part Text) Int {
	i := strings.Index(a.V, part.V)
	if i < 0 {
		return checked(int64(0), a.Valid && part.Valid)
	}
	return checked(int64(utf8.RuneCountInString(a.V[:i]))+1, a.Valid && part.Valid)
}

// PadLeft returns a with n code points: filled from the left, or the first n.
func PadLeft(a Text, n int64, fill string) Text { return pad(a, n, fill, true) }

// PadRight returns a with n code points: filled from the right, or the first n.
func PadRight(a Text, n int64, fill string) Text { return pad(a, n, fill, false) }

func pad(a Text, n int64, fill string, left bool) Text {
	missing := n - int64(utf8.RuneCountInString(a.V))
	if missing <= 0 {
		return checked(a.V[:len(a.V)-len(skip(a.V, n))], a.Valid)
	}
	width := int64(utf8.RuneCountInString(fill))
	padding := strings.Repeat(fill, int(missing/width)) + fill[:len(fill)-len(skip(fill, missing%width))]
	if left {
		return checked(padding+a.V, a.Valid)
	}
	return checked(a.V+padding, a.Valid)
}

func hash(s string) uint64 {
	sum := md5.Sum([]byte(s))
	return binary.BigEndian.Uint64(sum[:])
}

// Hash64 returns the first 8 bytes of the MD5 of a.
func Hash64(a Text) Int { return checked(int64(hash(a.V)), a.Valid) }

// HashBucket returns a number from 0 to n-1 that depends on a alone.
func HashBucket(a Text, n int64) Int { return checked(int64(hash(a.V)%uint64(n)), a.Valid) }
