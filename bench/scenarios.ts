// Owns which scenarios there are, how long each lasts, and what warms a fresh server up before it.
import type { Job } from './load/job.ts'

export interface Scenario {
  readonly name: string
  readonly title: string
  /** What one delivered change is. */
  readonly change: string
  readonly people: number
  readonly job: Job
  readonly warmUp: Job | null
  /** After this long without a result the row says that the server stalled. */
  readonly limitMs: number
  /** Left out of `--quick`. */
  readonly thorough: boolean
  /** Whether it can also run through our native protocol, or only so. */
  readonly native: boolean | 'only'
  /** Whether the yardstick runs beside the servers. */
  readonly yardstick?: true
}

export const manyRooms = 1_000
const sampledReceivers = 20
const warmUpMs = 1_500

const typing = (
  name: string,
  title: string,
  writers: number,
  editsPerSecond: number,
  durationMs: number,
): Scenario => ({
  name,
  title,
  change: 'one character at one other person',
  people: 20,
  job: { kind: 'typing', people: 20, writers, editsPerSecond, durationMs },
  warmUp: { kind: 'typing', people: 10, writers: 10, editsPerSecond: 50, durationMs: warmUpMs },
  limitMs: 90_000,
  thorough: false,
  native: false,
})

const cursors = (people: number, durationMs: number, thorough: boolean): Scenario => ({
  name: `cursors-${people}`,
  title: `cursor storm: ${people} people, each moving 20 times a second`,
  change: 'one cursor state seen by one other person',
  people,
  job: { kind: 'cursors', through: 'awareness', people, perSecond: 20, durationMs, sampledReceivers },
  warmUp: { kind: 'cursors', through: 'awareness', people: 20, perSecond: 20, durationMs: warmUpMs, sampledReceivers },
  limitMs: 90_000,
  thorough,
  native: true,
})

const join = (name: string, title: string, joinersAtOnce: number, times: number, documentFile: string): Scenario => ({
  name,
  title,
  change: 'one complete join',
  people: joinersAtOnce,
  job: { kind: 'join', joinersAtOnce, times, documentFile },
  warmUp: null,
  limitMs: 180_000,
  // A quick run leaves the single joiner out: the crowd tells more in the same time.
  thorough: joinersAtOnce === 1,
  native: false,
})

/** What peers have no like of, or no way to be asked the same: measured for what it promises, not for comparison. */
const nativeOnly = (
  name: string,
  title: string,
  change: string,
  people: number,
  job: Job,
  limitMs = 180_000,
): Scenario => ({
  name,
  title,
  change,
  people,
  job,
  warmUp: null,
  limitMs,
  thorough: false,
  native: 'only',
})

const noMix = {
  cursorsPerSecond: 0,
  writers: 0,
  editsPerSecond: 0,
  presencePerSecond: 0,
  eventsPerSecond: 0,
  commenters: 0,
  commentsPerSecond: 0,
  chatPerSecond: 0,
}

const mix = (
  name: string,
  title: string,
  people: number,
  rates: Partial<typeof noMix>,
  durationMs: number,
  sampled: number,
) =>
  nativeOnly(name, title, 'one change seen by one other person', people, {
    kind: 'mix',
    people,
    ...noMix,
    ...rates,
    durationMs,
    sampledReceivers: sampled,
  })

/** All scenarios, in the order of the report. `documentFile` is where the large document is kept between servers. */
export const scenarios = (quick: boolean, documentFile: string, everything: boolean): readonly Scenario[] => {
  const crowd = quick ? 50 : 150
  const mixMs = quick ? 4_000 : 8_000
  const all: readonly Scenario[] = [
    typing('quiet', 'quiet typing: 20 people, 2 of them write 5 characters a second', 2, 5, quick ? 5_000 : 15_000),
    typing('storm', 'typing storm: 20 people, each 500 edits a second', 20, 500, quick ? 3_000 : 10_000),
    cursors(50, 8_000, true),
    cursors(100, quick ? 4_000 : 8_000, false),
    cursors(200, 8_000, true),
    cursors(500, quick ? 4_000 : 8_000, false),
    join('join-1', 'join: one person, a 4 MB document, ten times in a row', 1, 10, documentFile),
    join('join-crowd', `join: ${crowd} people at once, a 4 MB document`, crowd, 1, documentFile),
    mix(
      'mixed-500',
      '500 people: everyone moves 20 times a second, 25 of them write a character a second',
      500,
      { cursorsPerSecond: 20, writers: 25, editsPerSecond: 1 },
      mixMs,
      20,
    ),
    mix('senders-60hz', '20 people, each moving 60 times a second', 20, { cursorsPerSecond: 60 }, mixMs, 20),
    mix(
      'events-10k',
      'a room of 20 in which each broadcasts 500 small events a second',
      20,
      { eventsPerSecond: 500 },
      mixMs,
      5,
    ),
    mix(
      'light-10',
      '10 people: everyone moves, writes and changes presence twice a second',
      10,
      { cursorsPerSecond: 2, writers: 10, editsPerSecond: 2, presencePerSecond: 2 },
      mixMs,
      10,
    ),
    mix(
      'comments-100',
      '100 people, one of whom comments five times a second',
      100,
      { commenters: 1, commentsPerSecond: 5 },
      mixMs,
      100,
    ),
    mix('chat-500', '500 people who chat at their limit, once a second each', 500, { chatPerSecond: 1 }, mixMs, 20),
    nativeOnly(
      'threads-10k',
      'arriving in a room with 10,000 threads of comments, 40 times in a row',
      'one arrival',
      1,
      {
        kind: 'connect',
        times: 40,
        threads: 10_000,
      },
    ),
    nativeOnly('connect', 'arriving and coming back, 40 times in a row', 'one arrival', 1, {
      kind: 'connect',
      times: 40,
      threads: 0,
    }),
    {
      name: 'rooms-1000',
      title: '1,000 rooms of five people: all connected, one edit in each, then idle',
      change: 'one edit at one other person',
      people: 5,
      job: { kind: 'rooms', through: 'yjs', rooms: manyRooms, peoplePerRoom: 5 },
      warmUp: null,
      limitMs: 180_000,
      // Six rows of half a minute.
      thorough: true,
      native: true,
      yardstick: true,
    },
  ]
  return all.filter(({ thorough }) => everything || !quick || !thorough)
}

/** The same work through our native protocol. */
export const throughNative = (job: Job): Job =>
  job.kind === 'cursors' || job.kind === 'rooms' ? { ...job, through: 'native' } : job
