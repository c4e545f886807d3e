/** The name a browser saves a report under, for example `sample-01HZX3V9.csv`. */
export function reportFileName(kind: string, reportId: string, format: string): string {
  return `${kind}-${reportId.slice(0, 8)}.${format.toLowerCase()}`;
}
