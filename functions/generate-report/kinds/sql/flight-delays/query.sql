-- Delays by airport of departure. Rounding is of exact quotients, so that any reader can recompute it.
WITH delays AS (
  SELECT
    origin,
    count(*) AS flights,
    sum(delay)::DOUBLE AS minutes,
    count(delay)::DOUBLE AS known,
    count_if(delay > 15)::DOUBLE AS late,
    quantile_cont(delay, 0.5) AS median,
    quantile_cont(delay, 0.9) AS ninetieth
  FROM flights
  WHERE date >= $fromDate::DATE AND date < $toDate::DATE + INTERVAL 1 DAY
  GROUP BY origin
)
SELECT
  d.origin AS "Airport",
  a.name AS "Name",
  a.city AS "City",
  a.state AS "State",
  d.flights AS "Flights",
  round(d.minutes * 100 / d.known) / 100 AS "Average delay",
  round(d.median * 10) / 10 AS "Median delay",
  round(d.ninetieth * 10) / 10 AS "90th percentile delay",
  round(d.late * 10000 / d.known) / 100 AS "Late flights"
FROM delays AS d
LEFT JOIN airports AS a ON a.iata = d.origin
WHERE ($state::VARCHAR IS NULL OR a.state = $state::VARCHAR)
  AND d.flights >= $minimumFlights::BIGINT
ORDER BY d.flights DESC, d.origin
