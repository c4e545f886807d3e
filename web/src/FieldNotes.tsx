interface FieldNotesProps {
  /** The field's. */
  readonly id: string;
  readonly help?: string | undefined;
  /** What is wrong with what was entered or chosen. */
  readonly problem?: string | undefined;
}

/** What stands below a field: how to use it, and what is wrong with it. */
export function FieldNotes({ id, help, problem }: FieldNotesProps) {
  return (
    <>
      {help && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {problem && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </>
  );
}

/** The attributes by which a field's notes are read out with it, and help that stands elsewhere. */
export function notedBy({ id, help, problem }: FieldNotesProps, describedBy?: string) {
  const described = [help && `${id}-help`, describedBy, problem && `${id}-problem`]
    .filter(Boolean)
    .join(' ');
  return {
    'aria-invalid': problem ? true : undefined,
    'aria-describedby': described || undefined,
  };
}
