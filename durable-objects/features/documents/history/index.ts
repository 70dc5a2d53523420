/** The history of documents: what is kept of the past, its versions, and the answers to questions about it. Rules VE1–VE5 are in the contract. */

import { toBase64 } from '@syncforge/protocol/base64'
import type { documents as contract } from '@syncforge/protocol/document'
import { RoomError } from '@syncforge/protocol/errors'
import type { Fact } from '@syncforge/protocol/facts'
import { isSamePerson, type Person } from '@syncforge/protocol/person'
import type { Author, AuthoredRun, Version } from '@syncforge/protocol/versions'
import * as Y from 'yjs'
import type { Connection, FrameAnnouncement, MirrorSource, RoomContext, RoomFeature } from '../../../room/feature.ts'
import { openRoot } from '../read.ts'
import type { DocumentStore, StoredDocument } from '../state/store.ts'
import type { Authors } from './authors.ts'
import { compare } from './compare.ts'
import { createVersionCopies } from './copies.ts'
import { restoringUpdate } from './restoring.ts'
import { createSegmentStore, type StoredPiece } from './segments.ts'
import { createClockTimes, type Point, replayUpTo, splitAtHandovers, stateOf, writtenRuns } from './timeline.ts'
import { createVersionStore, type StoredVersion } from './versions.ts'

/** Under constant editing an automatic version is made this often, otherwise when a spell has ended, but no closer together than a part of it. */
const automaticEveryMs = 600_000
const automaticApartMs = 120_000
/** A page of a replay holds about this much, as bytes before base64. */
const replayPageBytes = 512 * 1024

const personOf = ({ user: { userId, verified } }: Connection): Person => ({ userId, verified })
const isSameAuthor = (one: Author | null, other: Author | null): boolean =>
  one === null || other === null ? one === other : isSamePerson(one, other)

type Handlers = RoomFeature<typeof contract>['handlers']
type HistoryHandlers = Pick<Handlers, Extract<keyof Handlers, `versions.${string}` | `history.${string}`>>

export interface History {
  readonly handlers: HistoryHandlers
  readonly copies: MirrorSource
  /** How each document was at a version, others than its own as near to that moment as the history tells; `null` where there was none. @throws RoomError NOT_FOUND */
  moment(version: string): (document: StoredDocument) => Uint8Array | null
  /** Which document a version is of; `null` for one that there is not. */
  documentOf(version: string): string | null
  /** The log rows of `document` before `before` are about to go. Call in that transaction. */
  absorb(document: number, before: number): void
  /** An editing spell ended or goes on: makes an automatic version when one is due, and forgets what is too old. Call in a transaction. */
  tend(now: number, isQuiet: boolean): void
}

interface HistoryParts {
  readonly room: Pick<RoomContext, 'sql' | 'attempt' | 'clock' | 'settings' | 'mirrorLater' | 'log'>
  readonly store: DocumentStore
  readonly authors: Authors
  /** All of a document but what waits for its parents. */
  present(name: string): Uint8Array
  /** Commits an edit as that of `from`, as if it had come over a socket, and returns what everyone is to hear. */
  edit(name: string, update: Uint8Array, from: Connection): readonly FrameAnnouncement[]
}

export const createHistory = ({ room, store, authors, present, edit }: HistoryParts): History => {
  const { sql, attempt, clock, settings, mirrorLater } = room
  const segments = createSegmentStore(sql, store)
  const versions = createVersionStore(sql)

  const require = (name: string): StoredDocument => {
    const found = store.find(name)
    if (found === null) throw new RoomError('NOT_FOUND', 'The room has no document of this name', { document: name })
    return found
  }
  const documentOf = (version: StoredVersion): StoredDocument => {
    const found = store.all().find(({ id }) => id === version.document)
    if (found === undefined) throw new RoomError('NOT_FOUND', 'There is no such version', { version: version.id })
    return found
  }
  const newestOf = (pieces: readonly StoredPiece[]): number => pieces[pieces.length - 1]?.last ?? 0

  const toVersion = (version: StoredVersion, document: string): Version => ({
    id: version.id,
    document,
    kind: version.name === null ? 'automatic' : 'named',
    name: version.name,
    at: version.at,
    by: version.author === null ? null : authors.byId(version.author),
  })

  const createVersion = (document: StoredDocument, name: string | null, author: number | null): StoredVersion =>
    versions.create({
      document: document.id,
      name,
      sequence: newestOf(segments.all(document.id)),
      at: clock(),
      author,
    })

  const pointOf = ({ id, sequence, at }: StoredVersion): Point => ({ upTo: sequence, at, kept: versions.keptState(id) })

  const stateAt = (version: StoredVersion): Uint8Array => {
    const { upTo, kept } = pointOf(version)
    if (kept !== null) return kept
    const doc = replayUpTo(segments.all(version.document), upTo)
    const state = stateOf(doc)
    doc.destroy()
    return state
  }

  const copies = createVersionCopies({ room, store, versions, authors, documentOf, stateAt })

  const stateUpTo = (document: StoredDocument, at: number): Uint8Array | null => {
    if (document.createdAt > at) return null
    const pieces = segments.all(document.id)
    const then = pieces.filter(({ endedAt }) => endedAt <= at).at(-1) ?? pieces[0]
    const doc = replayUpTo(pieces, then?.last ?? 0)
    const state = stateOf(doc)
    doc.destroy()
    return state
  }

  const handlers: HistoryHandlers = {
    'versions.list'({ document }) {
      const found = store.find(document)
      return { reply: found === null ? [] : versions.of(found.id).map((version) => toVersion(version, document)) }
    },

    'versions.create'({ document, name }, from) {
      if (settings().historyMs === 0) throw new RoomError('LIMIT_EXCEEDED', 'The room keeps no history')
      const reply = toVersion(createVersion(require(document), name, authors.idOf(from.user)), document)
      mirrorLater()
      return {
        reply,
        facts: [{ kind: 'version.created', body: { document, id: reply.id, name, by: personOf(from) } }],
      }
    },

    'versions.get'({ id }) {
      const version = versions.get(id)
      const reply = { version: toVersion(version, documentOf(version).name), state: toBase64(stateAt(version)) }
      return { reply }
    },

    'versions.restore'({ id }, from) {
      const version = versions.get(id)
      const document = documentOf(version)
      const { handovers } = authors.writersOf(document.id)
      const heirs = authors.heirs(document.id, from.user)
      const update = restoringUpdate(present(document.name), stateAt(version), heirs, handovers)
      const facts: Fact[] = [{ kind: 'version.restored', body: { document: document.name, id, by: personOf(from) } }]
      if (update === null) return { reply: {}, facts }
      if (settings().historyMs > 0) createVersion(document, null, null)
      return { reply: {}, facts, frames: edit(document.name, update, from) }
    },

    'versions.remove'({ id }) {
      const { name } = versions.get(id)
      versions.remove(id)
      if (name !== null) {
        copies.removed(id)
        mirrorLater()
      }
      return { reply: {} }
    },

    'versions.compare'({ from, to }) {
      const [then, until] = [versions.get(from), to === undefined ? null : versions.get(to)]
      if (until !== null && until.document !== then.document) {
        throw new RoomError('VALIDATION_ERROR', 'The versions are of different documents', { from, to })
      }
      const pieces = segments.all(then.document)
      const now: Point = until === null ? { upTo: newestOf(pieces), at: clock(), kept: null } : pointOf(until)
      return { reply: compare(pieces, pointOf(then), now, authors.writersOf(then.document)) }
    },

    'history.log'({ document, before, limit }) {
      const found = store.find(document)
      const pieces = found === null ? [] : segments.all(found.id)
      const reply = pieces
        .filter(({ startedAt }) => before === undefined || startedAt < before)
        .slice(-limit)
        .reverse()
        .map(({ startedAt, endedAt, authors: ids }) => ({
          from: startedAt,
          to: endedAt,
          authors: [...authors.parse(ids)],
        }))
      return { reply }
    },

    'history.blame'({ document }) {
      const { id } = require(document)
      const pieces = segments.all(id)
      const doc = replayUpTo(pieces, newestOf(pieces))
      const writers = authors.writersOf(id)
      const timeOf = createClockTimes(pieces)
      const reply: Record<string, AuthoredRun[]> = {}
      const blame = (text: Y.Text): AuthoredRun[] => {
        const runs: AuthoredRun[] = []
        for (const { text: written, client, clock: first } of writtenRuns(text)) {
          const run: AuthoredRun = { text: written, by: writers.at(client, first), at: timeOf(client, first) }
          const last = runs.at(-1)
          if (last !== undefined && isSameAuthor(last.by, run.by) && last.at === run.at) last.text += written
          else runs.push(run)
        }
        return runs
      }
      doc.transact(() => {
        splitAtHandovers(doc, writers.handovers)
        for (const name of doc.share.keys()) {
          const root = openRoot(doc, name)
          if (root instanceof Y.Text) reply[name] = blame(root)
        }
      })
      doc.destroy()
      return { reply }
    },

    'history.replay'({ document, from, to, after }) {
      const { id } = require(document)
      const pieces = segments.all(id)
      const start = pieces.filter(({ endedAt }) => endedAt <= from).at(-1)?.last ?? 0
      const steps: ReturnType<Handlers['history.replay']>['reply']['steps'] = []
      let bytes = 0
      let next: number | null = null
      for (const piece of pieces) {
        if (piece.last <= Math.max(start, after ?? 0) || piece.endedAt > to) continue
        const update = piece.read()
        if (bytes > 0 && bytes + update.length > replayPageBytes) {
          next = piece.first - 1
          break
        }
        bytes += update.length
        steps.push({ at: piece.endedAt, authors: [...authors.parse(piece.authors)], update: toBase64(update) })
      }
      const doc = after === undefined ? replayUpTo(pieces, start) : null
      return { reply: { base: doc === null ? null : toBase64(Y.encodeStateAsUpdate(doc)), steps, next } }
    },
  }

  /** The past of `document` before the row `before` is about to go: automatic versions go with it, named ones keep their state. */
  const detach = (document: number, before: number) => {
    for (const version of versions.of(document)) {
      if (version.sequence >= before || versions.keptState(version.id) !== null) continue
      if (version.name === null) versions.remove(version.id)
      else versions.keepState(version.id, stateAt(version))
    }
  }

  const versionWhenDue = (document: StoredDocument, now: number, isQuiet: boolean) => {
    const newest = segments.all(document.id).at(-1)
    const [last] = versions.of(document.id)
    const apartMs = isQuiet ? automaticApartMs : automaticEveryMs
    const isDue = last === undefined || Math.abs(now - last.at) >= apartMs
    if (newest !== undefined && newest.last > (last?.sequence ?? 0) && isDue) createVersion(document, null, null)
  }

  const foldOld = (document: StoredDocument, now: number) => {
    const before = now - settings().historyMs
    const old = segments.older(document.id, before)
    if (old.length < 2) return
    detach(document.id, old.at(-1)?.last ?? 0)
    segments.fold(document.id, before)
  }

  return {
    handlers,
    copies,
    moment(id) {
      const version = versions.get(id)
      return (document) => (document.id === version.document ? stateAt(version) : stateUpTo(document, version.at))
    },
    documentOf(id) {
      const version = versions.has(id) ? versions.get(id) : undefined
      return store.all().find((document) => document.id === version?.document)?.name ?? null
    },
    absorb(document, before) {
      if (settings().historyMs === 0) {
        detach(document, Number.POSITIVE_INFINITY)
        return segments.clear(document)
      }
      segments.absorb(
        document,
        before,
        versions.of(document).map(({ sequence }) => sequence),
      )
    },
    tend(now, isQuiet) {
      if (settings().historyMs === 0) return
      // The past of one document may be damaged: that of the others is kept in order all the same.
      for (const document of store.all()) {
        attempt(`history of ${document.name}`, () => {
          versionWhenDue(document, now, isQuiet)
          foldOld(document, now)
        })
      }
    },
  }
}
