package data

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

func checkQuotesOf(ctx context.Context, path string) error {
	f, err := openText(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read from
	return checkQuotes(ctx, path, f)
}

// checkQuotes demands quotes to stand as RFC 4180 has them: around a whole cell,
// and doubled inside one. Databases take other quotes as well, each in its own
// way, where the generated SQL reads a file directly. It looks at quotes alone,
// so it takes a small part of the time that reading the rows takes.
func checkQuotes(ctx context.Context, path string, from io.Reader) error {
	r := bufio.NewReaderSize(from, 1<<18)
	if mark, _ := r.Peek(3); string(mark) == "\ufeff" {
		_, _ = r.Discard(3) // cannot fail: just peeked
	}
	line, before, quoted := 1, byte('\n'), false
	for {
		part, err := r.ReadSlice('"')
		line += bytes.Count(part, []byte("\n"))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, bufio.ErrBufferFull):
			before = part[len(part)-1]
			continue
		case errors.Is(err, io.EOF):
			return nil // an open quote is found when the rows are read
		case err != nil:
			return fmt.Errorf("%s: %w", path, err)
		}
		if n := len(part); n > 1 {
			before = part[n-2]
		}
		next, _ := r.Peek(2) // fewer at the end of the file
		switch {
		case !quoted && before != ',' && before != '\n':
			return fmt.Errorf("%s: line %d: a quote inside a cell: write the cell in quotes, and the quote twice", path, line)
		case !quoted:
			quoted = true
		case len(next) > 0 && next[0] == '"':
			_, _ = r.Discard(1) // cannot fail: just peeked
		case !endsCell(next):
			return fmt.Errorf("%s: line %d: something follows the closing quote of a cell", path, line)
		default:
			quoted = false
		}
		before = '"'
	}
}

// endsCell reports whether a cell is over where these bytes come next.
func endsCell(next []byte) bool {
	return len(next) == 0 || next[0] == ',' || next[0] == '\n' || next[0] == '\r' && (len(next) == 1 || next[1] == '\n')
}
