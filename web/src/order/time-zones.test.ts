import { expect, test } from 'vitest';
import { deviceTimeZone, firstTimeZones, timeZoneRegions } from './time-zones.ts';

const values = (device: string): string[] => [
  ...firstTimeZones(device).map(({ value }) => value),
  ...timeZoneRegions(device).flatMap(({ zones }) => zones.map(({ value }) => value)),
];

test('this device’s zone comes first, and each zone once', () => {
  const all = values('Europe/Berlin');

  expect(all.slice(0, 2)).toEqual(['Europe/Berlin', 'UTC']);
  expect(new Set(all).size).toBe(all.length);
  expect(all).toContain('Asia/Tokyo');
});

test('a device on UTC has it once', () => {
  expect(firstTimeZones('UTC')).toEqual([{ value: 'UTC', label: 'UTC' }]);
});

test('zones are listed by city, so that typing a city’s first letters finds it', () => {
  const america = timeZoneRegions('UTC').find(({ region }) => region === 'America');

  expect(america?.zones).toContainEqual({ value: 'America/New_York', label: 'New York' });
  expect(america?.zones).toContainEqual({
    value: 'America/Indiana/Knox',
    label: 'Indiana, Knox',
  });
});

test('the device’s zone is one the API takes', () => {
  expect(deviceTimeZone()).toMatch(/^[A-Za-z][A-Za-z0-9_+/-]+$/);
});
