/** Owns the tables `documents_*` and the key `awareness` of every connection's memory. Rules DO1–DO8 are in the contract. */
import { allows } from '@syncforge/protocol/access'
import { documents as contract } from '@syncforge/protocol/document'
import {
  type AwarenessMessage,
  type ClientDocumentMessage,
  DocumentKind,
  type ServerDocumentMessage,
} from '@syncforge/protocol/document-frames'
import { RoomError } from '@syncforge/protocol/errors'
import { Channel } from '@syncforge/protocol/frames'
import { defaultDocument } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import { type Connection, defineFeature, type FrameAnnouncement, type FrameOutcome } from '../../room/feature.ts'
import { createAwarenessSet } from './awareness/awareness-set.ts'
import { createBirths, tellingFacts } from './births.ts'
import { createBranching } from './branches.ts'
import { createAuthors } from './history/authors.ts'
import { createHistory } from './history/index.ts'
import { createDocumentMirror } from './mirror.ts'
import { readJson, readText } from './read.ts'
import { migrations } from './schema.ts'
import { createSeeds } from './seeds.ts'
import { createFillReports } from './state/fill-reports.ts'
import { createLoadGuard } from './state/load-guard.ts'
import { type Past, requireTaken } from './state/open-document.ts'
import { createOpenDocuments, type Pending } from './state/open-documents.ts'
import { createDocumentStore } from './state/store.ts'
import { nothingHeld, usageOf } from './state/usage.ts'
import { createAnswers } from './sync/answers.ts'
import { createFailedUpdates } from './sync/failed-updates.ts'
import { createMissed } from './sync/missed.ts'
import { checkStateVector, checkUpdate, emptyUpdate, isEmptyUpdate } from './sync/update.ts'
import { createWorkBudget } from './sync/work-budget.ts'

/** After this time without an edit documents are compacted, even when few rows have come together. */
const settleAfterMs = 30_000
const settleAtRows = 10

const topicPrefix = 'documents:'
const topicOf = (name: string) => `${topicPrefix}${name}`
const followedBy = ({ topics }: Connection): readonly string[] =>
  [...topics].flatMap((topic) => (topic.startsWith(topicPrefix) ? [topic.slice(topicPrefix.length)] : []))

const noStateVector = Uint8Array.of(0)

export const documents = defineFeature({
  contract,
  migrations,
  // What Postgres has of this room says nothing about a copy.
  localTables: ['documents_mirror', 'documents_version_copy'],
  open(room) {
    const { sql, clock, wakeAt, connections, mirrorLater, tellChange, log } = room
    const store = createDocumentStore(sql)
    const authors = createAuthors(sql)
    const guard = createLoadGuard(store, clock)
    const births = createBirths()
    const budget = createWorkBudget(clock)
    const past: Past = {
      clock,
      absorb: (document, before) => history.absorb(document, before),
      updateSteps: budget.updateSteps,
      look: room.contents.look,
    }
    const library = createOpenDocuments(store, guard, authors, past, births.note, log)
    const answers = createAnswers(clock)
    /** What is on its way to whom part by part. */
    const answering = new Map<string, string>()
    const missed = createMissed(library)
    const fills = createFillReports()
    const takeFacts = () => [...births.take(), ...fills.take()]
    const faults = createFailedUpdates()
    const awareness = createAwarenessSet(room)

    let changedAt = 0
    let settlesAt: number | null = null
    /** One wake-up for a whole spell of editing, not one for each tick. */
    const settleLater = () => {
      changedAt = clock()
      if (settlesAt !== null && Math.abs(settlesAt - changedAt) <= settleAfterMs) return
      settlesAt = changedAt + settleAfterMs
      wakeAt(contract.name, settlesAt)
    }

    const awarenessFrame = (to: FrameAnnouncement['to'], name: string, update: Uint8Array): FrameAnnouncement => ({
      to,
      frame: { channel: Channel.awareness, message: { name, update } },
      delivery: 'latest',
      origin: 0,
      ...(to === 'everyone' ? { topic: topicOf(name) } : {}),
    })

    const statesOf = (name: string, { id }: Connection): readonly FrameAnnouncement[] => {
      return awareness.encodeAll(name).map((update) => awarenessFrame({ connectionId: id }, name, update))
    }

    const tellDocument = (to: string, message: ServerDocumentMessage): FrameAnnouncement => ({
      to: { connectionId: to },
      frame: { channel: Channel.document, message },
      delivery: 'reliable',
      origin: 0,
    })

    const stateVectorOf = (name: string) => library.open(name)?.stateVector() ?? noStateVector

    const askWriter = (name: string, from: Connection): readonly FrameAnnouncement[] => {
      if (!allows(from.accessTo(name), 'write')) return []
      return [tellDocument(from.id, { kind: DocumentKind.step1, name, stateVector: stateVectorOf(name) })]
    }

    /** What an answer says, in parts: the document, then who edits it. */
    function* answer(name: string, stateVector: Uint8Array, from: Connection) {
      // The frames themselves, not copies: those who get the same share its bytes.
      const to = (frame: FrameAnnouncement['frame']) =>
        ({ to: { connectionId: from.id }, frame, delivery: 'reliable', origin: 0 }) as const
      const isEnding = () => {
        // Who waits for a large answer need not hear of changes that will be in it.
        from.follow(topicOf(name))
        missed.current(from, name)
      }
      answering.set(from.id, name)
      try {
        for (const frames of answers.parts({ name, stateVector, open: () => library.open(name), isEnding }))
          yield frames.map(to)
        for (const states of statesOf(name, from)) yield [states]
      } finally {
        answering.delete(from.id)
      }
    }

    const onStep1 = (
      { name, stateVector }: Extract<ClientDocumentMessage, { stateVector: Uint8Array }>,
      from: Connection,
    ) => {
      checkStateVector(stateVector)
      if (!from.topics.has(topicOf(name)) && from.topics.size >= limits.documentsPerRoom) {
        throw new RoomError('LIMIT_EXCEEDED', 'This connection follows as many documents as it may', {
          max: limits.documentsPerRoom,
        })
      }
      const bytes = answers.estimate(library.open(name), stateVector) + awareness.bytes(name)
      return { announce: askWriter(name, from), answer: { key: name, bytes, parts: answer(name, stateVector, from) } }
    }

    const read = (update: Uint8Array, from: Connection) => {
      try {
        return checkUpdate(update)
      } catch (error) {
        budget.spend(new Map([[{ from, update }, 0]]))
        throw error
      }
    }

    const onUpdate = ({ name, seq, update }: Extract<ClientDocumentMessage, { seq: number }>, from: Connection) => {
      if (!allows(from.accessTo(name), 'write')) {
        if (isEmptyUpdate(update)) return { announce: [] }
        return { announce: [tellDocument(from.id, { kind: DocumentKind.refused, name, seq, code: 'FORBIDDEN' })] }
      }
      faults.require(from)
      budget.require(from, update.length)
      const content = read(update, from)
      budget.require(from, update.length, content)
      library.collect(name, { update, seq, from, content })
      return undefined
    }

    /** What one document's tick means to the others and to its authors. */
    const commit = (name: string, pending: readonly Pending[]) => {
      const committed = library.commit(name, pending)
      const frames: FrameAnnouncement[] = []
      if (committed.update !== null) tellChange(name, committed.sequence)
      if (committed.update !== null || committed.incomplete) {
        mirrorLater()
        settleLater()
      }
      const held = library.open(name)?.held
      if (held !== undefined) fills.note(name, held)
      room.contents.changed(name, committed.looks)
      const authors = new Set(pending.map(({ from }) => from.number))
      if (committed.update !== null) {
        const [only] = authors
        frames.push({
          to: 'everyone',
          topic: topicOf(name),
          frame: { channel: Channel.document, message: { kind: DocumentKind.update, name, update: committed.update } },
          delivery: 'resumable',
          origin: authors.size === 1 ? (only ?? 0) : 0,
        })
      }
      budget.spend(committed.costs)
      const refused = new Set(committed.refused.map(({ item }) => item))
      const acked = new Map<string, number>()
      for (const item of pending) {
        if (refused.has(item)) continue
        acked.set(item.from.id, Math.max(item.seq, acked.get(item.from.id) ?? 0))
      }
      const faulty = committed.refused.filter(({ isFault }) => isFault)
      for (const from of new Set(faulty.map(({ item }) => item.from))) faults.note(from)
      for (const { item, error } of committed.refused) {
        const { from, seq } = item
        frames.push(tellDocument(from.id, { kind: DocumentKind.refused, name, seq, code: error.code }))
      }
      for (const [id, seq] of acked) {
        frames.push(tellDocument(id, { kind: DocumentKind.ack, name, seq }))
        if (committed.incomplete) {
          frames.push(tellDocument(id, { kind: DocumentKind.step1, name, stateVector: stateVectorOf(name) }))
        }
      }
      return { committed, frames }
    }

    const readState = (name: string): Uint8Array => {
      const known = library.open(name)
      // Every room has its default document, written or not.
      if (known === null && name === defaultDocument) return emptyUpdate
      if (known === null) throw new RoomError('NOT_FOUND', 'The room has no document of this name', { document: name })
      return known.encodeMissing(noStateVector)
    }

    /** An edit that no client's copy has yet, that of its author neither. */
    const edit = (name: string, update: Uint8Array, from: Connection): readonly FrameAnnouncement[] => {
      const { id = 0 } = store.find(name) ?? {}
      const content = checkUpdate(update, limits.documentMaxBytes)
      // What comes back in a restore has its authors already.
      const authorKnown = new Set(content.clients.filter((client) => authors.knows(id, client)))
      const mine = { update, seq: 0, from, content, authorKnown }
      library.check(name, mine)
      const { committed, frames } = commit(name, [mine])
      requireTaken(committed, mine)
      return frames.map((frame) => ({ ...frame, origin: 0 }))
    }

    const history = createHistory({ room, store, authors, present: readState, edit })

    const seeds = createSeeds({
      room: { sql, clock },
      hasContent(name) {
        const known = library.open(name)
        return known !== null && (known.stateVector().length > 1 || !isEmptyUpdate(known.encodeWhole()))
      },
      edit,
    })

    return {
      handlers: tellingFacts(
        {
          ...history.handlers,
          ...seeds.handlers,
          'documents.list': () => ({ reply: store.all().map(({ name, createdAt }) => ({ name, createdAt })) }),
          'documents.measure': ({ name }) => ({ reply: usageOf(library.open(name)?.held ?? nothingHeld) }),
          'documents.read'({ name, format }) {
            const state = readState(name)
            if (format === 'yjs') return { reply: { format, content: state } }
            return format === 'json'
              ? { reply: { format, content: readJson(state) } }
              : { reply: { format, content: readText(state) } }
          },
          'documents.update'({ name, update }, from) {
            const mine = { update, seq: 0, from, content: checkUpdate(update) }
            library.check(name, mine)
            const { committed, frames } = commit(name, [mine])
            requireTaken(committed, mine)
            return { reply: { sequence: committed.sequence }, frames }
          },
        },
        takeFacts,
      ),

      frames: {
        [Channel.document]: (message: ClientDocumentMessage, from: Connection): FrameOutcome | undefined =>
          message.kind === DocumentKind.step1 ? onStep1(message, from) : onUpdate(message, from),
        [Channel.awareness]({ name, update }: AwarenessMessage, from: Connection): FrameOutcome | undefined {
          const correction = awareness.apply(name, update, from)
          return correction === null
            ? undefined
            : { announce: [awarenessFrame({ connectionId: from.id }, name, correction)] }
        },
      },

      snapshot(viewer) {
        library.beginNumbers(viewer)
        return null
      },

      content: (name) => library.open(name)?.doc() ?? null,

      partOf(about) {
        const { name, document, id, from } = about as { [K in 'name' | 'document' | 'id' | 'from']?: string }
        return (
          document ?? (id === undefined && from === undefined ? (name ?? null) : history.documentOf(id ?? from ?? ''))
        )
      },

      onFound: awareness.recall,

      onLeave(connection) {
        missed.forget(connection)
        awareness.leave(connection)
        return { announce: seeds.leave(connection) }
      },

      onLastLeave() {
        history.tend(clock(), true)
        library.settle(1)
        settlesAt = null
        wakeAt(contract.name, null)
        return {}
      },

      onAlarm(now) {
        settlesAt = null
        if (Math.abs(now - changedAt) < settleAfterMs) {
          history.tend(now, false)
          settlesAt = changedAt + settleAfterMs
          wakeAt(contract.name, settlesAt)
        } else {
          history.tend(now, true)
          library.settle(settleAtRows)
        }
        return {}
      },

      onTick: () => ({
        announce: [
          ...library.withPending().flatMap((name) => commit(name, library.take(name)).frames),
          ...awareness
            .takeChanges(connections().length)
            .map(([name, update]) => awarenessFrame('everyone', name, update)),
        ],
        facts: takeFacts(),
        more: awareness.hasChanges(),
      }),

      onFacts: fills.announce,

      hasPending: () => library.withPending().length > 0,

      onQuiet: () => awareness.save(),

      onImport() {
        mirrorLater()
        settleLater()
      },

      mirrors: [createDocumentMirror(store, library), history.copies],

      branching: createBranching({ store, library, authors, history, births, takeFacts, clock, commit }),

      onBehind: (viewer) => missed.begin(viewer, followedBy(viewer)),

      mark(viewer) {
        const name = answering.get(viewer.id) ?? followedBy(viewer)[0]
        if (name === undefined) return null
        const stateVector = stateVectorOf(name)
        return { channel: Channel.document, message: { kind: DocumentKind.step1, name, stateVector } }
      },

      catchUp: (viewer) => [
        ...missed
          .end(viewer)
          .map(([name, update]) => tellDocument(viewer.id, { kind: DocumentKind.update, name, update })),
        ...followedBy(viewer).flatMap((name) => statesOf(name, viewer)),
      ],

      forget() {
        takeFacts()
        library.forget()
        answers.forget()
        settlesAt = null
      },
    }
  },
})
