import type { PdfDocument } from './document.ts';
import type { Pen } from './pen.ts';

type Element = ReturnType<PdfDocument['struct']>;

/** Says what drawn things are, for screen readers and for copying; does nothing in a document that is not tagged. */
export interface Tags {
  /** A paragraph or heading. */
  block(type: 'H1' | 'P', draw: () => void): void;
  /** Starts a row of the table; `cell` adds to it. */
  row(): void;
  cell(type: 'TH' | 'TD', draw: () => void): void;
  /** Decoration, and what is repeated on each page. */
  artifact(draw: () => void): void;
  end(): void;
}

export function createTags(doc: PdfDocument, pen: Pen, isTagged: boolean): Tags {
  if (!isTagged) return untagged;
  const root = doc.struct('Document');
  doc.addStructure(root);
  let table: Element | undefined;
  let currentRow: Element | undefined;
  return {
    block: (type, draw) => mark(root, type, draw),
    row() {
      if (!table) root.add((table = doc.struct('Table')));
      currentRow?.end();
      table.add((currentRow = doc.struct('TR')));
    },
    cell(type, draw) {
      if (currentRow) mark(currentRow, type, draw);
    },
    artifact(draw) {
      pen.flush();
      doc.markContent('Artifact', { type: 'Pagination' });
      draw();
      pen.flush();
      doc.endMarkedContent();
    },
    end: () => void root.end(),
  };

  function mark(parent: Element, type: string, draw: () => void): void {
    const element = doc.struct(type, type === 'TH' ? scopedToColumn() : {});
    parent.add(element);
    pen.flush();
    const content = doc.markStructureContent(type);
    draw();
    pen.flush();
    doc.endMarkedContent();
    element.add(content).end();
  }
}

/** pdfkit takes a scope; its types leave it out. */
function scopedToColumn(): object {
  return { scope: 'Column' };
}

const untagged: Tags = {
  block: (_type, draw) => draw(),
  row: () => undefined,
  cell: (_type, draw) => draw(),
  artifact: (draw) => draw(),
  end: () => undefined,
};
