package embedded

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// acknowledged is a file beside the database: the position of the newest event that
// was acknowledged. Pebble takes a log that it cannot read to its end for one that a
// crash has torn, and leaves out what is behind, without a word; by this file damage is
// told from that. It is written when a batch has been synced, and not synced itself: a
// crash of the machine may leave it behind the log, and never ahead of it.
type acknowledged struct{ file vfs.File }

const (
	acknowledgedName = "acknowledged"
	acknowledgedSize = 12 // the position, and a checksum of it; both little-endian
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func openAcknowledged(fs vfs.FS, path string) (acknowledged, error) {
	f, err := fs.OpenReadWrite(path, vfs.WriteCategoryUnspecified)
	return acknowledged{f}, err
}

// position is what the file says; 0: nothing that can be read.
func (a acknowledged) position() (uint64, error) {
	b := make([]byte, acknowledgedSize)
	if _, err := a.file.ReadAt(b, 0); err != nil {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return 0, err
	}
	if crc32.Checksum(b[:8], castagnoli) != binary.LittleEndian.Uint32(b[8:]) {
		return 0, nil // it was being written
	}
	return binary.LittleEndian.Uint64(b), nil
}

func (a acknowledged) set(position uint64) error {
	b := binary.LittleEndian.AppendUint64(make([]byte, 0, acknowledgedSize), position)
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
	_, err := a.file.WriteAt(b, 0)
	return err
}
