import { memo, useState } from 'react';
import { CardChoice } from '../CardChoice.tsx';
import { CheckField } from '../CheckField.tsx';
import {
  canCompress,
  DELIMITERS,
  FILE_CHOICES,
  hasDelimiter,
  optionsInWords,
} from './file-format.ts';
import { EngineField } from './EngineField.tsx';
import { DELIMITER, ENGINE, FORMAT, GZIP, TIME_ZONE } from './inputs.ts';
import type { FieldsProps } from './KindFields.tsx';
import { SelectField } from '../SelectField.tsx';
import { deviceTimeZone, firstTimeZones, timeZoneRegions } from './time-zones.ts';

interface FileFieldsProps extends FieldsProps {
  /** For what should be described by why the format does not fit. */
  readonly misfitId: string;
  /** Why the format cannot hold the report, in words. */
  readonly misfit: string | undefined;
  /** What the estimate says would make the rows. */
  readonly expectedEngine: string | undefined;
}

/** How the file is written: the format, and behind a line that tells them, the options it has. */
export function FileFields({ misfitId, misfit, expectedEngine, ...fields }: FileFieldsProps) {
  const { draft, problems, change } = fields;
  const [isOpen, setOpen] = useState(false);
  const hasProblem = Boolean(
    problems[DELIMITER] ?? problems[GZIP] ?? problems[TIME_ZONE] ?? problems[ENGINE],
  );

  return (
    <>
      <div>
        <CardChoice
          legend="File format"
          cards={FILE_CHOICES}
          chosen={draft.file}
          onChange={(file) => change({ file })}
          problem={problems[FORMAT]}
        />
        <p role="status" className="misfit" id={misfitId}>
          {misfit}
        </p>
      </div>
      <details
        className="options"
        open={isOpen || hasProblem}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary>
          File options <span className="help">{optionsInWords(draft)}</span>
        </summary>
        <div className="options-fields">
          {hasDelimiter(draft.file) && <DelimiterField {...fields} />}
          {canCompress(draft.file) && <CompressField {...fields} />}
          <SelectField
            label="Time zone"
            name="timeZone"
            value={draft.timeZone}
            onChange={(timeZone) => change({ timeZone })}
            help="For times of day in the file."
            problem={problems[TIME_ZONE]}
          >
            <TimeZoneOptions />
          </SelectField>
          <EngineField {...fields} expected={expectedEngine} />
        </div>
      </details>
    </>
  );
}

function DelimiterField({ draft, problems, change }: FieldsProps) {
  return (
    <SelectField
      label="Between fields"
      name="delimiter"
      value={draft.delimiter}
      onChange={(delimiter) => change({ delimiter })}
      help={
        draft.file === 'csvForExcel'
          ? 'Excel looks for a semicolon where decimals are written with a comma.'
          : undefined
      }
      problem={problems[DELIMITER]}
    >
      {DELIMITERS.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </SelectField>
  );
}

function CompressField({ draft, problems, change }: FieldsProps) {
  return (
    <CheckField
      label="Compress with gzip"
      name="gzip"
      isChecked={draft.gzip}
      onChange={(gzip) => change({ gzip })}
      problem={problems[GZIP]}
    />
  );
}

/** Some 400 options: made once, not at every key. */
const TimeZoneOptions = memo(function TimeZoneOptions() {
  const device = deviceTimeZone();
  return (
    <>
      {firstTimeZones(device).map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
      {timeZoneRegions(device).map(({ region, zones }) => (
        <optgroup key={region} label={region}>
          {zones.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
});
