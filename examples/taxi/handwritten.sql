-- The demo's ten features as an analyst would write them for DuckDB: a window
-- function per entity, closed at both ends, the trip itself included.
-- examples_test.go holds what featc computes against this.
SELECT
  sum(pickup_latitude) OVER vendor AS by_vendor_lat_sum,
  max(pickup_latitude) OVER vendor AS by_vendor_lat_max,
  min(pickup_latitude) OVER vendor AS by_vendor_lat_min,
  avg(pickup_latitude) OVER vendor AS by_vendor_lat_mean,
  count(*) OVER vendor AS by_vendor_trips,
  sum(pickup_latitude) OVER party AS by_party_lat_sum,
  max(pickup_latitude) OVER party AS by_party_lat_max,
  min(pickup_latitude) OVER party AS by_party_lat_min,
  avg(pickup_latitude) OVER party AS by_party_lat_mean,
  count(*) OVER party AS by_party_trips
FROM (
  SELECT *, row_number() OVER () AS line
  FROM read_csv('trips.csv', types = {'pickup_datetime': 'TIMESTAMP', 'pickup_latitude': 'DOUBLE'})
)
WINDOW
  vendor AS (PARTITION BY vendor_id ORDER BY pickup_datetime RANGE BETWEEN INTERVAL 1 DAY PRECEDING AND CURRENT ROW),
  party AS (PARTITION BY passenger_count ORDER BY pickup_datetime RANGE BETWEEN INTERVAL 1 DAY PRECEDING AND CURRENT ROW)
ORDER BY line
