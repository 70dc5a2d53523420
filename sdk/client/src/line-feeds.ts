/**
 * Owns the difference between a shared text with line ends of any kind and editors that count each of them as one character. Bindings get a text of their
 * own, in which a line end is `\n`, and everything goes both ways. Loaded by apps that bind such editors, as `@syncforge/client/line-feeds`.
 */
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

/**
 * LF1  In `text` every `\r\n` and every `\r` of the shared text is one `\n`; formats and embeds are as they are there.
 * LF2  What is written into `text` is in the shared one at the same place and in one transaction, and the other way round. Line ends that nobody writes
 *      on stay stored as they are.
 * LF3  Carets stand at the same place in both: others with any binding see them there.
 */

interface Op {
  readonly insert?: string | object
  readonly delete?: number
  readonly retain?: number
  readonly attributes?: { readonly [format: string]: unknown }
}

/** A text with `\n` alone at its line ends, for a binding, and what else a binding takes. */
export interface LineFeeds {
  /** In a document of its own, which nothing but the shared text and the binding writes into. */
  readonly text: Y.Text
  /** The awareness that was handed in, with carets at their places in `text`. */
  readonly awareness: Awareness
  /** The index in the shared text of one in `text`. */
  toShared(index: number): number
  /** The index in `text` of one in the shared text. */
  fromShared(index: number): number
  /** Ends it: neither hears of the other any more. */
  destroy(): void
}

/** Stands for what is no text: it is one character long. */
const object = '\ufffc'

/** A type within the text belongs to one document: in the other a placeholder has its place. */
const placed = (op: Op): Op => (op.insert instanceof Y.AbstractType ? { ...op, insert: {} } : op)

const unitsOf = (delta: readonly Op[]): string =>
  delta.map(({ insert }) => (typeof insert === 'string' ? insert : object)).join('')

/** The same with every line end as `\n`. */
const withFeeds = (delta: readonly Op[], units: string): readonly Op[] => {
  let at = 0
  return delta.flatMap((op): readonly Op[] => {
    const { insert } = op
    if (typeof insert !== 'string') {
      at += 1
      return [op]
    }
    const begin = at
    at += insert.length
    if (!insert.includes('\r')) return [op]
    const text = insert.replace(/\r/g, (_, index: number) => (units[begin + index + 1] === '\n' ? '' : '\n'))
    return text === '' ? [] : [{ ...op, insert: text }]
  })
}

/** A character of two halves that somebody writes into is replaced by Yjs, which tells of no change. */
const wide = /[\ud800-\udfff]/

const brings = (delta: readonly Op[], what: RegExp): boolean =>
  delta.some(({ insert }) => typeof insert === 'string' && what.test(insert))

/** A character, or what stands for one, and its formats. */
interface Unit {
  readonly insert: string | object
  readonly attributes: { readonly [format: string]: unknown }
  readonly formats: string
  readonly key: string
}

/** By whole characters: a change never stands within one. */
const toUnits = (delta: readonly Op[]): readonly Unit[] =>
  delta.flatMap(({ insert = '', attributes = {} }): readonly Unit[] => {
    const formats = JSON.stringify(Object.entries(attributes).sort())
    if (typeof insert !== 'string') return [{ insert, attributes, formats, key: `${JSON.stringify(insert)}${formats}` }]
    return Array.from(insert, (char) => ({ insert: char, attributes, formats, key: `${char}${formats}` }))
  })

/** Neighbours of the same formats are one text. */
const toInserts = (units: readonly Unit[]): readonly Op[] => {
  const runs: { insert: string | object; attributes: Unit['attributes']; formats: string }[] = []
  for (const { insert, attributes, formats } of units) {
    const last = runs.at(-1)
    if (last?.formats === formats && typeof last.insert === 'string' && typeof insert === 'string')
      last.insert += insert
    else runs.push({ insert, attributes, formats })
  }
  return runs.map(({ insert, attributes }) => ({ insert, attributes }))
}

const lengthOf = (units: readonly Unit[]): number =>
  units.reduce((sum, { insert }) => sum + (typeof insert === 'string' ? insert.length : 1), 0)

/** The smallest replacement that makes `wanted` of `known`; empty when they are the same. */
const changeBetween = (known: readonly Op[], wanted: readonly Op[]): readonly Op[] => {
  const [before, after] = [toUnits(known), toUnits(wanted)]
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start]?.key === after[start]?.key) start += 1
  let end = 0
  while (end < shorter - start && before.at(-1 - end)?.key === after.at(-1 - end)?.key) end += 1
  const gone = lengthOf(before.slice(start, before.length - end))
  const come = toInserts(after.slice(start, after.length - end))
  if (gone === 0 && come.length === 0) return []
  const kept = lengthOf(before.slice(0, start))
  return [...(kept > 0 ? [{ retain: kept }] : []), ...come, ...(gone > 0 ? [{ delete: gone }] : [])]
}

/** How many of `sorted` are smaller than `limit` says for their place. */
const countBelow = (sorted: readonly number[], limit: (place: number) => number): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < limit(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** Where bindings of CodeMirror, Monaco and Quill say that a caret is. */
const caretFields = ['cursor', 'selection'] as const

type Places = Readonly<Record<string, unknown>>

/** Yjs hands over positions as they are, and as JSON where they have been on a wire. */
const moved = (place: unknown, from: Y.Text, to: Y.Text, at: (index: number) => number): unknown => {
  if (place === null || typeof place !== 'object' || !from.doc) return null
  const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(place), from.doc)
  return found?.type === from ? Y.createRelativePositionFromTypeIndex(to, at(found.index), found.assoc) : null
}

/** `null` for what is no place in this text: what others say of themselves may be anything. */
const movedCaret = (caret: unknown, from: Y.Text, to: Y.Text, at: (index: number) => number): Places | null => {
  try {
    const { anchor, head } = (caret ?? {}) as Places
    const [newAnchor, newHead] = [moved(anchor, from, to, at), moved(head, from, to, at)]
    return newAnchor && newHead ? { ...(caret as Places), anchor: newAnchor, head: newHead } : null
  } catch {
    return null
  }
}

/**
 * A text for bindings that count a line end as one character, such as those of CodeMirror, Monaco and Quill: whatever the line ends in `shared`, those
 * in its `text` are `\n`. Undo managers belong on `text`. Call `destroy` when the binding ends.
 *
 * @param shared a text in a document of a room
 * @param awareness of the same document
 * @example
 * const { text, awareness } = lineFeeds(room.getDocument().getText('content'), room.getAwareness())
 * new EditorView({ doc: text.toString(), extensions: [yCollab(text, awareness)] })
 */
export const lineFeeds = (shared: Y.Text, awareness: Awareness): LineFeeds => {
  if (!shared.doc) throw new TypeError('lineFeeds takes a text that is in a document')
  const sharedDoc = shared.doc
  const ownDoc = new Y.Doc({ gc: sharedDoc.gc })
  // Bindings know by it which caret is their own.
  ownDoc.clientID = awareness.clientID
  const text = ownDoc.getText('content')
  /** Where the line ends of two characters are in `text`. */
  let pairs: readonly number[] = []
  let hasReturns = false
  const origin = {}

  const read = (): readonly Op[] => {
    const delta = (shared.toDelta() as readonly Op[]).map(placed)
    const units = unitsOf(delta)
    hasReturns = units.includes('\r')
    pairs = hasReturns ? Array.from(units.matchAll(/\r\n/g), ({ index }, before) => index - before) : []
    return hasReturns ? withFeeds(delta, units) : delta
  }
  const toShared = (index: number): number => index + countBelow(pairs, () => index)
  const fromShared = (index: number): number => index - countBelow(pairs, (before) => index - before)
  const catchUp = (): void => {
    const change = changeBetween(text.toDelta() as readonly Op[], read())
    if (change.length > 0) ownDoc.transact(() => text.applyDelta([...change]), origin)
  }

  let hasWide = false
  const isPlain = (delta: readonly Op[]): boolean =>
    !hasReturns && !hasWide && !brings(delta, /\r/) && !brings(delta, wide)

  /** Lone `\r`s that stand before a `\n` since an edit would be one line end with it: they become `\n`s of their own. */
  const keepApart = (index: number): void => {
    const units = unitsOf(shared.toDelta() as readonly Op[])
    if (units[index] !== '\n') return
    let start = index
    while (units[start - 1] === '\r') start -= 1
    if (start === index) return
    shared.delete(start, index - start)
    shared.insert(start, '\n'.repeat(index - start))
  }

  const heardShared = ({ delta }: Y.YTextEvent, { origin: by }: Y.Transaction): void => {
    if (by === origin) return
    const told = (delta as readonly Op[]).map(placed)
    if (isPlain(told)) ownDoc.transact(() => text.applyDelta([...told]), origin)
    else {
      hasWide ||= brings(told, wide)
      catchUp()
    }
  }
  const heardOwn = ({ delta }: Y.YTextEvent, { origin: by }: Y.Transaction): void => {
    if (by === origin) return
    const told = delta as readonly Op[]
    const [bringsReturns, bringsWide] = [brings(told, /\r/), brings(told, wide)]
    hasWide ||= bringsWide
    sharedDoc.transact(() => {
      /** In `text` as it was, and in the shared one as it becomes. */
      let [was, now] = [0, 0]
      const edges: number[] = []
      for (const { insert, delete: gone, retain, attributes } of told) {
        if (insert !== undefined) {
          const written = typeof insert === 'string' ? insert.replace(/\r\n?/g, '\n') : insert
          edges.push(now)
          if (typeof written === 'string') shared.insert(now, written, attributes ?? {})
          else shared.insertEmbed(now, written, attributes ?? {})
          now += typeof written === 'string' ? written.length : 1
          edges.push(now)
          continue
        }
        const count = gone ?? retain ?? 0
        const length = toShared(was + count) - toShared(was)
        if (gone !== undefined) {
          shared.delete(now, length)
          edges.push(now)
        } else {
          if (attributes) shared.format(now, length, attributes)
          now += length
        }
        was += count
      }
      if (hasReturns) for (const edge of edges) keepApart(edge)
    }, origin)
    if (hasReturns || bringsReturns) read()
    // A binding takes no change while it tells of one.
    if (hasReturns || bringsReturns || bringsWide) queueMicrotask(() => isOver || catchUp())
  }

  let isOver = false
  hasWide = wide.test(shared.toString())
  catchUp()
  shared.observe(heardShared)
  text.observe(heardOwn)

  const shown = (state: Places): Places => {
    const carets = caretFields.flatMap((field) =>
      field in state ? [[field, movedCaret(state[field], shared, text, fromShared)] as const] : [],
    )
    return { ...state, ...Object.fromEntries(carets) }
  }
  const told = (field: string, value: unknown): unknown =>
    caretFields.some((known) => known === field) ? movedCaret(value, text, shared, toShared) : value
  const own: Pick<Awareness, 'getStates' | 'getLocalState' | 'setLocalStateField'> = {
    getStates: () => new Map([...awareness.getStates()].map(([id, state]) => [id, shown(state)])),
    getLocalState: () => {
      const state = awareness.getLocalState()
      return state && shown(state)
    },
    setLocalStateField: (field, value) => awareness.setLocalStateField(field, told(field, value)),
  }
  return {
    text,
    awareness: Object.assign(Object.create(awareness) as Awareness, own),
    toShared,
    fromShared,
    destroy() {
      isOver = true
      shared.unobserve(heardShared)
      text.unobserve(heardOwn)
      ownDoc.destroy()
    },
  }
}
