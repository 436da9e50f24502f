package main

import (
	"fmt"
	"strings"
)

// What people write, and what is good on DuckDB.

var ages = []struct{ name, interval string }{{"1h", "INTERVAL 1 HOUR"}, {"1d", "INTERVAL 1 DAY"}, {"7d", "INTERVAL 7 DAY"}}

// each writes a column per window, of which %[1]s is the name and %[2]s the age.
func each(format string) string {
	var out []string
	for _, a := range ages {
		out = append(out, fmt.Sprintf(format, a.name, a.interval))
	}
	return strings.Join(out, ",\n")
}

// rangeJoin joins labels and events; visible is when an event can be seen.
func rangeJoin(visible string) string {
	return `SELECT l.user_id, l."at",
` + each(`coalesce(n_%[1]s, 0) AS v_n_%[1]s`) + ",\n" + each(`s_%[1]s AS v_s_%[1]s`) + `
FROM labels AS l LEFT JOIN (
  SELECT l.label_row,
` + each(`count(*) FILTER (WHERE e."at" > l."at" - %[2]s) AS n_%[1]s`) + ",\n" +
		each(`sum(amount) FILTER (WHERE e."at" > l."at" - %[2]s) AS s_%[1]s`) + `
  FROM labels AS l JOIN payments AS e
    ON e.user_id = l.user_id AND e."at" <= l."at" AND e."at" > l."at" - INTERVAL 7 DAY AND ` + visible + ` <= l."at"
  GROUP BY l.label_row
) AS g ON g.label_row = l.label_row`
}

// A frame that is open at its older end is a microsecond shorter than a closed one.
var frames = `SELECT * FROM (
SELECT label_row, user_id, "at",
` + each(`count(amount) OVER w%[1]s AS v_n_%[1]s`) + ",\n" + each(`sum(amount) OVER w%[1]s AS v_s_%[1]s`) + `
FROM (
  SELECT NULL::BIGINT AS label_row, user_id, "at", amount FROM payments
  UNION ALL SELECT label_row, user_id, "at", NULL FROM labels
) WINDOW
` + each(`w%[1]s AS (PARTITION BY user_id ORDER BY "at" RANGE BETWEEN %[2]s - INTERVAL 1 MICROSECOND PRECEDING AND CURRENT ROW)`) + `
) WHERE label_row IS NOT NULL`

var asOf = `WITH running AS (
  SELECT user_id, "at", count(*) OVER w AS n, sum(amount) OVER w AS s FROM payments
  WINDOW w AS (PARTITION BY user_id ORDER BY "at" RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT l.user_id, l."at",
` + each(`coalesce(b.n, 0) - coalesce(b%[1]s.n, 0) AS v_n_%[1]s`) + ",\n" +
	each(`CASE WHEN b.n > coalesce(b%[1]s.n, 0) THEN b.s - coalesce(b%[1]s.s, 0) END AS v_s_%[1]s`) + `
FROM labels AS l
ASOF LEFT JOIN running AS b ON b.user_id = l.user_id AND l."at" >= b."at"
` + strings.ReplaceAll(each(`ASOF LEFT JOIN running AS b%[1]s ON b%[1]s.user_id = l.user_id AND l."at" - %[2]s >= b%[1]s."at"`), ",\n", "\n")

func extremesJoin(visible string) string {
	return `SELECT l.user_id, l."at", lo AS v_lo, hi AS v_hi FROM labels AS l LEFT JOIN (
  SELECT l.label_row, min(amount) AS lo, max(amount) AS hi
  FROM labels AS l JOIN payments AS e
    ON e.user_id = l.user_id AND e."at" <= l."at" AND e."at" > l."at" - INTERVAL 7 DAY AND ` + visible + ` <= l."at"
  GROUP BY l.label_row
) AS g ON g.label_row = l.label_row`
}

const extremesFrame = `SELECT * FROM (
SELECT label_row, user_id, "at", min(amount) OVER w AS v_lo, max(amount) OVER w AS v_hi
FROM (
  SELECT NULL::BIGINT AS label_row, user_id, "at", amount FROM payments
  UNION ALL SELECT label_row, user_id, "at", NULL FROM labels
) WINDOW w AS (PARTITION BY user_id ORDER BY "at" RANGE BETWEEN INTERVAL 7 DAY - INTERVAL 1 MICROSECOND PRECEDING AND CURRENT ROW)
) WHERE label_row IS NOT NULL`
