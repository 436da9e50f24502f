package value

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// Lists, maps and vectors are held in an encoding that is canonical, so that
// values are the same exactly when their bytes are; that says by itself how it
// is read; and that orders bytewise as the values do, element by element: null
// elements last, and a list before those that it begins.
//
//	element  0xff                 null
//	         kind, payload        any other; all of one list have one kind
//	payload  bool                 one byte
//	         int64 and times      eight bytes, big-endian, with the sign bit turned
//	         float64              AppendFloat
//	         decimal              the high and the low half, as int64 and as it is
//	         string, bytes        with 00 as 00 ff, then 00 00
//	         list, map            the elements, then 00
//	         vector               how many, in four bytes, and the float64

const (
	nullElement = 0xff
	endOfList   = 0x00
	signBit     = 1 << 63
)

// OfList returns a list of values of one kind, or null.
func OfList(elements ...Value) Value {
	var b []byte
	for _, e := range elements {
		b = AppendElement(b, e)
	}
	return Value{Kind: List, S: string(b)}
}

// Pair is a key of a map, which is not null, and its value.
type Pair struct{ Key, Value Value }

// OfMap returns a map. Where a key is there twice, the first counts.
func OfMap(pairs ...Pair) Value {
	type entry struct{ key, value []byte }
	entries := make([]entry, len(pairs))
	for i, p := range pairs {
		entries[i] = entry{AppendElement(nil, p.Key), AppendElement(nil, p.Value)}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return slices.Compare(a.key, b.key) })
	entries = slices.CompactFunc(entries, func(a, b entry) bool { return slices.Equal(a.key, b.key) })
	var b []byte
	for _, e := range entries {
		b = append(append(b, e.key...), e.value...)
	}
	return Value{Kind: Map, S: string(b)}
}

// OfVector returns a vector. The floats are finite, and none is -0.
func OfVector(floats []float64) Value {
	b := make([]byte, 0, 8*len(floats))
	for _, f := range floats {
		b = AppendFloat(b, f)
	}
	return Value{Kind: Vector, S: string(b)}
}

// AppendFloat appends a float64 in eight bytes that order as floats do.
func AppendFloat(b []byte, f float64) []byte {
	bits := math.Float64bits(f)
	if bits&signBit != 0 {
		bits = ^bits
	} else {
		bits |= signBit
	}
	return binary.BigEndian.AppendUint64(b, bits)
}

// FloatAt returns float number i of what AppendFloat has written.
func FloatAt(s string, i int) float64 {
	bits := uint64At(s[8*i:])
	if bits&signBit != 0 {
		bits &^= signBit
	} else {
		bits = ^bits
	}
	return math.Float64frombits(bits)
}

func uint64At(s string) uint64 {
	_ = s[7]
	return uint64(s[7]) | uint64(s[6])<<8 | uint64(s[5])<<16 | uint64(s[4])<<24 |
		uint64(s[3])<<32 | uint64(s[2])<<40 | uint64(s[1])<<48 | uint64(s[0])<<56
}

// AppendElement appends a value as an element of a list, or a key or a value of a map.
func AppendElement(b []byte, v Value) []byte {
	if v.IsNull() {
		return append(b, nullElement)
	}
	b = append(b, byte(v.Kind))
	switch v.Kind {
	case Bool:
		return append(b, byte(v.I))
	case Float64:
		return AppendFloat(b, v.Float64())
	case Decimal:
		b = binary.BigEndian.AppendUint64(b, uint64(v.Hi)^signBit)
		return binary.BigEndian.AppendUint64(b, uint64(v.I))
	case String, Bytes:
		for rest := v.S; ; {
			at := strings.IndexByte(rest, 0)
			if at < 0 {
				return append(append(b, rest...), 0, 0)
			}
			b = append(append(b, rest[:at+1]...), 0xff)
			rest = rest[at+1:]
		}
	case List, Map:
		return append(append(b, v.S...), endOfList)
	case Vector:
		b = binary.BigEndian.AppendUint32(b, uint32(len(v.S)/8))
		return append(b, v.S...)
	}
	return binary.BigEndian.AppendUint64(b, uint64(v.I)^signBit)
}

// NextElement returns the first element of what AppendElement has written, and
// what follows it. ok is false at the end, and where the bytes are no element.
func NextElement(s string) (v Value, rest string, ok bool) {
	if s == "" || s[0] == endOfList {
		return Null, s, false
	}
	if s[0] == nullElement {
		return Null, s[1:], true
	}
	kind := Kind(s[0])
	n := elementSize(kind, s[1:])
	if n < 0 || n > len(s)-1 {
		return Null, "", false
	}
	payload := s[1 : 1+n]
	v.Kind = kind
	switch kind {
	case Bool:
		v.I = int64(payload[0])
	case Float64:
		v = OfFloat64(FloatAt(payload, 0))
	case Decimal:
		v.Hi, v.I = int64(uint64At(payload)^signBit), int64(uint64At(payload[8:]))
	case String, Bytes:
		v.S = payload[:n-2]
		if strings.IndexByte(v.S, 0) >= 0 {
			v.S = strings.ReplaceAll(v.S, "\x00\xff", "\x00")
		}
	case List, Map:
		v.S = payload[:n-1]
	case Vector:
		v.S = payload[4:]
	default:
		v.I = int64(uint64At(payload) ^ signBit)
	}
	return v, s[1+n:], true
}

// elementSize is how many bytes of s are the payload of a kind; -1 where they are
// no such payload.
func elementSize(kind Kind, s string) int {
	switch kind {
	case Bool:
		return 1
	case Int64, Float64, Timestamp, Date, Duration:
		return 8
	case Decimal:
		return 16
	case String, Bytes:
		for i := 0; i+1 < len(s); i++ {
			if s[i] != 0 {
				continue
			}
			if s[i+1] == 0 {
				return i + 2
			}
			i++ // of an escape
		}
	case List, Map:
		rest := s
		for {
			_, after, ok := NextElement(rest)
			switch {
			case ok:
				rest = after
				continue
			case rest == "" || after == "" || after[0] != endOfList:
				return -1
			}
			return len(s) - len(after) + 1
		}
	case Vector:
		if len(s) >= 4 {
			return 4 + 8*int(binary.BigEndian.Uint32([]byte(s[:4])))
		}
	}
	return -1
}

// Elements ranges over the elements of a list.
func (v Value) Elements(yield func(Value) bool) {
	for s := v.S; ; {
		e, rest, ok := NextElement(s)
		if !ok || !yield(e) {
			return
		}
		s = rest
	}
}

// Pairs ranges over the keys and values of a map, ascending by key.
func (v Value) Pairs(yield func(key, value Value) bool) {
	for s := v.S; ; {
		k, rest, ok := NextElement(s)
		if !ok {
			return
		}
		e, rest, ok := NextElement(rest)
		if !ok || !yield(k, e) {
			return
		}
		s = rest
	}
}

// Floats returns the elements of a vector.
func (v Value) Floats() []float64 {
	out := make([]float64, len(v.S)/8)
	for i := range out {
		out[i] = FloatAt(v.S, i)
	}
	return out
}
