import type { Report } from '../../../client/index.ts';
import { formatBytes, formatNumber } from '../format.ts';
import type { ReportsActions } from '../history/actions.ts';
import type { Row } from '../history/rows.ts';
import { engineInWords } from '../order/engines.ts';
import { fileInWords } from '../order/file-format.ts';
import { inWords } from '../order/labels.ts';
import { Moment } from '../Time.tsx';
import { Facts } from './Facts.tsx';

interface FileFactsProps {
  readonly row: Row;
  readonly report: Report;
  readonly actions: ReportsActions;
}

/** What the finished file holds. */
export function FileFacts({ row, report, actions }: FileFactsProps) {
  const { result, expiresAt, status } = report;
  if (!result) return null;
  return (
    <section aria-labelledby="file">
      <h2 id="file">File</h2>
      <Facts
        facts={[
          ['Format', fileInWords(report)],
          ['Rows', result.rowCount === 0 ? 'None: nothing matched' : formatNumber(result.rowCount)],
          ['Size', `${formatBytes(result.byteSize)} (${formatNumber(result.byteSize)} bytes)`],
          expiresAt
            ? [status === 'EXPIRED' ? 'Removed' : 'Kept until', <Moment key="at" iso={expiresAt} />]
            : undefined,
          ['Made by', engineInWords(result.engine)],
          result.bytesScanned === null
            ? undefined
            : ['Read for it', formatBytes(result.bytesScanned)],
        ]}
      />
      <p className="checksum">
        <span className="details">
          {result.sha256 === null ? 'Joined: checksum CRC-64/NVME' : 'SHA-256'}
        </span>{' '}
        <code>{result.sha256 ?? result.crc64nvme}</code>{' '}
        <button type="button" className="link" onClick={() => void actions.copyChecksum(row)}>
          Copy<span className="visually-hidden"> checksum</span>
        </button>
      </p>
      {result.columns.length > 0 && (
        <ul className="columns" aria-label="Columns">
          {result.columns.map(({ name, type }) => (
            <li key={name}>
              {name} <span className="details">{inWords(type).toLowerCase()}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
