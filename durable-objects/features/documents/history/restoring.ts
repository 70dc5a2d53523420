/**
 * Restoring (rule VE3): the edit that makes a document what it was. It compares two states item by item and needs nothing of what lies
 * between them: an item that was there and still is stays; one that has gone comes back where it was; everything else is deleted.
 */
import * as Y from 'yjs'
import { applyStored } from '../state/yjs-doc.ts'
import { type Handovers, splitAtHandovers } from './timeline.ts'

type Shared = NonNullable<ReturnType<Y.Doc['share']['get']>>

/** Half a surrogate pair stands before `index`: Yjs would break the character when it splits there. */
const cutsCharacter = ({ content }: Y.Item, index: number): boolean =>
  content instanceof Y.ContentString && /[\ud800-\udbff]/.test(content.str.charAt(index - 1))

const liveValue = (type: Shared | undefined, key: string): Y.Item | undefined => {
  const item = type?._map.get(key)
  return item?.deleted ? undefined : item
}

/** Whether one type can become what the other was. */
const isOfKind = (is: Y.Item, { content: was }: Y.Item): boolean => {
  if (!(is.content instanceof Y.ContentType) || !(was instanceof Y.ContentType)) return false
  const [one, other] = [is.content.type, was.type]
  if (one.constructor !== other.constructor) return false
  if (one instanceof Y.XmlElement && other instanceof Y.XmlElement) return one.nodeName === other.nodeName
  return !(one instanceof Y.XmlHook && other instanceof Y.XmlHook) || one.hookName === other.hookName
}

/** So many items are looked at for one that can stand in for a type. */
const heirWithin = 100

/** Makes each type in `present` what its counterpart in `past` is. Call in a transaction of both documents. */
const createWalk = (
  reading: Y.Transaction,
  writing: Y.Transaction,
  clientFor: (writer: number, clock: number) => number,
) => {
  const { store } = writing.doc
  /** Types yet to be compared. A list, not recursion: nesting has no bound. */
  const waiting: (readonly [past: Shared | undefined, present: Shared])[] = []

  const descend = (was: Y.Item, is: Y.Item) => {
    if (was.content instanceof Y.ContentType && is.content instanceof Y.ContentType) {
      waiting.push([was.content.type, is.content.type])
    }
  }

  const bringBack = (was: Y.Item, parent: Shared, left: Y.Item | null, key: string | null): Y.Item => {
    const right = key !== null ? null : left === null ? parent._start : left.right
    const client = clientFor(was.id.client, was.id.clock)
    const id = Y.createID(client, Y.getState(store, client))
    const ends = [left, left?.lastId ?? null, right, right?.id ?? null] as const
    const copy = new Y.Item(id, ...ends, parent, key, was.content.copy())
    copy.integrate(writing, 0)
    descend(was, copy)
    return copy
  }

  const restoreValues = (past: Shared | undefined, present: Shared) => {
    for (const key of new Set([...(past?._map.keys() ?? []), ...present._map.keys()])) {
      const [was, is] = [liveValue(past, key), liveValue(present, key)]
      if (was === undefined) is?.delete(writing)
      else if (is !== undefined && Y.compareIDs(was.lastId, is.lastId)) descend(was, is)
      else if (is !== undefined && isOfKind(is, was)) descend(was, is)
      else bringBack(was, present, present._map.get(key) ?? null, key)
    }
  }

  /** What has become of `was` in `present`, cut so that both begin and end alike where they are the same; `null` when it is not there. */
  const findAgain = (was: Y.Item, present: Shared) => {
    const { client, clock } = was.id
    const found: Y.Item | Y.GC = Y.getItemCleanStart(writing, was.id)
    const isHere = found instanceof Y.Item && found.parent === present
    let length = Math.min(was.length, found.id.clock + found.length - clock)
    let isWhole = true
    if (length < was.length && cutsCharacter(was, length)) {
      isWhole = length > 1
      length += isWhole ? -1 : 1
    }
    if (length < was.length) Y.getItemCleanStart(reading, Y.createID(client, clock + length))
    if (!isHere) return null
    if (isWhole) Y.getItemCleanEnd(writing, store, Y.createID(client, clock + length - 1))
    return { item: found, isThere: isWhole && !found.deleted }
  }

  /** What `past` knew keeps its place among what else it knew. */
  const isKnown = ({ id }: Y.Item): boolean => id.clock < Y.getState(reading.doc.store, id.client)

  /** A later type in the place of `was`, between what was before and after it, that can become what it was. */
  const heirOf = (was: Y.Item, before: Y.Item | null, present: Shared): Y.Item | null => {
    let is = before === null ? present._start : before.right
    for (let n = 0; is !== null && n < heirWithin; n++, is = is.right) {
      if (isKnown(is) && !Y.compareIDs(is.id, was.id)) return null
      if (!is.deleted && isOfKind(is, was)) return is
    }
    return null
  }

  const restoreItems = (past: Shared | undefined, present: Shared) => {
    const kept = new Set<Y.Item>()
    let before: Y.Item | null = null
    for (let was = past?._start ?? null; was !== null; was = was.right) {
      if (was.deleted) continue
      const again = findAgain(was, present)
      const stays: Y.Item | null = again?.isThere ? again.item : heirOf(was, before, present)
      if (stays !== null) descend(was, stays)
      // What is left of a deleted item in its list tells where it was.
      const placed: Y.Item = stays ?? bringBack(was, present, again?.item ?? before, null)
      kept.add(placed)
      before = placed
    }
    for (let is = present._start; is !== null; is = is.right) if (!is.deleted && !kept.has(is)) is.delete(writing)
  }

  return (past: Shared | undefined, present: Shared) => {
    waiting.push([past, present])
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      restoreValues(...next)
      restoreItems(...next)
    }
  }
}

/**
 * The edit that turns the state `now` into the content of the state `then`, or `null` when there is nothing to do. It is made of ordinary
 * insertions and deletions, so what others write meanwhile merges with it. What `now` lacks of `then` is in it, too.
 *
 * @param clientFor the client id under which something comes back that the client `writer` had written at `clock`; one that no edit was made with yet
 */
export const restoringUpdate = (
  now: Uint8Array,
  then: Uint8Array,
  clientFor: (writer: number, clock: number) => number,
  handovers: Handovers,
): Uint8Array | null => {
  const [past, present] = [new Y.Doc({ gc: false }), new Y.Doc({ gc: false })]
  applyStored(past, [then])
  applyStored(present, [now])
  const updates: Uint8Array[] = []
  present.on('update', (update: Uint8Array) => updates.push(update))
  applyStored(present, [then])
  past.transact((reading) => {
    splitAtHandovers(past, handovers)
    present.transact((writing) => {
      const restore = createWalk(reading, writing, clientFor)
      for (const [name, root] of present.share) restore(past.share.get(name), root)
    })
  })
  past.destroy()
  present.destroy()
  return updates.length === 0 ? null : Y.mergeUpdates(updates)
}
