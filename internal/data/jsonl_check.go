package data

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

// checkLines finds what DuckDB takes in a file of JSON lines and the contract does
// not: vertical tabs and form feeds beside an object, which are no blanks in JSON,
// and a file of a single byte. It looks at nothing else, so it takes a small part
// of the time that reading the objects takes.
func checkLines(ctx context.Context, path string) error {
	f, err := openText(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read from
	r := bufio.NewReaderSize(f, 1<<18)
	if only, err := r.Peek(2); errors.Is(err, io.EOF) && len(only) == 1 && len(bytes.TrimSpace(only)) > 0 {
		return notObject(path, 1)
	}
	for line := 1; ; {
		part, err := r.ReadSlice('\n')
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case bytes.ContainsAny(part, "\v\f"):
			return notObject(path, line)
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil:
			return fmt.Errorf("%s: line %d: %w", path, line, err)
		}
		line++
	}
}

func notObject(path string, line int) error {
	return fmt.Errorf("%s: line %d is not a JSON object", path, line)
}
