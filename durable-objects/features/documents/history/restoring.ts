/**
 * Restoring (rule VE3): the edit that makes a document what it was. It compares two states item by item and needs nothing of what lies
 * between them: an item that was there and still is stays; one that has gone comes back where it was; everything else is deleted.
 */
import * as Y from 'yjs'

type Shared = NonNullable<ReturnType<Y.Doc['share']['get']>>

/** Half a surrogate pair stands before `index`: Yjs would break the character when it splits there. */
const cutsCharacter = ({ content }: Y.Item, index: number): boolean =>
  content instanceof Y.ContentString && /[\ud800-\udbff]/.test(content.str.charAt(index - 1))

const liveValue = (type: Shared | undefined, key: string): Y.Item | undefined => {
  const item = type?._map.get(key)
  return item?.deleted ? undefined : item
}

/** Makes each type in `present` what its counterpart in `past` is. Call in a transaction of both documents. */
const createWalk = (reading: Y.Transaction, writing: Y.Transaction, clientFor: (writer: number) => number) => {
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
    const client = clientFor(was.id.client)
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

  const restoreItems = (past: Shared | undefined, present: Shared) => {
    const kept = new Set<Y.Item>()
    let left: Y.Item | null = null
    for (let was = past?._start ?? null; was !== null; was = was.right) {
      if (was.deleted) continue
      const again = findAgain(was, present)
      // What is left of a deleted item in its list tells where it was.
      left = again?.item ?? left
      if (again?.isThere) descend(was, again.item)
      else left = bringBack(was, present, left, null)
      if (left !== null) kept.add(left)
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
 * @param clientFor the client id under which something comes back that the client `writer` had written; one that no edit was made with yet
 */
export const restoringUpdate = (
  now: Uint8Array,
  then: Uint8Array,
  clientFor: (writer: number) => number,
): Uint8Array | null => {
  const [past, present] = [new Y.Doc({ gc: false }), new Y.Doc({ gc: false })]
  Y.applyUpdate(past, then)
  Y.applyUpdate(present, now)
  const updates: Uint8Array[] = []
  present.on('update', (update: Uint8Array) => updates.push(update))
  Y.applyUpdate(present, then)
  past.transact((reading) => {
    present.transact((writing) => {
      const restore = createWalk(reading, writing, clientFor)
      for (const [name, root] of present.share) restore(past.share.get(name), root)
    })
  })
  past.destroy()
  present.destroy()
  return updates.length === 0 ? null : Y.mergeUpdates(updates)
}
