package ir

// Op is a monomorphic operation: its name fixes the kinds of its operands. All
// are strict in null unless said otherwise here. An operation marked "checked"
// is null where its result does not exist or does not fit. Float operations
// are IEEE 754 binary64, round to nearest even, each rounded by itself (never
// fused); a result that is NaN or infinite is null.
type Op string

// Arithmetic. Decimal operands are first brought to one scale by the type
// checker (DecRescale), except for MulDec.
const (
	AddInt Op = "add.int" // checked
	SubInt Op = "sub.int" // checked
	MulInt Op = "mul.int" // checked
	ModInt Op = "mod.int" // checked: truncated, sign of the dividend; null for 0
	NegInt Op = "neg.int" // checked
	AbsInt Op = "abs.int" // checked

	AddFloat   Op = "add.float"
	SubFloat   Op = "sub.float"
	MulFloat   Op = "mul.float"
	DivFloat   Op = "div.float" // null for a zero divisor
	NegFloat   Op = "neg.float"
	AbsFloat   Op = "abs.float"
	SqrtFloat  Op = "sqrt.float" // null below 0
	FloorFloat Op = "floor.float"
	CeilFloat  Op = "ceil.float"
	TruncFloat Op = "trunc.float"

	AddDec Op = "add.dec" // checked; operands and result of one scale; |unscaled| < 10^precision of the result type
	SubDec Op = "sub.dec" // as AddDec
	MulDec Op = "mul.dec" // checked; scale is the sum of the operands' scales
	NegDec Op = "neg.dec"
	AbsDec Op = "abs.dec"

	AddTimeDur Op = "add.time.dur" // checked; timestamp + duration
	SubTimeDur Op = "sub.time.dur" // checked
	SubTime    Op = "sub.time"     // timestamp - timestamp: duration
	AddDur     Op = "add.dur"      // checked
	SubDur     Op = "sub.dur"      // checked
	NegDur     Op = "neg.dur"      // checked
)

// Comparison; both operands of one type (decimals of one scale). Strings and
// bytes compare bytewise, false < true, -0 equals 0. Eq and Ne take every
// type; In takes a value and one or more constants of its type.
const (
	Eq Op = "eq"
	Ne Op = "ne"
	Lt Op = "lt"
	Le Op = "le"
	Gt Op = "gt"
	Ge Op = "ge"
	In Op = "in"
)

// Logic and null handling. And, Or: three-valued as in SQL. IsNull, IsNotNull:
// never null. If: its third operand where the first is false or null.
// Coalesce: the first operand that is not null. Branches are of one type.
const (
	And       Op = "and"
	Or        Op = "or"
	Not       Op = "not"
	IsNull    Op = "is_null"
	IsNotNull Op = "is_not_null"
	If        Op = "if"
	Coalesce  Op = "coalesce"
	Least     Op = "least"    // the smallest operand; strict
	Greatest  Op = "greatest" // the largest operand; strict
)

// Conversions.
const (
	IntToFloat Op = "int_to_float" // nearest, ties to even
	IntToDec   Op = "int_to_dec"   // checked; to the result type's scale and precision
	// DecToFloat is (float(a)*2^43 + float(b))*2^43 + float(c), divided by
	// 10^scale, where a*2^86 + b*2^43 + c is the unscaled integer in limbs
	// truncated towards zero: correctly rounded before the division below 2^86.
	DecToFloat Op = "dec_to_float"
	DecRescale Op = "dec_rescale"  // checked; to a scale that is not smaller
	DecToInt   Op = "dec_to_int"   // checked; truncated towards zero
	FloatToInt Op = "float_to_int" // checked; truncated towards zero
	DurToInt   Op = "dur_to_int"   // microseconds
	// CanonFloat turns NaN and infinities into null and -0 into 0. The lowering
	// puts it where floats enter an aggregation and where they leave a feature.
	CanonFloat Op = "canon.float"
)

// Strings; lengths and positions count code points.
const (
	Length     Op = "length"
	Concat     Op = "concat"
	StartsWith Op = "starts_with"
	EndsWith   Op = "ends_with"
	Contains   Op = "contains"
)

// Calendar. The last operand is a constant string: an IANA zone.
const (
	Hour    Op = "hour"    // 0 to 23
	Weekday Op = "weekday" // ISO: Monday is 1, Sunday is 7
	Day     Op = "day"     // of the month, 1 to 31
	Month   Op = "month"   // 1 to 12
	Year    Op = "year"
	ToDate  Op = "to_date" // the local date
)

// More arithmetic.
const (
	DivInt      Op = "div.int"      // checked: truncated; null for 0
	FloorDivInt Op = "floordiv.int" // by a positive constant, towards minus infinity
	SignInt     Op = "sign.int"     // -1, 0 or 1, as int64
	SignFloat   Op = "sign.float"   // as int64; 0 for -0
	SignDec     Op = "sign.dec"     // as int64
	RoundFloat  Op = "round.float"  // to the nearest whole number, half away from zero
	RoundDec    Op = "round.dec"    // to the result type's smaller scale, half away from zero; it fits
	// Distance is sqrt(dx*dx + dy*dy) of the points (a, b) and (c, d), with
	// dx = c-a and dy = d-b, each step a float operation; null where one is.
	Distance Op = "distance.float"
	// WidthBucket takes x and the constants lo < hi (float64) and n (int64). 0
	// where x < lo, n+1 where x >= hi, else 1 + min(n-1, floor((x-lo)*n/(hi-lo))),
	// each step a float operation.
	WidthBucket Op = "width_bucket.float"
)

// Vectors of one type. Products are added from the first element on, each step a
// float operation, so that the sum is the same everywhere; null where it is not finite.
const (
	DotVector      Op = "dot.vector"     // sum of a[i]*b[i]
	SquaresBetween Op = "sq_dist.vector" // sum of d[i]*d[i], with d[i] = a[i]-b[i]
	MaxAbsVector   Op = "max_abs.vector" // the largest magnitude of an element
	DivVector      Op = "div.vector"     // (vector, x): each element divided by x; null where x is zero or a quotient is not finite
)

// Lists and maps. Elements are numbered from 1, and from -1 backwards. A null among
// elements equals nothing; keys are never null.
const (
	LengthList    Op = "length.list" // nulls count
	LengthMap     Op = "length.map"
	ContainsList  Op = "contains.list" // (list, x): whether an element equals x
	ContainsKey   Op = "contains.map"  // (map, key)
	ElementList   Op = "element.list"  // (list, i): null where there is none
	ElementVector Op = "element.vector"
	ElementMap    Op = "element.map" // (map, key): null where there is none
	KeysMap       Op = "keys.map"    // ascending
	ValuesMap     Op = "values.map"  // in the order of the keys
)

// The logarithm and the exponential are defined by float operations, each
// rounded by itself, so that they are the same everywhere; docs/semantics.md has
// the steps. Powers multiply from the left: x*x*x.
const (
	LnFloat  Op = "ln.float"  // null for 0 and below
	ExpFloat Op = "exp.float" // null where it overflows
	PowFloat Op = "pow.float" // (x, N): N is an int64 of 2 or more

	Log2Float  Op = "log2.float"  // null for 0 and below
	Log10Float Op = "log10.float" // null for 0 and below
)

// Double-double arithmetic: a value is the unevaluated sum of a high and a low
// float64, of some 106 bits (Dekker 1971; Hida, Li and Bailey 2001). A pair of
// operations takes the same operands and gives the two parts; docs/semantics.md has
// the steps.
const (
	MulError    Op = "mul_error.float" // (a, b): what a * b loses to rounding, by Dekker's product
	UnitsHigh   Op = "units.high"      // (Wide): of an integer in units of 2^-60
	UnitsLow    Op = "units.low"
	DoubleAdd   Op = "add.double" // (a high, a low, b high, b low)
	DoubleAddLo Op = "add_low.double"
	DoubleMul   Op = "mul.double" // (a high, a low, b high, b low)
	DoubleMulLo Op = "mul_low.double"
)

// Angles, in radians, by float operations as docs/semantics.md has them.
const (
	SinFloat   Op = "sin.float"   // null beyond 823549
	CosFloat   Op = "cos.float"   // null beyond 823549
	TanFloat   Op = "tan.float"   // the sine over the cosine
	AsinFloat  Op = "asin.float"  // null beyond 1
	AcosFloat  Op = "acos.float"  // null beyond 1
	Atan2Float Op = "atan2.float" // (y, x): the angle of a point, 0 for the origin
	// Haversine (lat1, lon1, lat2, lon2) is in kilometres, of points in degrees;
	// null beyond 90 and 360 degrees.
	Haversine Op = "haversine.float"
)

// More comparison, over operands of one type. NullIf and IsDistinct are not strict.
const (
	NullIf     Op = "nullif"      // the first operand, null where it equals the second
	IsDistinct Op = "is_distinct" // never null: null is not distinct from null
	Between    Op = "between"     // a >= b and a <= c, three-valued as And is
	Bucket     Op = "bucket"      // how many of the ascending constants after the first operand are <= it, as int64
)

// More strings. Positions count code points from 1. Operands named by an upper
// case letter are constants.
const (
	LowerASCII Op = "lower_ascii" // A to Z become a to z; nothing else changes
	UpperASCII Op = "upper_ascii"
	Trim       Op = "trim"       // without tab, newline, \v, \f, return and blank at both ends
	TrimLeft   Op = "ltrim"      // at the start only
	TrimRight  Op = "rtrim"      // at the end only
	Substr     Op = "substr"     // (s, start, n): up to n code points from start; null where start < 1 or n < 0
	Right      Op = "right"      // (s, n): the last n code points; null where n < 0
	Replace    Op = "replace"    // (s, from, to): every from, left to right; nothing where from is empty
	SplitPart  Op = "split_part" // (s, SEPARATOR, N): part N from 1; null where there is none
	Position   Op = "position"   // (s, part): where part first begins, 0 where it does not
	PadLeft    Op = "lpad"       // (s, N, FILL): filled from the left to N code points, or cut to the first N
	PadRight   Op = "rpad"       // (s, N, FILL)
	Hash64     Op = "hash64"     // the first 8 bytes of the MD5 of the UTF-8, big-endian, as int64
	// HashBucket (s, N) is the first 8 bytes of the MD5, as an unsigned integer, modulo N.
	HashBucket Op = "hash_bucket"
)

// More calendar. The last operand of the first six is a constant zone.
const (
	Minute    Op = "minute"      // 0 to 59
	Second    Op = "second"      // 0 to 59
	DayOfYear Op = "day_of_year" // 1 to 366
	Quarter   Op = "quarter"     // 1 to 4
	ISOWeek   Op = "iso_week"    // 1 to 53
	ISOYear   Op = "iso_year"    // the year that the ISO week belongs to
	SubDate   Op = "sub.date"    // date - date: int64 days
	AddDays   Op = "add.date"    // checked; date + int64 days, in the years 1 to 9999
	TruncDate Op = "trunc.date"  // (date, UNIT): the first day of its "week" (Monday), "month", "quarter" or "year"
	IntToDur  Op = "int_to_dur"  // microseconds
)

// To and from text. The texts are those of docs/semantics.md; what does not
// read is null.
const (
	IntToText  Op = "int_to_text"
	BoolToText Op = "bool_to_text" // true, false
	DecToText  Op = "dec_to_text"  // all digits of the scale
	DateToText Op = "date_to_text" // 2025-01-31
	TimeToText Op = "time_to_text" // 2025-01-31T10:00:00.000000Z
	ParseInt   Op = "parse.int"    // checked
	ParseFloat Op = "parse.float"  // checked
	ParseDec   Op = "parse.dec"    // checked; to the result type's scale and precision
	ParseBool  Op = "parse.bool"   // checked
	ParseDate  Op = "parse.date"   // checked
	ParseTime  Op = "parse.time"   // checked; with an offset
)

// Regular expressions: RE2, over code points. The pattern is a constant that
// compiler/fn has accepted: of the part of the syntax that means the same to
// all engines.
const (
	RegexpMatch   Op = "regexp_match"   // (s, PATTERN): whether it matches anywhere in s
	RegexpExtract Op = "regexp_extract" // (s, PATTERN, GROUP): the group of the first match, empty where it takes no part; null without a match
	RegexpReplace Op = "regexp_replace" // (s, PATTERN, TO): every match, left to right, by the constant as it is
)

// JSON. The second operand is a constant path that compiler/fn has accepted: keys
// with points between them and indices from 0, such as items[0].price; "" is the
// document. Null where the first is not JSON as RFC 8259 has it.
const (
	JSONText   Op = "json_text"   // what a path leads to: a string's characters; numbers, true and false as written; null for what else there is
	JSONLength Op = "json_length" // of an array
	JSONHas    Op = "json_has"    // whether there is a value, null included
)
