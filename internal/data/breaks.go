package data

import "bufio"

// lineBreaks hands CSV text on so that encoding/csv keeps the line breaks in
// quoted cells as they are: that package takes one CR off each CR LF, even
// within quotes, and so gets two there.
type lineBreaks struct {
	from    *bufio.Reader
	quoted  bool
	pending bool // a CR is still to come
}

// Read implements io.Reader.
func (l *lineBreaks) Read(p []byte) (int, error) {
	for n := range p {
		if l.pending {
			l.pending = false
			p[n] = '\r'
			continue
		}
		b, err := l.from.ReadByte()
		if err != nil && n > 0 {
			return n, nil // the next call meets the error again
		}
		if err != nil {
			return 0, err
		}
		switch b {
		case '"':
			l.quoted = !l.quoted // a doubled quote turns it twice
		case '\r':
			next, _ := l.from.Peek(1) // where there is none, nothing is doubled
			l.pending = l.quoted && len(next) == 1 && next[0] == '\n'
		}
		p[n] = b
	}
	return len(p), nil
}
