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
  /** What can make its rows, the usual first, where there is a choice. */
  readonly engines?: readonly string[];
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
    "engines": [
      "DUCKDB",
      "ATHENA"
    ],
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
    "engines": [
      "DUCKDB",
      "ATHENA"
    ],
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

export const MAX_TITLE_CHARACTERS: number = 120;

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