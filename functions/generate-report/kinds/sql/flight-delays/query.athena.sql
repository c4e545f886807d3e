-- The same delays for Athena, which has no exact quantile. Of n known delays in order, numbered from 1, the quantile of
-- k tenths lies (n - 1) * k tenths of a step behind the first: between the two delays around that place, counted in
-- tenths so that everything stays a whole number.
WITH placed AS (
  SELECT
    origin,
    delay,
    row_number() OVER (PARTITION BY origin ORDER BY delay NULLS LAST) AS place,
    count(delay) OVER (PARTITION BY origin) AS known
  FROM flights
  WHERE date >= CAST($fromDate AS timestamp) AND date < CAST($toDate AS timestamp) + INTERVAL '1' DAY
),
delays AS (
  SELECT
    origin,
    count(*) AS flights,
    CAST(sum(delay) AS double) AS minutes,
    CAST(count(delay) AS double) AS known,
    CAST(count_if(delay > 15) AS double) AS late,
    mod(max(known - 1) * 5, 10) AS behind_median,
    max(CASE WHEN (place - 1) * 10 <= (known - 1) * 5 AND (known - 1) * 5 < place * 10 THEN delay END) AS below_median,
    max(CASE WHEN (place - 2) * 10 < (known - 1) * 5 AND (known - 1) * 5 <= (place - 1) * 10 THEN delay END) AS above_median,
    mod(max(known - 1) * 9, 10) AS behind_ninetieth,
    max(CASE WHEN (place - 1) * 10 <= (known - 1) * 9 AND (known - 1) * 9 < place * 10 THEN delay END) AS below_ninetieth,
    max(CASE WHEN (place - 2) * 10 < (known - 1) * 9 AND (known - 1) * 9 <= (place - 1) * 10 THEN delay END) AS above_ninetieth
  FROM placed
  GROUP BY origin
)
SELECT
  d.origin AS "Airport",
  nullif(a.name, '') AS "Name",
  nullif(a.city, '') AS "City",
  nullif(a.state, '') AS "State",
  d.flights AS "Flights",
  round(d.minutes * 100 / d.known) / 100 AS "Average delay",
  CAST(d.below_median * 10 + (d.above_median - d.below_median) * d.behind_median AS double) / 10 AS "Median delay",
  CAST(d.below_ninetieth * 10 + (d.above_ninetieth - d.below_ninetieth) * d.behind_ninetieth AS double) / 10 AS "90th percentile delay",
  round(d.late * 10000 / d.known) / 100 AS "Late flights"
FROM delays AS d
LEFT JOIN airports AS a ON a.iata = d.origin
WHERE (CAST($state AS varchar) IS NULL OR a.state = CAST($state AS varchar))
  AND d.flights >= CAST($minimumFlights AS bigint)
