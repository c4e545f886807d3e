import type pdfkit from 'pdfkit';
import type { DocumentFacts } from '../../pipeline/encoder.ts';

export type PdfDocument = InstanceType<typeof pdfkit>;

/** A4 landscape, in points of 1/72 inch. */
export const PAGE = { width: 841.89, height: 595.28, left: 36, right: 36, top: 36, bottom: 44 };
export const CONTENT_WIDTH = PAGE.width - PAGE.left - PAGE.right;

/** An empty document whose bytes depend on nothing but `facts` and what is drawn. Loads pdfkit. */
export async function openDocument(facts: DocumentFacts, tagged: boolean): Promise<PdfDocument> {
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({
    pdfVersion: '1.7',
    size: 'A4',
    layout: 'landscape',
    margin: 0,
    autoFirstPage: false,
    font: '', // none of the fonts that are not embedded
    fontLayoutCache: false, // it keeps every word ever drawn
    tagged,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: facts.title,
      Subject: facts.definition,
      Keywords: facts.reportId,
      Creator: 'AppSync Reports',
      Producer: 'AppSync Reports with PDFKit',
      CreationDate: new Date(facts.asOf),
    },
  });
  // From 1.4 on pdfkit repeats the title as XMP and does not escape it: `&` would make that no XML.
  doc.version = 1.3;
  return doc;
}
