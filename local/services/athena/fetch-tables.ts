import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { GlueTable } from '../glue/types.ts';
import type { ObjectAccess } from '../s3/objects.ts';
import type { EngineTable } from './engine/messages.ts';
import { userFailure } from './errors.ts';
import { asFolder, formatLocation, parseLocation } from './locations.ts';
import { readTableFormat } from './table-format.ts';

/** Brings the files of tables into a query's directory, by its caller's permissions. */
export async function fetchTables(
  objects: ObjectAccess,
  tables: readonly GlueTable[],
  directory: string,
): Promise<EngineTable[]> {
  const fetched: EngineTable[] = [];
  for (const [index, table] of tables.entries()) {
    const folder = path.join(directory, `table-${index}`);
    await mkdir(folder);
    fetched.push({
      database: table.DatabaseName,
      name: table.Name,
      columns: table.StorageDescriptor.Columns.map(({ Name: name, Type: type }) => ({
        name,
        type,
      })),
      format: readTableFormat(table),
      files: await fetchFiles(objects, table, folder),
    });
  }
  return fetched;
}

async function fetchFiles(
  objects: ObjectAccess,
  { StorageDescriptor, DatabaseName, Name }: GlueTable,
  folder: string,
): Promise<EngineTable['files']> {
  const location = parseLocation(StorageDescriptor.Location);
  if (!location) {
    const text = `Table ${DatabaseName}.${Name} has no location in S3: ${StorageDescriptor.Location}`;
    throw userFailure('HIVE_BAD_DATA', text);
  }
  // documented: https://docs.aws.amazon.com/athena/latest/ug/tables-location-format.html (all of a folder, with the folders in it, but for hidden files)
  const { bucket, path: prefix } = asFolder(location);
  const listed = objects
    .list(bucket, prefix)
    .filter(({ key, size }) => size > 0 && !isHidden(key.slice(prefix.length)));
  const files: { path: string; source: string; bytes: number }[] = [];
  for (const [index, { key, size }] of listed.entries()) {
    // The ending tells how a text is compressed.
    const ending = /\.(?:gz|zst)$/.exec(key)?.[0] ?? '';
    const file = path.join(folder, `${index}${ending}`);
    await objects.fetch(bucket, key, file);
    files.push({ path: file, source: formatLocation({ bucket, path: key }), bytes: size });
  }
  return files;
}

function isHidden(relative: string): boolean {
  return relative.split('/').some((name) => name.startsWith('_') || name.startsWith('.'));
}
