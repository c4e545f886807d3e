/**
 * What CAST of Trino does and DuckDB does otherwise. `typeof` is known when a query is bound, and of each macro only the
 * branch of that type is left; the casts to texts are there so that every branch can be bound.
 */
// documented: https://docs.oracle.com/javase/8/docs/api/java/lang/Double.html#toString-double- (how Java writes a number)
// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (Athena writes doubles as Java does: 1.0E20)
export const MACROS = [
  `CREATE MACRO athena_digits(t) AS rtrim(ltrim(replace(replace(t, '.', ''), '-', ''), '0'), '0')`,
  // d.ddd E n of the digits; a single digit is followed by .0
  `CREATE MACRO athena_science(t, e) AS CASE WHEN starts_with(t, '-') THEN '-' ELSE '' END
     || left(athena_digits(t), 1) || '.' || CASE WHEN length(athena_digits(t)) > 1 THEN substr(athena_digits(t), 2) ELSE '0' END || 'E' || e`,
  `CREATE MACRO athena_double_text(d, t) AS CASE
     WHEN isnan(d) THEN 'NaN'
     WHEN isinf(d) THEN CASE WHEN d < 0 THEN '-Infinity' ELSE 'Infinity' END
     WHEN d = 0 OR (abs(d) >= 1e-3 AND abs(d) < 1e7) THEN t
     WHEN contains(t, 'e') THEN athena_science(split_part(t, 'e', 1), CAST(split_part(t, 'e', 2) AS INTEGER))
     WHEN abs(d) >= 1 THEN athena_science(t, length(split_part(ltrim(t, '-'), '.', 1)) - 1)
     ELSE athena_science(t, -(length(split_part(t, '.', 2)) - length(ltrim(split_part(t, '.', 2), '0')) + 1)) END`,
  `CREATE MACRO athena_double(d) AS athena_double_text(d, CAST(d AS VARCHAR))`,
  // documented: https://docs.aws.amazon.com/athena/latest/ug/data-types.html (timestamps have milliseconds)
  `CREATE MACRO athena_text(x) AS CASE
     WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN athena_double(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
     WHEN typeof(x) IN ('TIMESTAMP', 'TIMESTAMP_MS', 'TIMESTAMP_S') THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
     ELSE CAST(x AS VARCHAR) END`,
  // documented: https://trino.io/docs/current/functions/conversion.html (halves away from zero; DuckDB rounds them to even)
  `CREATE MACRO athena_whole(x) AS CASE
     WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN CAST(CAST(round(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE)) AS HUGEINT) AS VARCHAR)
     WHEN typeof(x) = 'BOOLEAN' THEN CASE CAST(x AS VARCHAR) WHEN 'true' THEN '1' WHEN 'false' THEN '0' END
     ELSE CAST(x AS VARCHAR) END`,
];
