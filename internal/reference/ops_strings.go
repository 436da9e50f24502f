package reference

import (
	"crypto/md5"
	"encoding/binary"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// onRunes makes an operation of a function of a string's code points.
func onRunes(f func(s []rune, args []value.Value) ([]rune, bool)) op {
	return func(_ *ir.Call, args []value.Value) value.Value {
		out, ok := f([]rune(args[0].S), args)
		if !ok {
			return value.Null
		}
		return value.OfString(string(out))
	}
}

// shiftCase moves the code points from first to last by an offset.
func shiftCase(first, last rune, offset rune) op {
	return onRunes(func(s []rune, _ []value.Value) ([]rune, bool) {
		for i, r := range s {
			if r >= first && r <= last {
				s[i] = r + offset
			}
		}
		return s, true
	})
}

func isBlank(r rune) bool { return r == ' ' || r >= '\t' && r <= '\r' }

func trim(left, right bool) op {
	return onRunes(func(s []rune, _ []value.Value) ([]rune, bool) {
		for left && len(s) > 0 && isBlank(s[0]) {
			s = s[1:]
		}
		for right && len(s) > 0 && isBlank(s[len(s)-1]) {
			s = s[:len(s)-1]
		}
		return s, true
	})
}

func pad(left bool) op {
	return onRunes(func(s []rune, args []value.Value) ([]rune, bool) {
		n, fill := int(args[1].I), []rune(args[2].S)
		if len(s) >= n {
			return s[:n], true
		}
		var padding []rune
		for i := 0; len(padding) < n-len(s); i++ {
			padding = append(padding, fill[i%len(fill)])
		}
		if left {
			return append(padding, s...), true
		}
		return append(s, padding...), true
	})
}

// hash is the first half of the MD5 of a string.
func hash(s string) uint64 {
	sum := md5.Sum([]byte(s))
	return binary.BigEndian.Uint64(sum[:8])
}

var moreStringOps = map[ir.Op]op{
	ir.LowerASCII: shiftCase('A', 'Z', 'a'-'A'),
	ir.UpperASCII: shiftCase('a', 'z', 'A'-'a'),
	ir.Trim:       trim(true, true),
	ir.TrimLeft:   trim(true, false),
	ir.TrimRight:  trim(false, true),
	ir.Substr: onRunes(func(s []rune, args []value.Value) ([]rune, bool) {
		start, n := args[1].I, args[2].I
		var out []rune
		for i, r := range s {
			if at := int64(i) + 1; at >= start && at-start < n {
				out = append(out, r)
			}
		}
		return out, start >= 1 && n >= 0
	}),
	ir.Right: onRunes(func(s []rune, args []value.Value) ([]rune, bool) {
		n := args[1].I
		if n < 0 {
			return nil, false
		}
		return s[len(s)-int(min(n, int64(len(s)))):], true
	}),
	ir.Replace: func(_ *ir.Call, args []value.Value) value.Value {
		s, from, to := args[0].S, args[1].S, args[2].S
		out := ""
		for s != "" {
			if from != "" && strings.HasPrefix(s, from) {
				out, s = out+to, s[len(from):]
			} else {
				out, s = out+s[:1], s[1:]
			}
		}
		return value.OfString(out)
	},
	ir.SplitPart: func(_ *ir.Call, args []value.Value) value.Value {
		parts := strings.Split(args[0].S, args[1].S)
		if n := args[2].I; n <= int64(len(parts)) {
			return value.OfString(parts[n-1])
		}
		return value.Null
	},
	ir.Position: func(_ *ir.Call, args []value.Value) value.Value {
		s, part := []rune(args[0].S), args[1].S
		for i := 0; i <= len(s); i++ {
			if strings.HasPrefix(string(s[i:]), part) {
				return value.OfInt64(int64(i) + 1)
			}
		}
		return value.OfInt64(0)
	},
	ir.PadLeft:  pad(true),
	ir.PadRight: pad(false),
	ir.Hash64: func(_ *ir.Call, args []value.Value) value.Value {
		return value.OfInt64(int64(hash(args[0].S)))
	},
	ir.HashBucket: func(_ *ir.Call, args []value.Value) value.Value {
		return value.OfInt64(int64(hash(args[0].S) % uint64(args[1].I)))
	},
}
