const NONE = '–';

/** `1234567.8` as `1,234,568`. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Seconds as a person says them. */
export function duration(seconds: number): string {
  if (Number.isNaN(seconds)) return NONE;
  if (seconds === Infinity) return 'never';
  if (seconds < 0.05) return '0 s';
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  if (seconds < 7200) return `${(seconds / 60).toFixed(0)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** A time of the day. */
export function clockTime(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}`;
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? NONE : `${((100 * part) / whole).toFixed(1)} %`;
}

/** Two digits that count. */
export function rough(value: number): string {
  if (value <= 0) return '0';
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return value < 10 ? value.toFixed(1) : grouped(Math.round(value / unit) * unit);
}

export function dollars(value: number): string {
  return `$${rough(value)}`;
}
