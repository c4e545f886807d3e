/** What `--help` prints. */
export const USAGE = `npm run report -- <command> [options]

  sample           rows of date, item and amount, for trying things out
                     --rows <n>             how many rows                        (required)
                     --delay-ms <n>         how long the work is made to take    (0)
  calendar         one row per day
                     --from <YYYY-MM-DD>    the first day                        (required)
                     --to <YYYY-MM-DD>      the last day                         (required)
  flight-delays    how late flights left, one row per airport
                     --from <YYYY-MM-DD>    the first day, from 2001-01-01       (required)
                     --to <YYYY-MM-DD>      the last day, to 2001-06-30          (required)
                     --state <XX>           only airports of this US state       (all)
                     --minimum-flights <n>  leaves out airports with fewer       (1)
  flight-details   one row per flight, up to 3 million
                     --from, --to, --state  as for flight-delays
  get <id>         waits for a report ordered before and downloads it
  cancel <id>      stops a report and waits until it has stopped
  delete <id>      removes a report and its file for good
  list             your reports, newest first
                     --first <n>            how many                             (20)
                     --status <status>      only these, for example running

For a new report
  --format <format>        csv, jsonl, xlsx, pdf or parquet       (as --output ends, else csv)
  --csv-dialect <dialect>  rfc4180, for programs; or excel        (rfc4180)
  --delimiter <character>  "," or ";" or "|" or tab, for csv      (,)
  --gzip                   compresses csv and jsonl               (when --output ends in .gz)
  --time-zone <zone>       of timestamps, such as Europe/Berlin   (UTC)
  --title <text>           a name for the report
  --estimate               tells what it would take, and orders nothing

For its file
  --output <path>          where to save it                       (its own name, in this directory)
  --force                  overwrite that file

Always
  --url <origin>           the page whose API to use              (http://localhost:4000, started when it does not run)
  --config <file>          an amplify_outputs.json to use instead
  --user, --password       who you are                            (the demo user, or REPORTS_USER and REPORTS_PASSWORD)
  --json                   the outcome as JSON
  --quiet                  no progress
  --help                   this text

Ctrl-C ends this command, not the report, and tells how to get or cancel it.
Ends with 0 when it is done: the file is there, the report cancelled or deleted, the list or estimate told; with 1
when the report failed or its file has expired; with 2 when the command was wrong, the report would not fit its format,
too many are under way, or nothing answered.
`;
