-- The same flights for Athena. Without an order: its files have none, they are read again in the kind's.
SELECT
  CAST(f.date AS date) AS "Date",
  date_format(f.date, '%H:%i') AS "Departure",
  f.origin AS "Origin",
  nullif(a.city, '') AS "Origin city",
  nullif(a.state, '') AS "Origin state",
  f.destination AS "Destination",
  f.delay AS "Delay",
  f.distance AS "Distance"
FROM flights AS f
LEFT JOIN airports AS a ON a.iata = f.origin
WHERE f.date >= CAST($fromDate AS timestamp) AND f.date < CAST($toDate AS timestamp) + INTERVAL '1' DAY
  AND (CAST($state AS varchar) IS NULL OR a.state = CAST($state AS varchar))
