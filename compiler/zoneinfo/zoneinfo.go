// Package zoneinfo is the database of time zones that programs are compiled with:
// the file lib/time/zoneinfo.zip of Go 1.26, which is edition 2025c of the IANA's
// (and in the public domain).
// It is part of featc rather than the machine's, so that a program compiles to the
// same SQL and Go anywhere.
package zoneinfo

import (
	"archive/zip"
	"bytes"
	_ "embed" // the database
	"fmt"
	"io"
	"sync"
	"time"
)

//go:embed zoneinfo.zip
var database []byte

var archive = sync.OnceValue(func() *zip.Reader {
	r, err := zip.NewReader(bytes.NewReader(database), int64(len(database)))
	if err != nil {
		panic(fmt.Sprintf("zoneinfo: %v", err))
	}
	return r
})

// Load returns the IANA zone of a name; ok is false where there is none. The
// machine's own zone does not count as one.
func Load(name string) (zone *time.Location, ok bool) {
	if name == "" || name[len(name)-1] == '/' { // a folder
		return nil, false
	}
	f, err := archive().Open(name)
	if err != nil {
		return nil, false
	}
	defer func() { _ = f.Close() }() // in memory
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, false // a folder
	}
	zone, err = time.LoadLocationFromTZData(name, data)
	return zone, err == nil
}
