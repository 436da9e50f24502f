package fn

import (
	"encoding/binary"
	"slices"
	"time"
)

// ZoneOf returns a zone that is written out: pairs of a second since 1970 UTC
// and how many seconds the zone is ahead of UTC from then on. The first pair
// holds before it, too. It is the same zone on every machine, whatever the
// machine's own database of zones says.
func ZoneOf(name string, changes ...int64) *time.Location {
	if len(changes) == 2 {
		return time.FixedZone(name, int(changes[1]))
	}
	var offsets []int64 // different ones
	var times, kinds, infos []byte
	for ; len(changes) >= 2; changes = changes[2:] {
		kind := slices.Index(offsets, changes[1])
		if kind < 0 {
			kind = len(offsets)
			offsets = append(offsets, changes[1])
			infos = binary.BigEndian.AppendUint32(infos, uint32(int32(changes[1])))
			infos = append(infos, 0, 0) // no daylight saving, the name at 0
		}
		times = binary.BigEndian.AppendUint64(times, uint64(changes[0]))
		kinds = append(kinds, byte(kind))
	}
	// RFC 8536: an empty block for old readers, then one of 64-bit times.
	header := func(times, kinds, letters int) []byte {
		b := append([]byte("TZif2"), make([]byte, 15+3*4)...)
		for _, n := range []int{times, kinds, letters} {
			b = binary.BigEndian.AppendUint32(b, uint32(n))
		}
		return b
	}
	data := header(0, 0, 0)
	data = append(data, header(len(kinds), len(offsets), 1)...)
	data = slices.Concat(data, times, kinds, infos, []byte{0}, []byte("\n\n"))
	zone, err := time.LoadLocationFromTZData(name, data)
	if err != nil {
		panic("fn: zone " + name + ": " + err.Error())
	}
	return zone
}
