import { describe, expect, it } from 'vitest';
import { runBody, TEST_TIME_MS, valueOf } from '../test-bed.ts';

describe('util.time', () => {
  it('reads the clock in four forms', () => {
    expect(
      valueOf(
        "[util.time.nowISO8601(), util.time.nowEpochSeconds(), util.time.nowEpochMilliSeconds(), util.time.nowFormatted('yyyy')]",
      ),
    ).toEqual(['2026-03-02T04:05:06.789Z', Math.floor(TEST_TIME_MS / 1000), TEST_TIME_MS, '2026']);
  });

  // The first four are the examples of AWS's page; the others follow Java's DateTimeFormatter.
  it.each([
    ["nowFormatted('yyyy-MM-dd HH:mm:ssZ')", '2026-03-02 04:05:06+0000'],
    ["nowFormatted('yyyy-MM-dd HH:mm:ssZ', 'Australia/Perth')", '2026-03-02 12:05:06+0800'],
    [
      'epochMilliSecondsToFormatted(1517943695750, "yyyy-MM-dd HH:mm:ssZ")',
      '2018-02-06 19:01:35+0000',
    ],
    [
      'epochMilliSecondsToFormatted(1517943695750, "yyyy-MM-dd HH:mm:ssZ", "Australia/Perth")',
      '2018-02-07 03:01:35+0800',
    ],
    ["nowFormatted('EEE, d MMM yy h:mm a')", 'Mon, 2 Mar 26 4:05 AM'],
    ["nowFormatted('EEEE MMMM L LL E')", 'Monday March 3 03 Mon'],
    ["nowFormatted('DDD w Y QQQ G')", '061 10 2026 Q1 AD'],
    ['nowFormatted("yyyy-MM-dd\'T\'HH:mm:ss.SSSSSSXXX")', '2026-03-02T04:05:06.789000Z'],
    [
      "nowFormatted('XXX x xx xxx O OOOO VV', 'Asia/Kolkata')",
      '+05:30 +0530 +0530 +05:30 GMT+5:30 GMT+05:30 Asia/Kolkata',
    ],
    ["nowFormatted('HH:mm z', 'America/New_York')", '23:05 EST'],
    ["nowFormatted('HH:mm', '+02:00')", '06:05'],
    ["nowFormatted(\"h 'o''clock' ''\")", "4 o'clock '"],
    ["nowFormatted('kk KK A n')", '04 04 14706789 789000000'],
  ])('%s', (call, text) => {
    expect(valueOf(`util.time.${call}`)).toBe(text);
  });

  it.each([
    ['parseISO8601ToEpochMilliSeconds("2018-02-01T17:21:05.180+08:00")', 1517476865180],
    [
      'parseFormattedToEpochMilliSeconds("2018-02-01 01:19:15+0800", "yyyy-MM-dd HH:mm:ssZ")',
      1517419155000,
    ],
    [
      'parseFormattedToEpochMilliSeconds("2018-02-01 01:19:15", "yyyy-MM-dd HH:mm:ss", "Australia/Perth")',
      1517419155000,
    ],
    [
      'parseFormattedToEpochMilliSeconds("2 March 2026 4:05 PM", "d MMMM yyyy h:mm a")',
      Date.UTC(2026, 2, 2, 16, 5),
    ],
    ['parseFormattedToEpochMilliSeconds("20260302", "yyyyMMdd")', Date.UTC(2026, 2, 2)],
    ['parseFormattedToEpochMilliSeconds("26-061", "yy-DDD")', Date.UTC(2026, 2, 2)],
    // Half past three on the morning the clocks of New York go forward, at two.
    [
      'parseFormattedToEpochMilliSeconds("2026-03-08 03:30", "yyyy-MM-dd HH:mm", "America/New_York")',
      Date.UTC(2026, 2, 8, 7, 30),
    ],
    [
      'parseFormattedToEpochMilliSeconds("2026-07-01 00:00", "yyyy-MM-dd HH:mm", "America/New_York")',
      Date.UTC(2026, 6, 1, 4),
    ],
    ['epochMilliSecondsToSeconds(1517943695750)', 1517943695],
    ['parseISO8601ToEpochMilliSeconds("2026-03-02T04:05Z")', Date.UTC(2026, 2, 2, 4, 5)],
  ])('%s', (call, value) => {
    expect(valueOf(`util.time.${call}`)).toBe(value);
  });

  it('epochMilliSecondsToISO8601 is the example of the page', () => {
    expect(valueOf('util.time.epochMilliSecondsToISO8601(1517943695750)')).toBe(
      '2018-02-06T19:01:35.750Z',
    );
  });

  it.each([
    'parseISO8601ToEpochMilliSeconds("2026-02-30T00:00:00Z")',
    'parseISO8601ToEpochMilliSeconds("2026-03-02")',
    'parseFormattedToEpochMilliSeconds("2026-02-30", "yyyy-MM-dd")',
    'parseFormattedToEpochMilliSeconds("2026-02", "yyyy-MM")',
    'parseFormattedToEpochMilliSeconds("2026-03-02x", "yyyy-MM-dd")',
    'parseFormattedToEpochMilliSeconds("", "yyyy")',
    'nowFormatted("bogus")',
    "nowFormatted('yyyy', 'Nowhere/Atlantis')",
    'epochMilliSecondsToISO8601(1e20)',
    "epochMilliSecondsToFormatted('x', 'yyyy')",
  ])('refuses %s', (call) => {
    expect(runBody(`return util.time.${call};`)).toMatchObject({
      kind: 'failed',
      error: {
        errorType: 'Code',
        message: expect.stringMatching(/^code\.js:\d+:\d+: \w+Exception: /) as string,
      },
    });
  });
});
