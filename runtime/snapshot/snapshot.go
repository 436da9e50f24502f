// Package snapshot writes operator state to bytes and reads it back. The
// format:
//
//	magic    "featcst" and a version byte
//	groups   a varint count, then of each: name, hash, whether states have expired
//	         and when, a varint count of keys, and of each key, in the order of
//	         their bytes: key, state
//	checksum CRC-32C of all before it, 4 bytes little-endian
//
// Strings have their length before them. The hash is that of the group's
// definition: state of another definition is refused.
package snapshot

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
)

const (
	magic   = "featcst"
	version = 2
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Errors that Restore and Open wrap.
var (
	ErrFormat     = errors.New("not a featc snapshot")
	ErrVersion    = errors.New("unknown snapshot version")
	ErrChecksum   = errors.New("checksum does not match: snapshot is corrupt or truncated")
	ErrDefinition = errors.New("state of another definition")
)

// Group is the states of one group of a package.
type Group interface {
	Name() string
	Hash() string
	// Save encodes every key with its state, and says up to when states have
	// expired.
	Save(add *Records) (expired runtime.Null[int64])
	// Load decodes n keys with their states and returns what puts them in place;
	// nothing changes before that is called.
	Load(n int, next func() (key, state []byte), expired runtime.Null[int64]) (install func(), err error)

	// Put replaces the state of a key by one that Get gave. Where it fails nothing has changed.
	Put(key, state []byte) error
	// Get appends the state of a key, without a checksum; false where it has none.
	Get(key, b []byte) ([]byte, bool)
	// Has reports whether a key has a state.
	Has(key []byte) bool
	// Drop leaves a key without state.
	Drop(key []byte) error
	// Each visits the keys with a state, in no order; a key is valid until visit returns.
	Each(visit func(key []byte))
}

// Write writes the groups' states.
func Write(w io.Writer, groups []Group) error {
	out := &sealer{w: w}
	out.buf = codec.AppendUint64(append(append(out.buf, magic...), version), uint64(len(groups)))
	for _, g := range groups {
		var records Records
		expired := g.Save(&records)
		out.buf = codec.AppendString(codec.AppendString(out.buf, g.Name()), g.Hash())
		out.buf = codec.AppendNull(out.buf, expired, codec.AppendInt64)
		out.buf = codec.AppendUint64(out.buf, uint64(len(records.all)))
		for r := range records.sorted() {
			out.buf = appendBytes(out.buf, r.bytes[:r.key])
			out.buf = appendBytes(out.buf, r.bytes[r.key:])
			if err := out.spill(); err != nil {
				return err
			}
		}
	}
	return out.close()
}

// Restore reads what Write wrote for the same definitions. Where it fails,
// nothing has changed.
func Restore(r io.Reader, groups []Group) error {
	b, err := readAll(r)
	if err != nil {
		return err
	}
	body, err := unseal(b)
	if err != nil {
		return err
	}
	rd := codec.NewReader(body)
	if n := rd.Len(); n != len(groups) {
		return fmt.Errorf("%w: %d groups, want %d", ErrDefinition, n, len(groups))
	}
	var installs []func()
	for _, g := range groups {
		name, hash := rd.String(), rd.String()
		if rd.Err() == nil && (name != g.Name() || hash != g.Hash()) {
			return fmt.Errorf("%w: group %s with hash %s, want %s with %s", ErrDefinition, name, hash, g.Name(), g.Hash())
		}
		expired := codec.ReadNull(rd, (*codec.Reader).Int64)
		n := rd.Len()
		install, err := g.Load(n, func() (key, state []byte) { return rd.Bytes(), rd.Bytes() }, expired)
		if rd.Err() != nil {
			return rd.Err()
		}
		if err != nil {
			return fmt.Errorf("group %s: %w", name, err)
		}
		installs = append(installs, install)
	}
	if err := rd.Close(); err != nil {
		return err
	}
	for _, install := range installs {
		install()
	}
	return nil
}

// Seal makes the state of one key, by itself, safe to keep: with the magic, the
// definition's hash and a checksum.
func Seal(hash string, state []byte) []byte {
	b := append([]byte(magic), version)
	b = appendBytes(codec.AppendString(b, hash), state)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// Open returns the state that Seal was given under the same hash.
func Open(hash string, sealed []byte) ([]byte, error) {
	body, err := unseal(sealed)
	if err != nil {
		return nil, err
	}
	rd := codec.NewReader(body)
	if h := rd.String(); rd.Err() == nil && h != hash {
		return nil, fmt.Errorf("%w: hash %s, want %s", ErrDefinition, h, hash)
	}
	state := rd.Bytes()
	return state, rd.Close()
}

// unseal checks the magic, the version and the checksum and returns what is between.
func unseal(b []byte) ([]byte, error) {
	if len(b) < len(magic)+1+4 || string(b[:len(magic)]) != magic {
		return nil, ErrFormat
	}
	if v := b[len(magic)]; v != version {
		return nil, fmt.Errorf("%w: %d, want %d", ErrVersion, v, version)
	}
	end := len(b) - 4
	if crc32.Checksum(b[:end], castagnoli) != binary.LittleEndian.Uint32(b[end:]) {
		return nil, ErrChecksum
	}
	return b[len(magic)+1 : end], nil
}

func appendBytes(b, s []byte) []byte {
	return append(codec.AppendUint64(b, uint64(len(s))), s...)
}
