package sql

import (
	"math/big"
	"strconv"
	"time"

	"github.com/featc-lang/featc/backends/sql/sqlast"
)

func itoa(i int) string { return strconv.Itoa(i) }

// power is base^exp as an integer literal.
func power(base int64, exp int) sqlast.Number {
	return sqlast.Number(new(big.Int).Exp(big.NewInt(base), big.NewInt(int64(exp)), nil).String())
}

// ages that reach past every timestamp from every other are all the same; cut,
// they stay within what engines take as an interval.
const endless = 10_000 * 366 * 24 * int64(time.Hour/time.Microsecond)

var units = []struct {
	name   string
	micros int64
}{
	{"DAY", 24 * 3600 * 1_000_000},
	{"HOUR", 3600 * 1_000_000},
	{"MINUTE", 60 * 1_000_000},
	{"SECOND", 1_000_000},
	{"MICROSECOND", 1},
}

// interval is a duration in the largest unit that holds it whole.
func interval(us int64) sqlast.Interval {
	us = min(us, endless)
	for _, u := range units {
		if us%u.micros == 0 && us != 0 {
			return sqlast.Interval{N: us / u.micros, Unit: u.name}
		}
	}
	return sqlast.Interval{N: us, Unit: "MICROSECOND"}
}

// minus is a time that lies a duration before x.
func minus(x sqlast.Expr, us int64) sqlast.Expr {
	if us == 0 {
		return x
	}
	return sqlast.Bin(x, "-", interval(us))
}

// plus is a time that lies a duration after x.
func plus(x sqlast.Expr, us int64) sqlast.Expr {
	if us == 0 {
		return x
	}
	return sqlast.Bin(x, "+", interval(us))
}
