import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetRead } from 'hyparquet';
import type { DatasetStore } from '../../datasets/dataset.ts';

const entry = createRequire(import.meta.url).resolve('vega-datasets');
const FOLDER = path.join(path.dirname(entry), '../data');

/** Where the package has a dataset's file. */
export function datasetFile(key: string): string {
  return path.join(FOLDER, path.basename(key));
}

/** The real datasets, as a bucket would hold them. */
export const packageStore: DatasetStore = {
  async head(key) {
    const { size } = await stat(datasetFile(key));
    return { etag: '"vega-datasets"', byteSize: size };
  },
  get: (key) => Promise.resolve(createReadStream(datasetFile(key))),
};

export interface Flight {
  /** Local time, as if it were UTC. */
  readonly time: number;
  readonly delay: number;
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
}

export interface Airport {
  readonly iata: string;
  readonly name: string;
  readonly city: string;
  readonly state: string;
}

/** The first `count` flights of the file, which is in the order of time, read without DuckDB. */
export async function readFlights(count: number): Promise<Flight[]> {
  const flights: Flight[] = [];
  const file = await asyncBufferFromFile(path.join(FOLDER, 'flights-3m.parquet'));
  const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) };
  const columns = ['date', 'delay', 'distance', 'origin', 'destination'];
  await parquetRead({
    file,
    compressors,
    columns,
    rowEnd: count,
    onComplete(rows) {
      for (const [date, delay, distance, origin, destination] of rows as unknown[][]) {
        flights.push({
          time: (date as Date).getTime(),
          delay: Number(delay),
          distance: Number(distance),
          origin: String(origin),
          destination: String(destination),
        });
      }
    },
  });
  return flights;
}

/** Airports by their codes, read without DuckDB. */
export async function readAirports(): Promise<ReadonlyMap<string, Airport>> {
  const text = await readFile(path.join(FOLDER, 'airports.csv'));
  const airports = parse(text, { columns: true }) as unknown as Airport[];
  return new Map(airports.map((airport) => [airport.iata, airport]));
}
