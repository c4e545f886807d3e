import { useEffect, useRef } from 'react';
import { describeRow } from './news.ts';
import type { Row } from './rows.ts';

interface DeleteDialogProps {
  /** The report to delete; undefined while nobody is asked. */
  readonly row: Row | undefined;
  readonly onAnswer: (isConfirmed: boolean) => void;
}

/** Asks before a report goes for good. The focus is first on what does no harm, and goes back where it was. */
export function DeleteDialog({ row, onAnswer }: DeleteDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    if (row && !dialog.current?.open) dialog.current?.showModal();
    if (!row && dialog.current?.open) dialog.current.close();
  }, [row]);

  return (
    <dialog
      ref={dialog}
      aria-labelledby="delete-title"
      aria-describedby="delete-text"
      onClose={() => {
        if (row) onAnswer(false);
      }}
    >
      {row && (
        <>
          <h2 id="delete-title">Delete “{describeRow(row).name}”?</h2>
          <p id="delete-text">
            The report and its file are removed for good, and links to the file stop working at
            once. This cannot be undone.
          </p>
          <div className="actions">
            <button type="button" autoFocus onClick={() => onAnswer(false)}>
              Keep it
            </button>
            <button type="button" className="danger" onClick={() => onAnswer(true)}>
              Delete
            </button>
          </div>
        </>
      )}
    </dialog>
  );
}
