-- The same features as they are often written: by event time alone. Rows are
-- joined as soon as they happened, so training sees a day of reports that no
-- server has. examples/late_table_test.go shows the difference.
SELECT
  count(r.report_id) FILTER (r.at > l.at - INTERVAL 7 DAY) AS reported_n,
  coalesce(sum(r.amount) FILTER (r.at > l.at - INTERVAL 7 DAY), 0) AS reported_total,
  max(r.at) AS reported_last
FROM (SELECT *, row_number() OVER () AS line FROM read_csv('data/labels.csv', types = {'at': 'TIMESTAMP'})) AS l
LEFT JOIN read_csv('data/reports.csv', types = {'at': 'TIMESTAMP', 'amount': 'DECIMAL(12, 2)'}) AS r
  ON r.user_id = l.user_id AND r.at <= l.at
GROUP BY l.line
ORDER BY l.line
