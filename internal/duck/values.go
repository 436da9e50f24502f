package duck

import (
	"database/sql/driver"
	"fmt"
	"math"
	"math/big"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

const day = 24 * 60 * 60 // seconds

// toDuck is a value as the driver takes it. Floats that are not finite are
// null, as everywhere on the way in, and zero has one bit pattern.
func toDuck(v value.Value, t types.Type) driver.Value {
	switch v.Kind {
	case value.Invalid:
		return nil
	case value.Bool:
		return v.Bool()
	case value.Float64:
		f := v.Float64()
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return nil
		}
		return f + 0 // -0 + 0 is 0
	case value.Decimal:
		hi, lo := v.Decimal()
		n := new(big.Int).Lsh(big.NewInt(hi), 64)
		return duckdb.Decimal{Width: t.Precision, Scale: t.Scale, Value: n.Add(n, new(big.Int).SetUint64(lo))}
	case value.String:
		return v.S
	case value.Bytes:
		return []byte(v.S)
	case value.Timestamp:
		return time.UnixMicro(v.I).UTC()
	case value.Date:
		return time.Unix(v.I*day, 0).UTC()
	case value.List, value.Map, value.Vector:
		return nestedToDuck(v, t)
	default:
		return v.I
	}
}

// fromDuck is a cell of a result as a value of a type. A cell of another type
// is an error: the query must have given the right one.
func fromDuck(cell any, t types.Type) (value.Value, error) {
	switch c := cell.(type) {
	case nil:
		return value.Null, nil
	case bool:
		if t.Kind == value.Bool {
			return value.OfBool(c), nil
		}
	case int64:
		if t.Kind == value.Int64 || t.Kind == value.Duration {
			return value.Value{Kind: t.Kind, I: c}, nil
		}
	case float64:
		if t.Kind == value.Float64 {
			return value.OfFloat64(c), nil
		}
	case duckdb.Decimal:
		if t.Kind == value.Decimal && c.Scale == t.Scale {
			return ofBig(c.Value), nil
		}
	case string:
		if t.Kind == value.String {
			return value.OfString(c), nil
		}
	case []byte:
		if t.Kind == value.Bytes {
			return value.OfBytes(c), nil
		}
	case []any, duckdb.OrderedMap:
		if t.Kind.IsNested() {
			return nestedFromDuck(c, t)
		}
	case time.Time:
		switch t.Kind {
		case value.Timestamp:
			return value.OfTimestamp(c.UnixMicro()), nil
		case value.Date:
			return value.OfDate(c.Unix() / day), nil
		}
	}
	return value.Null, fmt.Errorf("duckdb returned %T for %s", cell, t)
}

// ofBig is a decimal from its unscaled integer, which has at most 38 digits.
func ofBig(n *big.Int) value.Value {
	low := new(big.Int).And(n, new(big.Int).SetUint64(math.MaxUint64))
	return value.OfDecimal(new(big.Int).Rsh(n, 64).Int64(), low.Uint64())
}
