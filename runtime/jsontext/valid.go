package jsontext

// Valid reports whether a text is one JSON value, with nothing but blanks around
// it.
func Valid(text string) bool {
	s := scanner{text: text}
	var open []byte // the containers around the next value
	for {
		if !s.value(&open) {
			return false
		}
		// A value has ended, and perhaps what it is in.
		for {
			s.blanks()
			if len(open) == 0 {
				return s.at == len(text)
			}
			in := open[len(open)-1]
			if s.take(',') {
				if in == '{' && !s.key() {
					return false
				}
				break
			}
			if !s.take(in + 2) { // '}' and ']' are two behind '{' and '['
				return false
			}
			open = open[:len(open)-1]
		}
	}
}

// scanner reads a text from left to right.
type scanner struct {
	text string
	at   int
}

func (s *scanner) next() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *scanner) take(b byte) bool {
	if s.at < len(s.text) && s.text[s.at] == b {
		s.at++
		return true
	}
	return false
}

func (s *scanner) blanks() {
	for s.at < len(s.text) && isBlank(s.text[s.at]) {
		s.at++
	}
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

// value reads a value or, of one that is in others, all up to the end of the first
// that is in none.
func (s *scanner) value(open *[]byte) bool {
	for {
		s.blanks()
		switch b := s.next(); b {
		case '{', '[':
			s.at++
			s.blanks()
			if s.take(b + 2) {
				return true
			}
			if b == '{' && !s.key() {
				return false
			}
			*open = append(*open, b)
		case '"':
			return s.string()
		case 't':
			return s.word("true")
		case 'f':
			return s.word("false")
		case 'n':
			return s.word("null")
		default:
			return s.number()
		}
	}
}

// key reads a key and its colon.
func (s *scanner) key() bool {
	s.blanks()
	if !s.string() {
		return false
	}
	s.blanks()
	return s.take(':')
}

func (s *scanner) word(w string) bool {
	if len(s.text)-s.at < len(w) || s.text[s.at:s.at+len(w)] != w {
		return false
	}
	s.at += len(w)
	return true
}

func (s *scanner) number() bool {
	s.take('-')
	if !s.take('0') && !s.digits() {
		return false
	}
	if s.take('.') && !s.digits() {
		return false
	}
	if s.take('e') || s.take('E') {
		if !s.take('+') {
			s.take('-')
		}
		return s.digits()
	}
	return true
}

func (s *scanner) digits() bool {
	from := s.at
	for '0' <= s.next() && s.next() <= '9' {
		s.at++
	}
	return s.at > from
}

// string reads a string with its quotes.
func (s *scanner) string() bool {
	if !s.take('"') {
		return false
	}
	for s.at < len(s.text) {
		b := s.text[s.at]
		s.at++
		switch {
		case b == '"':
			return true
		case b < ' ':
			return false
		case b == '\\' && !s.escape():
			return false
		}
	}
	return false
}

// escape reads what follows a backslash.
func (s *scanner) escape() bool {
	b := s.next()
	s.at++
	switch b {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	case 'u':
		switch unit := s.unit(); {
		case unit < 0, isLow(unit):
			return false
		case isHigh(unit):
			return s.take('\\') && s.take('u') && isLow(s.unit())
		}
		return true
	}
	return false
}

// unit reads four hexadecimal digits; -1 where there are none.
func (s *scanner) unit() rune {
	if len(s.text)-s.at < 4 {
		return -1
	}
	u := hex(s.text[s.at : s.at+4])
	s.at += 4
	return u
}

func hex(digits string) rune {
	u := rune(0)
	for _, d := range []byte(digits) {
		switch {
		case '0' <= d && d <= '9':
			u = u<<4 | rune(d-'0')
		case 'a' <= d|0x20 && d|0x20 <= 'f':
			u = u<<4 | rune(d|0x20-'a'+10)
		default:
			return -1
		}
	}
	return u
}

func isHigh(unit rune) bool { return 0xd800 <= unit && unit < 0xdc00 }
func isLow(unit rune) bool  { return 0xdc00 <= unit && unit < 0xe000 }
