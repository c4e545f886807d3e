/** What the API takes as a zone's name. */
const TAKEN = /^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/;
const UTC = 'UTC';

/** Zones of one part of the world; a zone's label is its city. */
export interface TimeZoneRegion {
  readonly region: string;
  readonly zones: readonly { readonly value: string; readonly label: string }[];
}

/** The zone this device is set to; UTC when it tells none that the API takes. */
export function deviceTimeZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const isZone = TAKEN.test(timeZone) && timeZone !== 'Etc/Unknown';
  return isZone ? timeZone : UTC;
}

/** The zones worth listing first: this device's and UTC. */
export function firstTimeZones(device: string): { value: string; label: string }[] {
  const utc = { value: UTC, label: UTC };
  return device === UTC
    ? [utc]
    : [{ value: device, label: `${cityOf(device)} (this device)` }, utc];
}

/** The world's zones by region, without those of `firstTimeZones`; cities as one would look for them by letter. */
export function timeZoneRegions(device: string): TimeZoneRegion[] {
  const regions = new Map<string, { value: string; label: string }[]>();
  for (const value of Intl.supportedValuesOf('timeZone')) {
    const [region, city] = splitZone(value);
    if (city === undefined || region === 'Etc' || value === device) continue;
    const zones = regions.get(region) ?? [];
    zones.push({ value, label: cityOf(value) });
    regions.set(region, zones);
  }
  return [...regions].map(([region, zones]) => ({ region, zones }));
}

/** `America/Argentina/Buenos_Aires` is `Argentina, Buenos Aires`. */
function cityOf(zone: string): string {
  const [region, city] = splitZone(zone);
  return (city ?? region).replaceAll('/', ', ').replaceAll('_', ' ');
}

function splitZone(zone: string): [region: string, city: string | undefined] {
  const slash = zone.indexOf('/');
  return slash < 0 ? [zone, undefined] : [zone.slice(0, slash), zone.slice(slash + 1)];
}
