/** Which anchors an edit concerns: an index of the ids that they stand on, one for each document that has any. A cache of the rows. */
import type { Transaction } from 'yjs'
import type { RoomContext } from '../../../room/feature.ts'
import type { Inserted } from './heal.ts'
import { aroundLength } from './place.ts'
import type { AnchorRows, KeptAnchor } from './rows.ts'

/** What an edit did, as far as it concerns anchors. */
export interface Edit {
  /** By thread, what stood around the characters that were taken, as it was before. */
  readonly taken: ReadonlyMap<string, { readonly before: string; readonly after: string }>
  readonly inserted: readonly Inserted[]
}

export interface Followed {
  look(document: string, transaction: Transaction): Edit | null
  find(document: string, thread: string): KeptAnchor | undefined
  /** Those of a document that have lost something. */
  waiting(document: string): readonly KeptAnchor[]
  put(anchor: KeptAnchor): void
  drop(thread: string): void
  forget(): void
}

interface Entry {
  readonly start: number
  readonly end: number
  readonly anchor: KeptAnchor
}
interface Index {
  readonly anchors: Map<string, KeptAnchor>
  readonly byClient: Map<number, Entry[]>
}

/** In one edit no more text is looked through. */
const insertedMaxLength = 100_000

type Item = NonNullable<ReturnType<Transaction['doc']['store']['clients']['get']>>[number]
interface TextLike {
  readonly id: { readonly client: number; readonly clock: number }
  readonly length: number
  readonly deleted: boolean
  readonly left: TextLike | null
  readonly right: TextLike | null
  readonly origin: TextLike['id'] | null
  readonly rightOrigin: TextLike['id'] | null
  readonly content: { readonly str?: string }
}
const textOf = (item: Item): TextLike | null => ('content' in item ? (item as unknown as TextLike) : null)

export const createFollowed = (
  { sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>,
  rows: AnchorRows,
): Followed => {
  let documents: Set<string> | null = null
  const indexes = new Map<string, Index>()

  const hasAny = (document: string): boolean => {
    if (!hasTables()) return false
    documents ??= new Set(
      sql
        .exec<{ document: string }>('SELECT DISTINCT document FROM comments_anchor')
        .toArray()
        .map((row) => row.document),
    )
    return documents.has(document)
  }
  const add = ({ anchors, byClient }: Index, anchor: KeptAnchor) => {
    anchors.set(anchor.thread, anchor)
    for (const [client, start, length] of anchor.runs) {
      const entries = byClient.get(client) ?? []
      entries.push({ start, end: start + length, anchor })
      byClient.set(client, entries)
    }
  }
  const indexOf = (document: string): Index => {
    let index = indexes.get(document)
    if (index === undefined) {
      index = { anchors: new Map(), byClient: new Map() }
      for (const anchor of rows.of(document)) add(index, anchor)
      indexes.set(document, index)
    }
    return index
  }

  const insertedBy = ({ doc, beforeState, afterState }: Transaction): Inserted[] => {
    const inserted: Inserted[] = []
    let length = 0
    for (const [client, end] of afterState) {
      const start = beforeState.get(client) ?? 0
      if (start >= end) continue
      const structs = doc.store.clients.get(client) ?? []
      for (let n = structs.length - 1; n >= 0; n--) {
        const struct = structs[n]
        if (struct === undefined || struct.id.clock + struct.length <= start) break
        const item = textOf(struct)
        const text = item?.deleted === false ? item.content.str : undefined
        if (item === null || text === undefined) continue
        const skipped = Math.max(0, start - item.id.clock)
        length += text.length
        if (length > insertedMaxLength) return []
        const { origin, rightOrigin } = item
        inserted.push({
          client,
          clock: item.id.clock + skipped,
          text: text.slice(skipped),
          origin: skipped > 0 ? { client, clock: start - 1 } : origin,
          rightOrigin,
        })
      }
    }
    return inserted
  }

  /** What stood beside an item before the edit: what it took as well is counted in. */
  const around = (item: TextLike, step: 'left' | 'right', isOld: (id: TextLike['id']) => boolean): string => {
    let text = ''
    for (
      let next = item[step], steps = 0;
      next !== null && text.length < aroundLength && steps < 200;
      next = next[step], steps++
    ) {
      const { str } = next.content
      if (str === undefined || !isOld(next.id) || (next.deleted && !wasTaken(next))) continue
      text = step === 'left' ? str + text : text + str
    }
    return step === 'left' ? text.slice(-aroundLength) : text.slice(0, aroundLength)
  }
  let wasTaken: (item: TextLike) => boolean = () => false

  return {
    look(document, transaction) {
      if (!hasAny(document)) return null
      const { anchors, byClient } = indexOf(document)
      const { deleteSet, beforeState, doc } = transaction
      const ranges = deleteSet.clients
      wasTaken = ({ id, length }) =>
        (ranges.get(id.client) ?? []).some(({ clock, len }) => clock < id.clock + length && id.clock < clock + len)
      const isOld = ({ client, clock }: TextLike['id']) => clock < (beforeState.get(client) ?? 0)
      const taken = new Map<string, { before: string; after: string }>()
      for (const [client, deletes] of ranges) {
        const entries = byClient.get(client)
        if (entries === undefined) continue
        for (const { start, end, anchor } of entries) {
          if (anchors.get(anchor.thread) !== anchor || taken.has(anchor.thread)) continue
          if (!deletes.some(({ clock, len }) => clock < end && start < clock + len)) continue
          const [first, last] = [anchor.runs[0], anchor.runs.at(-1)]
          const structAt = (id: number, clock: number) =>
            doc.store.clients
              .get(id)
              ?.find((struct) => struct.id.clock <= clock && clock < struct.id.clock + struct.length)
          const head = first && structAt(first[0], first[1])
          const tail = last && structAt(last[0], last[1] + last[2] - 1)
          const [left, right] = [head && textOf(head), tail && textOf(tail)]
          const own = (item: TextLike, isHead: boolean): string => {
            const at = isHead ? (first?.[1] ?? 0) - item.id.clock : (last ? last[1] + last[2] : 0) - item.id.clock
            const text = item.content.str ?? ''
            return isHead ? text.slice(0, at) : text.slice(at)
          }
          taken.set(anchor.thread, {
            before: left ? (around(left, 'left', isOld) + own(left, true)).slice(-aroundLength) : anchor.before,
            after: right ? (own(right, false) + around(right, 'right', isOld)).slice(0, aroundLength) : anchor.after,
          })
        }
      }
      const isWaiting = [...anchors.values()].some(({ state, runs }) => state !== 'anchored' || runs.length > 1)
      const inserted = taken.size > 0 || isWaiting ? insertedBy(transaction) : []
      return taken.size === 0 && inserted.length === 0 ? null : { taken, inserted }
    },
    find: (document, thread) => indexOf(document).anchors.get(thread),
    waiting: (document) => [...indexOf(document).anchors.values()].filter(({ state }) => state !== 'anchored'),
    put(anchor) {
      rows.put(anchor)
      documents?.add(anchor.document)
      for (const [document, { anchors }] of indexes) if (document !== anchor.document) anchors.delete(anchor.thread)
      const index = indexes.get(anchor.document)
      if (index !== undefined) add(index, anchor)
    },
    drop(thread) {
      rows.drop(thread)
      for (const { anchors } of indexes.values()) anchors.delete(thread)
    },
    forget() {
      documents = null
      indexes.clear()
    },
  }
}
