/** A value of an enum with its description. */
export interface EnumValue {
  readonly value: string;
  readonly doc: string;
}

/** What may be entered, as the description says it: schema/bounds.ts has the phrases. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly yearsAfter?: { readonly years: number; readonly field: string };
  readonly letters?: number;
  readonly maxCharacters?: number;
  readonly example?: string;
}

/** An input of an order. */
export interface OrderInput {
  /** Where it is in the variables, and how a refusal names it: input, definition, sample, amountOfRows. */
  readonly path: readonly string[];
  /** The named type: a scalar's or an enum's. */
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly doc: string;
  readonly bounds: Bounds;
  /** What the API takes when it is left out. */
  readonly defaultValue?: unknown;
  /** The values of an enum. */
  readonly values?: readonly EnumValue[];
}

/** A kind of report. */
export interface OrderKind {
  readonly name: string;
  readonly doc: string;
  /** What its rows are. */
  readonly about: string;
  readonly inputs: readonly OrderInput[];
}

export const ORDER_KINDS: readonly OrderKind[] = [
  {
    "name": "sample",
    "doc": "Demonstration rows: date, item, amount.",
    "about": "A demonstration report with columns Date, Item and Amount; the same parameters give the same rows.",
    "inputs": [
      {
        "path": [
          "input",
          "definition",
          "sample",
          "amountOfRows"
        ],
        "type": "Int",
        "isList": false,
        "isRequired": true,
        "doc": "Rows to write, 0 to 10,000,000.",
        "bounds": {
          "min": 0,
          "max": 10000000
        }
      },
      {
        "path": [
          "input",
          "definition",
          "sample",
          "delayMs"
        ],
        "type": "Int",
        "isList": false,
        "isRequired": false,
        "doc": "How long the work is made to take, in milliseconds, 0 to 840,000. Spread evenly over the rows.",
        "bounds": {
          "min": 0,
          "max": 840000
        },
        "defaultValue": 0
      }
    ]
  },
  {
    "name": "calendar",
    "doc": "A calendar table: one row per day, with what reports group by.",
    "about": "One row per day: date, year, quarter, month, ISO week, ISO weekday, whether it is a weekend.",
    "inputs": [
      {
        "path": [
          "input",
          "definition",
          "calendar",
          "fromDate"
        ],
        "type": "AWSDate",
        "isList": false,
        "isRequired": true,
        "doc": "The first day, inclusive, as YYYY-MM-DD.",
        "bounds": {}
      },
      {
        "path": [
          "input",
          "definition",
          "calendar",
          "toDate"
        ],
        "type": "AWSDate",
        "isList": false,
        "isRequired": true,
        "doc": "The last day, inclusive. At most 200 years after `fromDate`.",
        "bounds": {
          "yearsAfter": {
            "years": 200,
            "field": "fromDate"
          }
        }
      }
    ]
  },
  {
    "name": "flightDelays",
    "doc": "How late flights left, airport by airport.",
    "about": "One row per airport of departure: flights, average, median and 90th percentile of the delay, share over 15 minutes.",
    "inputs": [
      {
        "path": [
          "input",
          "definition",
          "flightDelays",
          "fromDate"
        ],
        "type": "AWSDate",
        "isList": false,
        "isRequired": true,
        "doc": "The first day of departure, inclusive, as YYYY-MM-DD. The data covers 2001-01-01 to 2001-06-30.",
        "bounds": {
          "firstDay": "2001-01-01",
          "lastDay": "2001-06-30"
        }
      },
      {
        "path": [
          "input",
          "definition",
          "flightDelays",
          "toDate"
        ],
        "type": "AWSDate",
        "isList": false,
        "isRequired": true,
        "doc": "The last day of departure, inclusive. The data covers 2001-01-01 to 2001-06-30.",
        "bounds": {
          "firstDay": "2001-01-01",
          "lastDay": "2001-06-30"
        }
      },
      {
        "path": [
          "input",
          "definition",
          "flightDelays",
          "state"
        ],
        "type": "String",
        "isList": false,
        "isRequired": false,
        "doc": "Only airports of this US state, two letters, for example CA.",
        "bounds": {
          "letters": 2,
          "example": "CA"
        }
      },
      {
        "path": [
          "input",
          "definition",
          "flightDelays",
          "minimumFlights"
        ],
        "type": "Int",
        "isList": false,
        "isRequired": false,
        "doc": "Leaves out airports with fewer flights than this, 1 or more.",
        "bounds": {
          "min": 1
        },
        "defaultValue": 1
      }
    ]
  },
  {
    "name": "flightDetails",
    "doc": "Every flight of a period, one row each: up to 3 million rows.",
    "about": "One row per flight: departure, airports, distance, delay.",
    "inputs": [
      {
        "path": [
          "input",
          "definition",
          "flightDetails",
          "fromDate"
        ],
        "type": "AWSDate",
        "isList": false,
        "isRequired": true,
        "doc": "The first day of departure, inclusive, as YYYY-MM-DD. The data covers 2001-01-01 to 2001-06-30.",
        "bounds": {
          "firstDay": "2001-01-01",
          "lastDay": "2001-06-30"
        }
      },
      {
        "path": [
          "input",
          "definition",
          "flightDetails",
          "toDate"
        ],
        "type": "AWSDate",
        "isList": false,
        "isRequired": true,
        "doc": "The last day of departure, inclusive. The data covers 2001-01-01 to 2001-06-30.",
        "bounds": {
          "firstDay": "2001-01-01",
          "lastDay": "2001-06-30"
        }
      },
      {
        "path": [
          "input",
          "definition",
          "flightDetails",
          "state"
        ],
        "type": "String",
        "isList": false,
        "isRequired": false,
        "doc": "Only flights from airports of this US state, two letters, for example CA.",
        "bounds": {
          "letters": 2,
          "example": "CA"
        }
      }
    ]
  }
];

export const ORDER_INPUTS: readonly OrderInput[] = [
  {
    "path": [
      "input",
      "reportId"
    ],
    "type": "ID",
    "isList": false,
    "isRequired": false,
    "doc": "A ULID or UUID made by the client, so that it can subscribe first and repeat safely. Made by the server when absent.",
    "bounds": {}
  },
  {
    "path": [
      "input",
      "title"
    ],
    "type": "String",
    "isList": false,
    "isRequired": false,
    "doc": "A name for people, at most 120 characters.",
    "bounds": {
      "maxCharacters": 120
    }
  },
  {
    "path": [
      "input",
      "format"
    ],
    "type": "ReportFormat",
    "isList": false,
    "isRequired": false,
    "doc": "The file format.",
    "bounds": {},
    "defaultValue": "CSV",
    "values": [
      {
        "value": "CSV",
        "doc": "Comma-separated values. See `CsvDialect`."
      },
      {
        "value": "JSONL",
        "doc": "One JSON object per line."
      },
      {
        "value": "PARQUET",
        "doc": "Apache Parquet, for programs."
      },
      {
        "value": "PDF",
        "doc": "A paged document, for reading."
      },
      {
        "value": "XLSX",
        "doc": "An Excel workbook, at most 1,048,575 rows."
      }
    ]
  },
  {
    "path": [
      "input",
      "csv",
      "dialect"
    ],
    "type": "CsvDialect",
    "isList": false,
    "isRequired": false,
    "doc": "For programs or for Excel.",
    "bounds": {},
    "defaultValue": "RFC4180",
    "values": [
      {
        "value": "EXCEL",
        "doc": "For Excel: byte order mark, and free text that Excel would run as a formula is guarded."
      },
      {
        "value": "RFC4180",
        "doc": "Plain and exact, for programs (RFC 4180, UTF-8)."
      }
    ]
  },
  {
    "path": [
      "input",
      "csv",
      "delimiter"
    ],
    "type": "String",
    "isList": false,
    "isRequired": false,
    "doc": "The character between fields: a comma, a semicolon, a tab or a vertical bar.",
    "bounds": {},
    "defaultValue": ","
  },
  {
    "path": [
      "input",
      "gzip"
    ],
    "type": "Boolean",
    "isList": false,
    "isRequired": false,
    "doc": "Compresses the file with gzip; for CSV and JSONL only.",
    "bounds": {},
    "defaultValue": false
  },
  {
    "path": [
      "input",
      "timeZone"
    ],
    "type": "String",
    "isList": false,
    "isRequired": false,
    "doc": "The IANA time zone timestamps are written in.",
    "bounds": {},
    "defaultValue": "UTC"
  },
  {
    "path": [
      "input",
      "engine"
    ],
    "type": "ReportEngine",
    "isList": false,
    "isRequired": false,
    "doc": "What is to make the rows. Null: chosen by what the report is likely to take. Not every kind has a choice.",
    "bounds": {},
    "values": [
      {
        "value": "ATHENA",
        "doc": "A query by Amazon Athena; the generator waits for it without running."
      },
      {
        "value": "DUCKDB",
        "doc": "A query inside the generator."
      },
      {
        "value": "NODE",
        "doc": "Rows are made by TypeScript, in the generator."
      }
    ]
  }
];

export const ORDER_FORMATS: readonly EnumValue[] = [
  {
    "value": "CSV",
    "doc": "Comma-separated values. See `CsvDialect`."
  },
  {
    "value": "JSONL",
    "doc": "One JSON object per line."
  },
  {
    "value": "PARQUET",
    "doc": "Apache Parquet, for programs."
  },
  {
    "value": "PDF",
    "doc": "A paged document, for reading."
  },
  {
    "value": "XLSX",
    "doc": "An Excel workbook, at most 1,048,575 rows."
  }
];