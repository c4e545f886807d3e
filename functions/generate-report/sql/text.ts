/** `name` as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `text` as an SQL string: for paths, options and column names of our own; what users give is always bound. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
