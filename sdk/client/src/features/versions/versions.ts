/** Owns nothing: asks the room about the past of its documents. Rules VE1–VE5 are in the contract. */

import { fromBase64 } from '@syncforge/protocol/base64'
import type { Author, AuthoredRun, HistoryEntry, TextChange, Version } from '@syncforge/protocol/versions'
import * as Y from 'yjs'
import type { Link } from '../../connection/link.ts'

/** A version with the document as it was then: a Y.Doc of its own, to look at. */
export interface VersionContent extends Version {
  readonly doc: Y.Doc
}

/** `texts`: each text word for word. `values`: every other root, as JSON. */
export interface VersionComparison {
  readonly texts: { readonly [root: string]: readonly TextChange[] }
  readonly values: { readonly [root: string]: { readonly before: unknown; readonly after: unknown } }
}

/**
 * Points in the past of the room's documents.
 *
 * @example
 * const version = await room.versions.create('before the review')
 * …
 * await room.versions.restore(version.id) // a new edit: nothing that came after it is lost
 */
export interface Versions {
  /** Newest first, automatic ones included. */
  list(document?: string): Promise<readonly Version[]>
  /** Names the document as the room has it now: `await room.flush()` first where local edits shall be in it. Needs `write`. */
  create(name: string, document?: string): Promise<Version>
  /** @throws SyncForgeError NOT_FOUND */
  get(id: string): Promise<VersionContent>
  /** What has changed since, or between two versions of a document. @throws SyncForgeError NOT_FOUND */
  compare(from: string, to?: string): Promise<VersionComparison>
  /** Makes the document what it was, as a new edit of mine. Needs `write`. @throws SyncForgeError NOT_FOUND */
  restore(id: string): Promise<void>
  /** Forgets the version, not what was written. Needs `moderate`. @throws SyncForgeError NOT_FOUND */
  remove(id: string): Promise<void>
}

/** One moment of a replay: seek with {@link Replay.at}. */
export interface ReplayMoment {
  readonly at: number
  readonly authors: readonly Author[]
}

/**
 * A stretch of the past, to be walked through.
 *
 * @example
 * const replay = await room.history.replay({ from: Date.now() - 3_600_000 })
 * slider.max = String(replay.moments.length - 1)
 * slider.oninput = () => show(replay.at(replay.moments[Number(slider.value)].at).getText('content'))
 */
export interface Replay {
  readonly moments: readonly ReplayMoment[]
  /** The document as it was at that time, in milliseconds since 1970: a Y.Doc of its own. */
  at(time: number): Y.Doc
}

/** Who did what when. Times are milliseconds since 1970, by the server's clock. */
export interface History {
  /** Who edited when, newest first, at most `limit` entries (100); `before`: the `from` of the last entry of the page before. */
  log(options?: {
    readonly document?: string
    readonly before?: number
    readonly limit?: number
  }): Promise<readonly HistoryEntry[]>
  /** Every text of the document in runs by who wrote them. @example const { content } = await room.history.blame() */
  blame(document?: string): Promise<{ readonly [root: string]: readonly AuthoredRun[] }>
  /** Fetches the stretch between two moments; without `to`, until now. */
  replay(options: { readonly document?: string; readonly from: number; readonly to?: number }): Promise<Replay>
}

export const createVersions = (
  link: Link,
  defaultDocument: string,
): { readonly versions: Versions; readonly history: History } => {
  // What is wrong with a name or an id is the room's to say: every call asks it anyway.
  const documentOf = (document: string = defaultDocument) => ({ document })

  return {
    versions: {
      list: async (document) => link.ask('versions.list', documentOf(document)),
      create: async (name, document) =>
        link.ask('versions.create', {
          ...documentOf(document),
          name,
        }),
      async get(id) {
        const { version, state } = await link.ask('versions.get', { id })
        const doc = new Y.Doc()
        Y.applyUpdate(doc, fromBase64(state))
        return { ...version, doc }
      },
      compare: async (from, to) => link.ask('versions.compare', { from, ...(to === undefined ? {} : { to }) }),
      async restore(id) {
        await link.ask('versions.restore', { id })
      },
      async remove(id) {
        await link.ask('versions.remove', { id })
      },
    },
    history: {
      log: async ({ document, ...page } = {}) => link.ask('history.log', { ...documentOf(document), ...page }),
      blame: async (document) => link.ask('history.blame', documentOf(document)),
      async replay({ document, from, to = Number.MAX_SAFE_INTEGER }) {
        const question = { ...documentOf(document), from, to }
        let page = await link.ask('history.replay', question)
        const base = fromBase64(page.base ?? '')
        const steps = [...page.steps]
        while (page.next !== null) {
          page = await link.ask('history.replay', { ...question, after: page.next })
          steps.push(...page.steps)
        }
        return {
          moments: steps.map(({ at, authors }) => ({ at, authors })),
          at(time) {
            const doc = new Y.Doc()
            doc.transact(() => {
              Y.applyUpdate(doc, base)
              for (const step of steps) if (step.at <= time) Y.applyUpdate(doc, fromBase64(step.update))
            })
            return doc
          },
        }
      },
    },
  }
}
