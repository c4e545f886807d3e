import type { Report } from '../../../client/index.ts';
import { formatCount } from '../format.ts';
import '../styles/preview.css';

type Preview = NonNullable<Report['preview']>;

const NUMBER = /^-?\d+(\.\d+)?$/;

interface ReportPreviewProps {
  readonly preview: Preview;
  /** The report's. */
  readonly name: string;
}

/** Scrolls by itself when it is too wide or too long: by keyboard too, hence the tab stop. */
export function PreviewTable({ preview: { columns, rows }, name }: ReportPreviewProps) {
  const areNumbers = columns.map((_, column) => isNumeric(rows, column));

  return (
    <div className="preview-table" role="region" aria-label={`First rows of ${name}`} tabIndex={0}>
      <table>
        <caption>
          {rows.length === 1 ? 'The first row' : `The first ${formatCount(rows.length, 'row')}`}
        </caption>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={at} scope="col" data-number={areNumbers[at]}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowAt) => (
            <tr key={rowAt}>
              {row.map((cell, at) => (
                <td key={at} data-number={areNumbers[at]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A preview has no types; what reads as numbers all the way down is set like numbers. */
function isNumeric(rows: Preview['rows'], column: number): boolean {
  const cells = rows.map((row) => row[column]).filter((cell) => typeof cell === 'string');
  return cells.length > 0 && cells.every((cell) => NUMBER.test(cell));
}
