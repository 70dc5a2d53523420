/** Records on their way into a fork and back (rule RC7): each with its history. */
import type { Fact } from '@syncforge/protocol/facts'
import type { Branching, BranchPiece, Connection } from '../../room/feature.ts'
import { type StoredVersion, stampOf, type Versions } from './versions.ts'

const utf8 = new TextEncoder()

export const createBranching = (
  versions: Versions,
  save: (saved: StoredVersion, from: Connection) => ReturnType<Branching['unpack']>,
  /** It came as it is: what there is to tell of it. */
  taken: (newest: StoredVersion) => readonly Fact[],
): Branching => ({
  *known() {
    for (const head of versions.heads()) {
      yield { key: head.key, about: null, bytes: utf8.encode(stampOf(head)) } satisfies BranchPiece
    }
  },
  // What is asked for by name are documents.
  pack({ keys, known }) {
    function* all(): Generator<BranchPiece> {
      for (const head of versions.heads()) {
        const theirs = known.get(head.key)
        if (theirs !== undefined && new TextDecoder().decode(theirs) === stampOf(head)) continue
        yield { key: head.key, about: null, bytes: utf8.encode(JSON.stringify(versions.all(head.key))) }
      }
    }
    return keys === null ? all() : []
  },
  unpack({ key, bytes }, from) {
    const theirs = JSON.parse(new TextDecoder().decode(bytes)) as StoredVersion[]
    const mine = versions.all(key)
    const unchanged = { changed: false, frames: [], facts: [] }
    const newest = theirs.at(-1)
    if (newest === undefined) return unchanged
    if (mine.length === 0) {
      for (const version of theirs) versions.add(version)
      return { ...unchanged, changed: true, facts: taken(newest) }
    }
    // What it has is of before the fork, or came back already.
    if (mine.some((version) => stampOf(version) === stampOf(newest) || version.content === newest.content))
      return unchanged
    return save(newest, from)
  },
})
