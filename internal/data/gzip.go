package data

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// openText opens a file of text, which is compressed where its name ends in .gz.
func openText(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	return &compressed{z, f}, nil
}

// compressed reads what is in a gzip file.
type compressed struct {
	*gzip.Reader
	file *os.File
}

func (c *compressed) Close() error { return errors.Join(c.Reader.Close(), c.file.Close()) }
