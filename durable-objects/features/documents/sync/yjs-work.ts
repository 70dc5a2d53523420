/**
 * Counts what Yjs does while it takes an update, and stops it at a bound. Some of its work grows with the square of what somebody sends: the
 * search for a place among items that were inserted at the same one, the walk along the past values of a key, the shifting of long lists
 * when items are split and merged. None of that can be told from the update alone, so the functions that do it count.
 *
 * They are patched for the whole isolate, with the same results as the originals: a test compares them. They know Yjs 13.6 from inside.
 */
import * as Y from 'yjs'

/** One step takes about 20 ns on a machine of 2024. */
const stepsPerStruct = 50
const stepsPerLookup = 10
/** Elements that are moved in one step. */
const movedPerStep = 100
const copiedPerStep = 10
const rootsPerStep = 3
/** The search for a place is stopped after so many steps past its bound at the most. */
const spentAtOnce = 64
/** Longer runs of array elements stay apart: joining them one by one would copy them again and again. */
const joinedElementsMax = 4_096

export class WorkExceeded extends Error {
  override readonly name = 'WorkExceeded'
  readonly bound: 'work' | 'depth'
  readonly max: number

  constructor(bound: 'work' | 'depth', max: number) {
    super(`Yjs would have done more than ${max} steps of ${bound}`)
    this.bound = bound
    this.max = max
  }
}

export interface WorkBound {
  readonly maxSteps: number
  /** Types may be nested this deep; not counted when it is left out. */
  readonly maxDepth?: number
}

interface Meter {
  readonly maxDepth: number
  readonly maxSteps: number
  steps: number
  /** Struct reads, which grow with the size of what is read and have no bound here. */
  structs: number
  isOver: boolean
}

const unbounded: Meter = { maxSteps: Number.POSITIVE_INFINITY, maxDepth: 0, steps: 0, structs: 0, isOver: true }
let meter: Meter = unbounded

export interface Work {
  /** What may grow with the square of the input. */
  readonly steps: number
  /** All of it. */
  readonly total: number
}

/**
 * Runs `work`, which applies updates to documents, and returns what it cost.
 *
 * @throws WorkExceeded as soon as more was done; the documents are half changed then and must be thrown away
 */
export const withinWork = ({ maxSteps, maxDepth = 0 }: WorkBound, work: () => void): Work => {
  const outer = meter
  const mine: Meter = { maxSteps, maxDepth, steps: 0, structs: 0, isOver: false }
  meter = mine
  try {
    work()
  } finally {
    meter = outer
    if (!outer.isOver) {
      outer.steps += mine.steps
      outer.structs += mine.structs
    }
  }
  return { steps: mine.steps, total: mine.steps + mine.structs * stepsPerStruct }
}

const spend = (steps: number) => {
  if (meter.isOver) return
  meter.steps += steps
  if (meter.steps <= meter.maxSteps) return
  // Yjs cleans up after an error: that must not fail again.
  meter.isOver = true
  throw new WorkExceeded('work', meter.maxSteps)
}

type Item = Y.Item
type Type = Y.AbstractType<unknown>

const isSame = (one: Y.ID | null, other: Y.ID | null): boolean =>
  one === other || (one !== null && other !== null && one.client === other.client && one.clock === other.clock)

const holds = ({ id, length }: Item, { client, clock }: Y.ID): boolean =>
  id.client === client && clock >= id.clock && clock < id.clock + length

const firstOfKey = (parent: Type, key: string): Item | null => {
  let first = parent._map.get(key) ?? null
  let steps = 0
  while (first !== null && first.left !== null) {
    first = first.left
    steps += 1
    if (steps % 1_024 === 0) spend(1_024)
  }
  // Yjs walks there a second time.
  spend(steps)
  return first
}

/** The item that `item` comes after: Yjs's search among what was inserted at the same place, see `Item.integrate`. */
const placeAmong = (item: Item, first: Item | null, store: Y.Transaction['doc']['store']): Item | null => {
  let left = item.left
  let seen: Map<Item | Y.GC, number> | null = null
  let scanned = 0
  let cleared = 0
  const indexOf = (wanted: Item | Y.GC, until: Item): number | undefined => {
    if (seen === null) {
      seen = new Map()
      for (let one = first; one !== null; one = one === until ? null : one.right) seen.set(one, seen.size)
      spend(scanned * (stepsPerLookup - 1))
    }
    return seen.get(wanted)
  }
  let owed = 0
  for (let other = first; other !== null && other !== item.right; other = other.right) {
    owed += seen === null ? 1 : stepsPerLookup
    if (owed >= spentAtOnce) {
      spend(owed)
      owed = 0
    }
    ;(seen as Map<Item | Y.GC, number> | null)?.set(other, scanned)
    scanned += 1
    const { origin } = other
    if (isSame(item.origin, origin)) {
      if (other.id.client < item.id.client) {
        left = other
        cleared = scanned
      } else if (isSame(item.rightOrigin, other.rightOrigin)) break
      continue
    }
    if (origin === null) break
    const before = other.left
    let index: number | undefined
    if (before !== null && holds(before, origin)) index = other === first ? undefined : scanned - 2
    else index = indexOf(Y.getItem(store, origin), other)
    if (index === undefined) break
    if (index < cleared) {
      left = other
      cleared = scanned
    }
  }
  spend(owed)
  return left
}

const depthOf = (type: Type): number => {
  let depth = 0
  for (let item = type._item; item !== null && depth <= meter.maxDepth; item = (item.parent as Type)._item) depth += 1
  spend(depth)
  return depth
}

const place = (item: Item, parent: Type, transaction: Y.Transaction) => {
  const key = item.parentSub
  const isApart = item.left === null ? item.right === null || item.right.left !== null : item.left.right !== item.right
  if (isApart) {
    const first = item.left !== null ? item.left.right : key !== null ? firstOfKey(parent, key) : parent._start
    item.left = placeAmong(item, first, transaction.doc.store)
    // Now its neighbours touch, and Yjs does not search again.
    item.right = item.left !== null ? item.left.right : first
  } else if (item.left === null && key !== null) firstOfKey(parent, key)
  // Yjs looks through all roots for the name of this one whenever it writes the item.
  if (item.origin === null && item.rightOrigin === null && parent._item === null) {
    spend(Math.ceil(transaction.doc.share.size / rootsPerStep))
  }
  if (item.content instanceof Y.ContentType && meter.maxDepth > 0 && depthOf(parent) >= meter.maxDepth) {
    const { maxDepth } = meter
    meter.isOver = true
    throw new WorkExceeded('depth', maxDepth)
  }
}

const structsOf = (transaction: Y.Transaction, client: number) => transaction.doc.store.clients.get(client)

/** An item was split at `at`: the list behind it was shifted, and what an array holds was copied. */
const spendOnSplit = (structs: readonly (Item | Y.GC)[], clock: number, length: number) => {
  const moved = structs.length - Y.findIndexSS(structs as (Item | Y.GC)[], clock)
  spend(1 + Math.ceil(moved / movedPerStep) + Math.ceil(length / copiedPerStep))
}

const elementsOf = (struct: Item | Y.GC | null): number =>
  struct instanceof Y.Item && (struct.content instanceof Y.ContentAny || struct.content instanceof Y.ContentJSON)
    ? struct.length
    : 0

const patch = () => {
  const { integrate, getMissing, mergeWith } = Y.Item.prototype
  const remove = Y.Item.prototype.delete

  Y.Item.prototype.integrate = function (transaction, offset) {
    if (offset > 0) {
      const { client, clock } = this.id
      this.id.clock = clock + offset
      this.left = Y.getItemCleanEnd(transaction, transaction.doc.store, Y.createID(client, clock + offset - 1))
      this.origin = this.left.lastId
      this.content = this.content.splice(offset)
      this.length -= offset
    }
    const parent: unknown = this.parent
    if (parent instanceof Y.AbstractType) place(this, parent, transaction)
    integrate.call(this, transaction, 0)
  }

  Y.Item.prototype.getMissing = function (transaction, store) {
    if (meter.isOver) return getMissing.call(this, transaction, store)
    meter.structs += 1
    const origins = this.origin === null ? undefined : structsOf(transaction, this.origin.client)
    const rights = this.rightOrigin === null ? undefined : structsOf(transaction, this.rightOrigin.client)
    const before = (origins?.length ?? 0) + (rights?.length ?? 0)
    const missing = getMissing.call(this, transaction, store)
    if ((origins?.length ?? 0) + (rights?.length ?? 0) !== before) {
      if (origins !== undefined && this.left !== null)
        spendOnSplit(origins, this.left.id.clock, elementsOf(this.left) + elementsOf(this.left.right))
      if (rights !== undefined && this.right !== null)
        spendOnSplit(rights, this.right.id.clock, elementsOf(this.right) + elementsOf(this.right.left))
    }
    return missing
  }

  /** Deletions split items too. The list was as long as this when it was last looked at. */
  let watched: readonly (Item | Y.GC)[] | undefined
  let watchedLength = 0
  Y.Item.prototype.delete = function (transaction) {
    if (!meter.isOver) {
      const structs = structsOf(transaction, this.id.client)
      if (structs === watched && structs !== undefined && structs.length > watchedLength)
        spendOnSplit(structs, this.id.clock, elementsOf(this) + elementsOf(this.right))
      watched = structs
      watchedLength = structs?.length ?? 0
    }
    remove.call(this, transaction)
  }

  Y.Item.prototype.mergeWith = function (right) {
    if (elementsOf(this) + elementsOf(right as Item) > joinedElementsMax) return false
    const { client } = this.id
    const doc = (this.parent as Type | null)?.doc
    const merged = mergeWith.call(this, right)
    if (merged && !meter.isOver) {
      // Half the list, on average, is shifted for a run of merged items.
      spend(Math.ceil((doc?.store.clients.get(client)?.length ?? 0) / (2 * movedPerStep)))
    }
    return merged
  }
}

patch()
