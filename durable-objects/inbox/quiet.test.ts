/** Until when it is quiet, rule IN9: past midnight, in other time zones, over the days on which clocks are changed. */
import { expect, test } from 'vitest'
import { quietUntil } from './quiet.ts'

const at = (time: string) => Date.parse(time)
const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString().replace('.000Z', 'Z'))
const daily = (from: string, to: string, timeZone = 'UTC') => ({ daily: { from, to, timeZone } })
const berlin = daily('22:00', '07:00', 'Europe/Berlin')

test.each([
  ['no wish', null, '2026-03-10T12:00:00Z', null],
  ['a moment that is to come', { until: at('2026-03-10T13:00:00Z') }, '2026-03-10T12:00:00Z', '2026-03-10T13:00:00Z'],
  ['a moment that is past', { until: at('2026-03-10T12:00:00Z') }, '2026-03-10T12:00:00Z', null],
  ['before a window of one day', daily('09:00', '17:00'), '2026-03-10T08:59:59Z', null],
  ['its first moment', daily('09:00', '17:00'), '2026-03-10T09:00:00Z', '2026-03-10T17:00:00Z'],
  ['its last second', daily('09:00', '17:00'), '2026-03-10T16:59:59Z', '2026-03-10T17:00:00Z'],
  ['its end', daily('09:00', '17:00'), '2026-03-10T17:00:00Z', null],
  ['from a time to the same', daily('09:00', '09:00'), '2026-03-10T09:00:00Z', null],
  ['before midnight', daily('22:00', '07:00'), '2026-03-10T23:30:00Z', '2026-03-11T07:00:00Z'],
  ['midnight', daily('22:00', '07:00'), '2026-03-11T00:00:00Z', '2026-03-11T07:00:00Z'],
  ['after midnight', daily('22:00', '07:00'), '2026-03-11T06:59:00Z', '2026-03-11T07:00:00Z'],
  ['the morning', daily('22:00', '07:00'), '2026-03-11T07:00:00Z', null],
  ['until midnight', daily('22:00', '00:00'), '2026-03-10T23:59:00Z', '2026-03-11T00:00:00Z'],
  ['the evening of the last of a year', daily('22:00', '07:00'), '2026-12-31T23:00:00Z', '2027-01-01T07:00:00Z'],
  ['winter in Berlin', berlin, '2026-01-10T21:00:00Z', '2026-01-11T06:00:00Z'],
  ['summer in Berlin', berlin, '2026-07-10T20:00:00Z', '2026-07-11T05:00:00Z'],
  [
    'an hour that is quiet in Berlin and nowhere near it',
    daily('22:00', '07:00', 'America/New_York'),
    '2026-01-10T21:00:00Z',
    null,
  ],
  ['another day there', daily('08:00', '12:00', 'Pacific/Auckland'), '2026-01-10T20:00:00Z', '2026-01-10T23:00:00Z'],
  ['a zone of half hours', daily('22:00', '07:00', 'Asia/Kolkata'), '2026-01-10T16:30:00Z', '2026-01-11T01:30:00Z'],
  [
    'a zone of quarter hours',
    daily('22:00', '07:00', 'Asia/Kathmandu'),
    '2026-01-10T16:15:00Z',
    '2026-01-11T01:15:00Z',
  ],
  [
    'both, the moment later',
    { ...daily('09:00', '10:00'), until: at('2026-03-10T11:00:00Z') },
    '2026-03-10T09:30:00Z',
    '2026-03-10T11:00:00Z',
  ],
  [
    'both, the window later',
    { ...daily('09:00', '12:00'), until: at('2026-03-10T11:00:00Z') },
    '2026-03-10T09:30:00Z',
    '2026-03-10T12:00:00Z',
  ],
  // Clocks go from 2:00 to 3:00 on the 29th of March, and from 3:00 to 2:00 on the 25th of October.
  ['the night that loses an hour', berlin, '2026-03-28T22:00:00Z', '2026-03-29T05:00:00Z'],
  ['the same night, after the change', berlin, '2026-03-29T01:30:00Z', '2026-03-29T05:00:00Z'],
  ['the night that gains an hour', berlin, '2026-10-24T21:00:00Z', '2026-10-25T06:00:00Z'],
  ['the hour that comes twice, first', berlin, '2026-10-25T00:30:00Z', '2026-10-25T06:00:00Z'],
  ['the hour that comes twice, again', berlin, '2026-10-25T01:30:00Z', '2026-10-25T06:00:00Z'],
  ['the morning after', berlin, '2026-10-25T06:00:00Z', null],
] as const)('[IN9] %s', (_, wish, now, until) => {
  expect(iso(quietUntil(wish, at(now)))).toBe(until)
})

test('[IN9] around both changes of the clocks it is quiet for as long as clocks there say so, and not a minute longer', () => {
  const spells = [
    ['2026-03-07T00:00:00Z', '2026-03-09T12:00:00Z'],
    ['2026-03-28T00:00:00Z', '2026-03-30T12:00:00Z'],
    ['2026-04-03T00:00:00Z', '2026-04-06T12:00:00Z'],
    ['2026-10-02T00:00:00Z', '2026-10-05T12:00:00Z'],
    ['2026-10-24T00:00:00Z', '2026-10-26T12:00:00Z'],
    ['2026-10-31T00:00:00Z', '2026-11-02T12:00:00Z'],
  ] as const
  for (const timeZone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) {
    const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    const wish = daily('22:00', '07:00', timeZone)
    // A step that meets every minute of the hour.
    for (const [from, to] of spells)
      for (let now = at(from); now < at(to); now += 97 * 60_000) {
        const hour = Number(format.format(now).slice(0, 2))
        const until = quietUntil(wish, now)
        expect([iso(now), until !== null]).toEqual([iso(now), hour >= 22 || hour < 7])
        if (until !== null) expect([iso(now), format.format(until)]).toEqual([iso(now), '07:00'])
      }
  }
})
