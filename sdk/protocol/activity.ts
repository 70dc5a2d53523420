/**
 * Activity: what happened in the room, as a feed that people read. Made of facts, of whichever feature tells them.
 *
 * AY1  Every fact of a listed kind is in the feed, once and in the order of the facts, written with the change that it tells of.
 * AY2  Comings and goings right after one another are one entry, which changes until something else happens, it is a quarter of an hour old, or
 *      it names fifty people.
 * AY3  The feed begins when it is first read or followed, or when something listed happens: with who is here, since when, and who has left lately. From
 *      then on comings, goings and changed access are written: a room whose feed nobody reads pays nothing for it.
 * AY4  Who follows hears of every new entry, and of every change of the newest one.
 * AY5  The newest 10,000 entries are kept, and of these what has about 8 MiB. A page ends with the entry that fills it.
 * AY6  What was changed or taken back in the chat is in the feed without its words. That somebody's access is another is in it by their id, unless that
 *      reads like an e-mail address; links, shares by e-mail and bans are not.
 * AY7  A room whose own storage is lost takes its feed back as it was within a minute, and its numbers go on from there.
 * AY8  An export has the feed. A fork begins a new one: it tells what happened here, and that happened elsewhere.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { type FactKind, facts } from './facts.ts'
import { AccessLevel, Author, User } from './schemas.ts'

const Moment = z.number().int()
const Named = User.pick({ userId: true, verified: true }).extend({ name: z.string() })

/** Numbered from 1 in the order of what happened. `until`: when it changed last. */
const numbered = { sequence: z.number().int().positive(), at: Moment, until: Moment }

const Moved = z.object({
  ...numbered,
  kind: z.literal('people.moved'),
  by: z.null(),
  /** Each once, as of the last that they did; who came and went is among those who left. */
  body: z.object({ joined: z.array(Named), left: z.array(Named) }),
})

/** `by`: who did it, as they were called then. `body`: what of the fact stays true and fit to read, whatever becomes of what it tells of. */
const entryOf = <const K extends FactKind, B extends z.ZodType>(kind: K, body: B) =>
  z.object({ ...numbered, kind: z.literal(kind), by: Author.nullable(), body })

const ofThread = facts['thread.created'].pick({ threadId: true })
const ofMessage = facts['message.edited'].pick({ id: true })
const ofComment = facts['comment.created'].pick({ threadId: true, commentId: true })

/** What is fit for everybody in the room to read, one line for each kind of fact. */
export const ActivityEntry = z.discriminatedUnion('kind', [
  Moved,
  entryOf('version.created', facts['version.created']),
  entryOf('version.restored', facts['version.restored']),
  entryOf('schedule.fired', facts['schedule.fired']),
  entryOf('thread.created', ofThread),
  entryOf('thread.resolved', ofThread),
  entryOf('thread.reopened', ofThread),
  entryOf('comment.created', ofComment),
  entryOf('message.edited', ofMessage),
  entryOf('message.deleted', ofMessage),
  z.object({
    ...numbered,
    kind: z.literal('access.changed'),
    by: Author.nullable(),
    /** `null`: what they bring along again. */
    body: z.object({ userId: z.string(), access: AccessLevel.nullable() }),
  }),
  entryOf('item.toggled', facts['item.toggled']),
  entryOf('checklist.completed', facts['checklist.completed']),
  entryOf('record.saved', facts['record.saved']),
  entryOf('record.restored', facts['record.restored']),
  entryOf('record.removed', facts['record.removed']),
])
export type ActivityEntry = z.infer<typeof ActivityEntry>

export const ActivityKind = z.enum(ActivityEntry.options.map(({ shape }) => shape.kind.value))
export type ActivityKind = z.infer<typeof ActivityKind>

const Kinds = z.array(ActivityKind).min(1).max(64)

const ActivityPage = z.object({
  /** Newest first. */
  entries: z.array(ActivityEntry),
  /** What to ask for as `before` to get the next page; `null`: there is none. */
  next: z.number().int().positive().nullable(),
})

type ActivityPage = z.infer<typeof ActivityPage>

export const activity = defineContract({
  name: 'activity',
  requests: {
    'activity.list': {
      access: 'read',
      body: z.object({
        before: z.number().int().positive().optional(),
        limit: z.number().int().min(1).max(200).default(50),
        /** Left out: all of them. */
        kinds: Kinds.optional(),
      }),
      reply: ActivityPage,
    },
    /** Hear of the feed on this connection from now on, or no longer. */
    'activity.follow': { access: 'read', body: z.object({ on: z.boolean() }), reply: z.object({}) },
  },
  events: {
    /** New where its number is, changed where that is known. */
    'activity.changed': { delivery: 'reliable', body: ActivityEntry },
  },
  channels: {},
  snapshot: z.null(),
  listing: {
    request: 'activity.list',
    body: { limit: 200 },
    follow: { request: 'activity.follow', body: { on: true } },
    fold({ entries, next }: ActivityPage, heard): ActivityPage {
      if (heard.kind !== 'event' || heard.type !== 'activity.changed') return { entries, next }
      const entry = heard.body as ActivityEntry
      const all = [entry, ...entries.filter(({ sequence }) => sequence !== entry.sequence)]
      const page = all.slice(0, 200)
      return { entries: page, next: all.length > page.length ? (page.at(-1)?.sequence ?? null) : next }
    },
  },
})
