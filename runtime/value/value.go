// Package value is the dynamic form of a feature value, used where types are
// known only at run time: at the registry of a generated package, on the wire
// between featc and a generated operator, in the reference interpreter and in
// comparisons. Generated operators themselves work on native Go types.
package value

import "math"

// Kind is the type of a value, without nullability, precision or scale.
type Kind uint8

// The kinds. Values of each are stored in the fields named beside it.
const (
	Invalid   Kind = iota
	Bool           // I: 0 or 1
	Int64          // I
	Float64        // I: the IEEE 754 bits
	Decimal        // Hi, I: the unscaled 128-bit integer, two's complement; scale is the type's
	String         // S: bytes, valid UTF-8
	Bytes          // S
	Timestamp      // I: microseconds since 1970-01-01T00:00:00Z
	Date           // I: days since 1970-01-01
	Duration       // I: microseconds
	List           // S: the elements, as AppendElement encodes them
	Map            // S: key and value in turn, as AppendElement encodes them, ascending by key
	Vector         // S: the float64, as AppendFloat encodes them
)

var kindNames = [...]string{"invalid", "bool", "int64", "float64", "decimal", "string", "bytes", "timestamp", "date", "duration", "list", "map", "vector"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "invalid"
}

// IsNested reports whether values of the kind are made of others.
func (k Kind) IsNested() bool { return k == List || k == Map || k == Vector }

// IsText reports whether values of the kind are in S.
func (k Kind) IsText() bool { return k == String || k == Bytes || k.IsNested() }

// Value is a value or null. Two values are the same, bit for bit, exactly when
// they are ==. A null has no kind: it is the zero Value.
type Value struct {
	Kind Kind
	I    int64
	Hi   int64
	S    string
}

// Null is the null of every type.
var Null = Value{}

// IsNull reports whether v is null.
func (v Value) IsNull() bool { return v.Kind == Invalid }

// OfBool returns a bool.
func OfBool(b bool) Value {
	if b {
		return Value{Kind: Bool, I: 1}
	}
	return Value{Kind: Bool}
}

// OfInt64 returns an int64.
func OfInt64(i int64) Value { return Value{Kind: Int64, I: i} }

// OfFloat64 returns a float64 with exactly the bits of f.
func OfFloat64(f float64) Value { return Value{Kind: Float64, I: int64(math.Float64bits(f))} }

// OfString returns a string.
func OfString(s string) Value { return Value{Kind: String, S: s} }

// OfBytes returns bytes.
func OfBytes(b []byte) Value { return Value{Kind: Bytes, S: string(b)} }

// OfTimestamp returns a timestamp of microseconds since the epoch.
func OfTimestamp(us int64) Value { return Value{Kind: Timestamp, I: us} }

// OfDate returns a date of days since the epoch.
func OfDate(days int64) Value { return Value{Kind: Date, I: days} }

// OfDuration returns a duration of microseconds.
func OfDuration(us int64) Value { return Value{Kind: Duration, I: us} }

// OfDecimal returns a decimal from its unscaled 128-bit integer hi*2^64 + lo.
func OfDecimal(hi int64, lo uint64) Value { return Value{Kind: Decimal, Hi: hi, I: int64(lo)} }

// Bool returns the bool in v.
func (v Value) Bool() bool { return v.I != 0 }

// Float64 returns the float64 in v.
func (v Value) Float64() float64 { return math.Float64frombits(uint64(v.I)) }

// Decimal returns the unscaled integer in v as hi*2^64 + lo.
func (v Value) Decimal() (hi int64, lo uint64) { return v.Hi, uint64(v.I) }
