import type { ReportDownload } from '../../client/index.ts';

/**
 * Has the browser save the file, without a new tab and without holding it in memory. The link's answer says
 * it is an attachment and names it; `download` covers links of this page's own origin.
 */
export function saveFile({ url, filename }: Pick<ReportDownload, 'url' | 'filename'>): void {
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = filename;
  anchor.rel = 'noreferrer';
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
}
