package jsontext

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Value is the text of a value in a document; "" is that of none.
type Value string

// Document returns the value that a valid text is.
func Document(text string) Value { return Value(strings.Trim(text, " \t\n\r")) }

// Find returns the value that a path leads to from v, "" where there is none. A
// path is made of keys with points between them and of indices from 0:
// items[0].price, [3].id. It is well formed.
func (v Value) Find(path string) Value {
	for path != "" && v != "" {
		if path[0] == '[' {
			end := strings.IndexByte(path, ']')
			index, _ := strconv.Atoi(path[1:end])
			path = path[end+1:]
			v = v.element(index)
			continue
		}
		path = strings.TrimPrefix(path, ".")
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			end = len(path)
		}
		v, path = v.Field(path[:end]), path[end:]
	}
	return v
}

// Field returns the value of the first field with a key.
func (v Value) Field(key string) Value {
	for k, f := range v.Fields {
		if k.is(key) {
			return f
		}
	}
	return ""
}

// is reports whether v is a string.
func (v Value) is(s string) bool {
	if inner := v[1 : len(v)-1]; strings.IndexByte(string(inner), '\\') < 0 {
		return string(inner) == s
	}
	return v.Text() == s
}

// Fields ranges over the keys and values of an object; of what is none, over
// nothing.
func (v Value) Fields(yield func(key, value Value) bool) {
	if v == "" || v[0] != '{' {
		return
	}
	s := scanner{text: string(v), at: 1}
	for s.more('}') {
		key := s.skip()
		s.blanks()
		s.take(':')
		s.blanks()
		if !yield(key, s.skip()) {
			return
		}
	}
}

// Elements ranges over the elements of an array; of what is none, over nothing.
func (v Value) Elements(yield func(Value) bool) {
	if v == "" || v[0] != '[' {
		return
	}
	s := scanner{text: string(v), at: 1}
	for s.more(']') {
		if !yield(s.skip()) {
			return
		}
	}
}

func (v Value) element(index int) Value {
	for e := range v.Elements {
		if index == 0 {
			return e
		}
		index--
	}
	return ""
}

// more goes to the next member of a container.
func (s *scanner) more(end byte) bool {
	s.blanks()
	if s.take(',') {
		s.blanks()
	}
	return s.next() != end
}

// skip passes over a value of a valid text.
func (s *scanner) skip() Value {
	from, depth := s.at, 0
	for {
		switch b := s.next(); {
		case b == '"':
			for s.at++; s.text[s.at] != '"'; s.at++ {
				if s.text[s.at] == '\\' {
					s.at++
				}
			}
			s.at++
		case b == '{' || b == '[':
			depth++
			s.at++
		case b == '}' || b == ']':
			depth--
			s.at++
		case depth > 0: // commas, colons, blanks, and what is of one word
			s.at++
		default:
			for s.at < len(s.text) && !isBlank(s.text[s.at]) && strings.IndexByte(",]}", s.text[s.at]) < 0 {
				s.at++
			}
		}
		if depth == 0 {
			return Value(s.text[from:s.at])
		}
	}
}

// IsNull reports whether v is null.
func (v Value) IsNull() bool { return v == "null" }

// IsArray reports whether v is an array.
func (v Value) IsArray() bool { return v != "" && v[0] == '[' }

// IsNested reports whether v is an array or an object.
func (v Value) IsNested() bool { return v != "" && (v[0] == '[' || v[0] == '{') }

// IsScalar reports whether v is a string, a number, true or false.
func (v Value) IsScalar() bool { return v != "" && !v.IsNested() && !v.IsNull() }

// Text returns the characters of a string; other values as they are written.
func (v Value) Text() string {
	if v == "" || v[0] != '"' {
		return string(v)
	}
	inner := string(v[1 : len(v)-1])
	escape := strings.IndexByte(inner, '\\')
	if escape < 0 {
		return inner
	}
	out := make([]byte, 0, len(inner))
	for ; escape >= 0; escape = strings.IndexByte(inner, '\\') {
		out = append(out, inner[:escape]...)
		b := inner[escape+1]
		inner = inner[escape+2:]
		switch b {
		case 'b':
			b = '\b'
		case 'f':
			b = '\f'
		case 'n':
			b = '\n'
		case 'r':
			b = '\r'
		case 't':
			b = '\t'
		case 'u':
			unit := hex(inner[:4])
			inner = inner[4:]
			if isHigh(unit) {
				unit = utf16.DecodeRune(unit, hex(inner[2:6]))
				inner = inner[6:]
			}
			out = utf8.AppendRune(out, unit)
			continue
		}
		out = append(out, b)
	}
	return string(append(out, inner...))
}
