'use client'
/** The past of a document. */
import type { History, Room, SyncForgeError, Version, Versions } from '@syncforge/client'
import { useMemo } from 'react'
import type { AnyRoom } from './base/any-room.ts'
import { type Kept, keptOf } from './base/kept.ts'
import { type IsEqual, itself, useGiven } from './base/store.ts'

interface Past {
  readonly versions: readonly Version[]
  readonly isLoading: boolean
  readonly error: SyncForgeError | null
}

const unknownPast: Past = { versions: [], isLoading: true, error: null }

/** How the list that components follow is read anew. */
const readers = new WeakMap<Room, Map<string, () => Promise<void>>>()

const followPast = (name: string, document: string | undefined) => (room: Room, tell: (past: Past) => void) => {
  const all = readers.get(room) ?? new Map<string, () => Promise<void>>()
  readers.set(room, all)
  let past = unknownPast
  let asked = 0
  const read = async () => {
    asked += 1
    const mine = asked
    let next: Past
    try {
      next = { versions: await room.versions.list(document), isLoading: false, error: null }
    } catch (error) {
      next = { ...past, isLoading: false, error: error as SyncForgeError }
    }
    // Of two questions the later one's answer counts.
    if (mine !== asked) return
    past = next
    tell(past)
  }
  all.set(name, read)
  void read()
  return () => {
    asked += 1
    all.delete(name)
  }
}

const nameOf = (document: string | undefined) => `past ${document ?? ''}`

export const pastOf = (room: AnyRoom, document: string | undefined): Kept<Past> | null =>
  keptOf(room, nameOf(document), unknownPast, followPast(nameOf(document), document))

export interface HistoryGiven extends Past {
  readonly refresh: () => Promise<void>
  readonly create: (name: string) => Promise<Version>
  readonly restore: (id: string) => Promise<void>
  /** Authors and replay. */
  readonly history: History | null
  readonly calls: Versions | null
}

const notJoined = () => Promise.reject(new Error('The room is not joined yet'))

/**
 * The versions of a document, newest first, and the calls, or what `select` picks of that. The list is read when the first component comes, and anew
 * by `refresh`.
 *
 * @param document without it, the document `default`
 * @example
 * const { versions, create, restore } = useHistory(room)
 * await create('Before the rewrite')
 */
export const useHistory = <S = HistoryGiven>(
  room: AnyRoom,
  document?: string,
  select?: (given: HistoryGiven) => S,
  isEqual?: IsEqual<S>,
): S => {
  const actions = useMemo(() => {
    const refresh = async () => {
      if (room) await readers.get(room)?.get(nameOf(document))?.()
    }
    return {
      refresh,
      async create(name: string) {
        if (!room) return notJoined()
        const version = await room.versions.create(name, document)
        await refresh()
        return version
      },
      async restore(id: string) {
        if (!room) return notJoined()
        await room.versions.restore(id)
        await refresh()
      },
      history: room?.history ?? null,
      calls: room?.versions ?? null,
    }
  }, [room, document])
  const give = (past: Past): HistoryGiven => ({ ...past, ...actions })
  return useGiven<Past, Past, HistoryGiven, S>(pastOf(room, document), unknownPast, itself, give, { select, isEqual })
}
