/**
 * Feeds: a customer's own events that are kept, each feed in an order of its own, and replayed from any point.
 *
 * FE1  The entries of a feed are numbered from 1, without gaps, in one order for everybody.
 * FE2  What was acknowledged is durable.
 * FE3  Who follows hears of every new entry, in order, on the connection that asked; what came before it reads.
 * FE4  Of each feed the newest 10,000 entries are kept, and no more than 8 MiB; `first` tells where it begins. All feeds of a room hold 32 MiB at
 *      most: past that a feed takes no more than it lets go.
 * FE5  Writing needs `write`, reading `read`. A room has a hundred feeds.
 * FE6  A room whose own storage is lost takes its feeds back as they were within a minute.
 * FE7  An export has the feeds. A fork begins with none: their numbers name what was appended here, and both rooms would give the same ones to others.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { idPatterns } from './ids.ts'
import { Author, Json } from './schemas.ts'

export const feedLimits = {
  perRoom: 100,
  entries: 10_000,
  bytes: 8 * 1_024 * 1_024,
  /** Of all feeds of a room together. */
  roomBytes: 32 * 1_024 * 1_024,
  /** One payload, as JSON. */
  payloadBytes: 64 * 1_024,
  /** A page ends with the entry that fills it. */
  pageBytes: 512 * 1_024,
  /** Feeds that one connection follows. */
  followed: 50,
} as const

export const FeedName = z.string().regex(idPatterns.document, '1–128 letters, digits or _ . : @ ~ - /')
const Sequence = z.number().int().positive()
/** 0: nothing of it is kept yet. */
const Edge = z.number().int().nonnegative()

/** `at`: milliseconds since 1970. */
export const FeedEntry = z.object({ sequence: Sequence, at: z.number().int(), payload: Json, by: Author })
export type FeedEntry = z.infer<typeof FeedEntry>

const inFeed = z.strictObject({ feed: FeedName })

export const feeds = defineContract({
  name: 'feeds',
  requests: {
    'feeds.append': {
      access: 'write',
      body: inFeed.extend({ payload: Json }),
      reply: z.object({ sequence: Sequence, at: z.number().int() }),
    },
    /** Oldest first. Fewer than `limit` may come: the last one read is the next `after`, until it is `last`. */
    'feeds.read': {
      access: 'read',
      body: inFeed.extend({ after: Edge.default(0), limit: z.number().int().min(1).max(500).default(100) }),
      reply: z.object({ entries: z.array(FeedEntry), first: Edge, last: Edge }),
    },
    'feeds.follow': { access: 'read', body: inFeed.extend({ on: z.boolean() }), reply: z.object({ last: Edge }) },
    'feeds.list': {
      access: 'read',
      body: z.strictObject({}),
      reply: z.array(z.object({ feed: FeedName, first: Edge, last: Edge })),
    },
  },
  events: { 'feeds.appended': { delivery: 'reliable', body: FeedEntry.extend({ feed: FeedName }) } },
  channels: {},
  snapshot: z.null(),
})
