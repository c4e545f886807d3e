-- Every flight of a range. Times are the local ones at the origin, so they are a date and a text, never shifted.
SELECT
  f.date::DATE AS "Date",
  strftime(f.date, '%H:%M') AS "Departure",
  f.origin AS "Origin",
  a.city AS "Origin city",
  a.state AS "Origin state",
  f.destination AS "Destination",
  f.delay AS "Delay",
  f.distance AS "Distance"
FROM flights AS f
LEFT JOIN airports AS a ON a.iata = f.origin
WHERE f.date >= $fromDate::DATE AND f.date < $toDate::DATE + INTERVAL 1 DAY
  AND ($state::VARCHAR IS NULL OR a.state = $state::VARCHAR)
ORDER BY f.date, f.origin, f.destination, f.delay, f.distance
