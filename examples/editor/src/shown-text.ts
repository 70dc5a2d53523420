// Owns the difference between a shared text and what an editor shows of it: a line end is one character here however it is stored,
// and so is whatever is no text. Positions go both ways; edits go both ways beside them. Knows no editor.
import * as Y from 'yjs'

/** Stands for anything in a shared text that is no character: an image, a nested type. */
const OBJECT = '\ufffc'
/** Half of a character of two units, alone. Yjs replaces what stands beside one whenever it splits a text there. */
const HALF = /\p{Surrogate}/u

/** A replacement in the shown text as it was before. Several of them stand in order and do not touch. */
export interface Change {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** The editor's text, as far as it is looked at here. */
interface Shown {
  readonly length: number
  sliceString(from: number, to?: number): string
}

/** Every unit that Yjs counts as one character, so that an index here is an index there. */
const readUnits = (text: Y.Text): { units: string; hasObjects: boolean } => {
  let units = ''
  let hasObjects = false
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue
    const isString = item.content instanceof Y.ContentString
    hasObjects ||= !isString
    units += isString ? (item.content as Y.ContentString).str : OBJECT.repeat(item.length)
  }
  return { units, hasObjects }
}

/** How many of `sorted` are smaller than `limit`. */
const countBelow = (sorted: readonly number[], limit: (index: number) => number): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < limit(middle)) low = middle + 1
    else high = middle
  }
  return low
}

const isHigh = (unit: string): boolean => unit >= '\ud800' && unit <= '\udbff'
const isLow = (unit: string): boolean => unit >= '\udc00' && unit <= '\udfff'

/** Whether `at` lies within a character of two units. */
const splitsPair = (shown: Shown, at: number): boolean => {
  if (at <= 0 || at >= shown.length) return false
  const around = shown.sliceString(at - 1, at + 1)
  return isHigh(around.charAt(0)) && isLow(around.charAt(1))
}

/** The smallest replacement that turns `before` into `after`; none when they are the same. */
const changeBetween = (before: string, after: string): readonly Change[] => {
  if (before === after) return []
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return [{ from: start, to: before.length - end, insert: after.slice(start, after.length - end) }]
}

/** Whether an event needs nothing but its own positions: characters only, and all of them counted. */
const isSimple = ({ delta }: Y.YTextEvent, shown: Shown, lengthAfter: number): boolean => {
  let length = shown.length
  let at = 0
  for (const { insert, delete: deleted = 0, retain = 0 } of delta) {
    // Yjs replaces both halves of a character that somebody writes into, and tells of no change.
    if (splitsPair(shown, at)) return false
    if (insert !== undefined && (typeof insert !== 'string' || insert.includes('\r') || HALF.test(insert))) return false
    length += (insert?.length ?? 0) - deleted
    at += deleted + retain
  }
  return length === lengthAfter && !splitsPair(shown, at)
}

const changesOf = ({ delta }: Y.YTextEvent): Change[] => {
  const changes: Change[] = []
  let at = 0
  for (const { insert, delete: deleted = 0, retain = 0 } of delta) {
    if (typeof insert === 'string') changes.push({ from: at, to: at, insert })
    if (deleted > 0) changes.push({ from: at, to: at + deleted, insert: '' })
    at += deleted + retain
  }
  return changes
}

/** A change that would tear a character of two units apart takes all of it. */
const widened = ({ from, to, insert }: Change, before: Shown): Change => {
  const [first, last] = [splitsPair(before, from), splitsPair(before, to)]
  return {
    from: first ? from - 1 : from,
    to: last ? to + 1 : to,
    insert: (first ? before.sliceString(from - 1, from) : '') + insert + (last ? before.sliceString(to, to + 1) : ''),
  }
}

/**
 * The shown side of `text`.
 *
 * @example
 * const shown = createShownText(doc.getText('content'))
 * editor.value = shown.read()
 */
export const createShownText = (text: Y.Text) => {
  /** Where the line ends of two units (`\r\n`) are shown. */
  let pairs: readonly number[] = []
  let hasReturns = false
  /** Nothing in the text needs more than its position. */
  let isPlain = true

  const read = (): string => {
    const { units, hasObjects } = readUnits(text)
    hasReturns = units.includes('\r')
    isPlain = !hasReturns && !hasObjects && !HALF.test(units)
    if (!hasReturns) {
      pairs = []
      return units
    }
    pairs = Array.from(units.matchAll(/\r\n/g), ({ index }, before) => index - before)
    return units.replace(/\r\n?/g, '\n')
  }
  const toShared = (at: number): number => at + countBelow(pairs, () => at)
  const toShown = (index: number): number => index - countBelow(pairs, (before) => index - before)

  /** Lone `\r`s that now stand before a `\n` would be one line end with it: they become `\n`s of their own. */
  const keepApart = (index: number): void => {
    const { units } = readUnits(text)
    if (units[index] !== '\n') return
    let start = index
    while (units[start - 1] === '\r') start--
    if (start === index) return
    text.delete(start, index - start)
    text.insert(start, '\n'.repeat(index - start))
  }

  return {
    /** The whole text as it is shown. */
    read,
    /** The index in the shared text of a place in the shown one. */
    toShared,
    /** Where an index of the shared text is shown. */
    toShown,
    /** What an event in the shared text changes in the shown one, which is still `before`. */
    received(event: Y.YTextEvent, before: Shown): readonly Change[] {
      if (isPlain && isSimple(event, before, text.length)) return changesOf(event)
      return changeBetween(before.sliceString(0), read())
    },
    /** Writes what was changed in the shown text, which was `before`, into the shared one. `after` is how it is shown then. */
    write(changes: readonly Change[], before: Shown, after: Shown, origin: unknown): readonly Change[] {
      const whole = changes.map((change) => widened(change, before))
      const staysPlain = isPlain && !whole.some(({ insert }) => HALF.test(insert))
      const write = () => {
        let shift = 0
        for (const { from, to, insert } of whole) {
          const [start, end] = [toShared(from), toShared(to)]
          if (end > start) text.delete(start + shift, end - start)
          if (insert) text.insert(start + shift, insert)
          const next = insert.charAt(0) || before.sliceString(to, to + 1)
          if (hasReturns && next === '\n' && before.sliceString(from - 1, from) === '\n') keepApart(start + shift)
          shift += insert.length - (end - start)
        }
      }
      text.doc?.transact(write, origin)
      // What is no text may refuse to go, and half a character may change its neighbour: then the editor is told how it stands.
      return staysPlain ? [] : changeBetween(after.sliceString(0), read())
    },
  }
}

export type ShownText = ReturnType<typeof createShownText>
