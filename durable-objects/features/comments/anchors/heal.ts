/**
 * Where the characters of an anchor went that an edit took: to what the same edit, or a later one, inserted. First by their neighbours' ids
 * (what is restored or undone stands beside what was deleted), then by the words themselves. What is not found stays lost: rule AN4.
 */
import { anchorRunsMax, type FlatText, type Run, runsOf, structsOf, type TextStore } from '@syncforge/protocol/anchors'
import type { KeptAnchor } from './rows.ts'

interface Id {
  readonly client: number
  readonly clock: number
}

/** Text that an edit inserted, and what it was inserted beside. */
export interface Inserted extends Id {
  readonly text: string
  readonly origin: Id | null
  readonly rightOrigin: Id | null
}

/** The document after an edit. */
export interface After {
  readonly store: TextStore
  readonly flat: FlatText
  readonly inserted: readonly Inserted[]
}

/** One character of an anchor: its id, and where it is; -1: it is gone. */
interface Character extends Id {
  readonly at: number
}

/** Fewer characters are taken only where they stand in their context or beside the rest. */
const clearLength = 8
/** The same for what comes back later. */
const clearLaterLength = 16
/** Pieces of a torn stretch are looked for from so many characters on. */
const pieceLength = 12
const piecesMax = 8
const contextEnough = 0.5
const placesMax = 200

const charactersOf = ({ runs }: KeptAnchor, store: TextStore, { places }: FlatText): Character[] => {
  const all: Character[] = []
  for (const [client, first, length] of runs) {
    const start = all.length
    for (let n = 0; n < length; n++) all.push({ client, clock: first + n, at: -1 })
    for (const { struct, from, to } of structsOf(store, client, first, first + length)) {
      const at = places.get(struct)
      if (at === undefined) continue
      for (let clock = from; clock < to; clock++)
        all[start + clock - first] = { client, clock, at: at + clock - struct.id.clock }
    }
  }
  return all
}

const sharedEnd = (a: string, b: string): number => {
  let n = 0
  while (n < a.length && n < b.length && a[a.length - 1 - n] === b[b.length - 1 - n]) n++
  return n
}
const sharedStart = (a: string, b: string): number => {
  let n = 0
  while (n < a.length && n < b.length && a[n] === b[n]) n++
  return n
}

/** Stretches of the flat text that the edit inserted. */
const freshStretches = ({ store, flat: { places }, inserted }: After): { from: number; to: number }[] => {
  const found: { from: number; to: number }[] = []
  for (const { client, clock, text } of inserted) {
    for (const { struct, from, to } of structsOf(store, client, clock, clock + text.length)) {
      const at = places.get(struct)
      if (at !== undefined) found.push({ from: at + from - struct.id.clock, to: at + to - struct.id.clock })
    }
  }
  const joined: { from: number; to: number }[] = []
  for (const { from, to } of found.sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else joined.push({ from, to })
  }
  return joined
}

interface Match {
  /** Places in the words, and in the flat text. */
  readonly word: number
  readonly at: number
  readonly length: number
}

/** @param isLater the words went before this edit */
export const heal = (anchor: KeptAnchor, after: After, isLater: boolean): KeptAnchor | null => {
  const { store, flat, inserted } = after
  const { words, before, after: behind } = anchor
  const characters = charactersOf(anchor, store, flat)
  const isDead = (index: number) => characters[index]?.at === -1
  if (!characters.some(({ at }) => at === -1)) return null

  const taken = new Set(characters.map(({ at }) => at))
  const put = ({ word, at, length }: Match) => {
    const found = runsOf(flat, at, at + length)
    if (found === null || found.to - found.from !== length) return
    let n = 0
    for (const [client, clock, count] of found.runs) {
      for (let i = 0; i < count; i++, n++) {
        characters[word + n] = { client, clock: clock + i, at: at + n }
        taken.add(at + n)
      }
    }
  }
  const isFree = ({ word, at, length }: Match) => {
    for (let n = 0; n < length; n++) if (!isDead(word + n) || taken.has(at + n)) return false
    return true
  }
  const flatAt = (id: Id): number => {
    for (const { struct } of structsOf(store, id.client, id.clock, id.clock + 1)) {
      const at = flat.places.get(struct)
      return at === undefined ? -1 : at + id.clock - struct.id.clock
    }
    return -1
  }
  const byId = new Map(characters.map((character, index) => [`${character.client}:${character.clock}`, index]))
  const indexOf = (id: Id | null) => (id === null ? undefined : byId.get(`${id.client}:${id.clock}`))

  // What a restore or an undo brings back stands beside the very characters that it replaces.
  for (const item of inserted) {
    const [last, first] = [indexOf(item.origin), indexOf(item.rightOrigin)]
    const at = flatAt(item)
    if (at < 0) continue
    if (last !== undefined && isDead(last)) {
      const length = sharedEnd(item.text, words.slice(0, last + 1))
      const match = { word: last + 1 - length, at: at + item.text.length - length, length }
      if (length > 0 && (length === item.text.length || match.word === 0) && isFree(match)) put(match)
    } else if (first !== undefined && isDead(first)) {
      const length = sharedStart(item.text, words.slice(first))
      const match = { word: first, at, length }
      if (length > 0 && (length === item.text.length || first + length === words.length) && isFree(match)) put(match)
    }
  }

  const fresh = freshStretches(after)
  const contextOf = ({ word, at, length }: Match): number => {
    const left = (before + words.slice(0, word)).slice(-32)
    const right = (words.slice(word + length) + behind).slice(0, 32)
    const found =
      sharedEnd(left, flat.text.slice(Math.max(0, at - left.length), at)) +
      sharedStart(right, flat.text.slice(at + length, at + length + right.length))
    return found / Math.max(1, left.length + right.length)
  }
  const isBeside = ({ word, at, length }: Match) =>
    (word > 0 && characters[word - 1]?.at === at - 1) || characters[word + length]?.at === at + length

  /** The best place for a stretch of words in what was inserted. */
  const placeOf = (word: number, length: number): Match | null => {
    const text = words.slice(word, word + length)
    const found: { match: Match; score: number }[] = []
    for (const { from, to } of fresh) {
      const within = flat.text.slice(from, to)
      for (let n = within.indexOf(text); n >= 0 && found.length < placesMax; n = within.indexOf(text, n + 1)) {
        const match = { word, at: from + n, length }
        if (isFree(match)) found.push({ match, score: contextOf(match) + Number(isBeside(match)) })
      }
    }
    const [best, next] = found.sort((a, b) => b.score - a.score)
    if (best === undefined) return null
    if (best.score >= contextEnough && best.score > (next?.score ?? 0)) return best.match
    const isClear = length >= (isLater ? clearLaterLength : clearLength)
    return isClear && best.score >= (next?.score ?? -0.1) + (next === undefined ? 0 : 0.05) ? best.match : null
  }

  /** The longest piece of a stretch that is there. */
  const pieceOf = (word: number, length: number): Match | null => {
    let best: Match | null = null
    for (let at = word; at + pieceLength <= word + length; at += 4) {
      let size = pieceLength
      if (best !== null && word + length - at <= best.length) break
      let match = placeOf(at, size)
      while (match !== null && at + size < word + length) {
        const longer = placeOf(at, size + 1)
        if (longer === null) break
        match = longer
        size += 1
      }
      if (match !== null && match.length > (best?.length ?? 0)) best = match
    }
    return best
  }

  for (let tries = 0; fresh.length > 0 && tries < piecesMax; tries++) {
    let isFound = false
    for (let from = 0; from < characters.length; from++) {
      if (!isDead(from)) continue
      let to = from
      while (to < characters.length && isDead(to)) to++
      const match = placeOf(from, to - from) ?? (to - from > pieceLength ? pieceOf(from, to - from) : null)
      if (match !== null) {
        put(match)
        isFound = true
      }
      from = to
    }
    if (!isFound) break
  }

  const living = characters.filter(({ at }) => at >= 0).length
  const state = living === 0 ? 'orphaned' : living * 2 < characters.length ? 'changed' : 'anchored'
  const runs: [number, number, number][] = []
  for (const { client, clock } of characters) {
    const last = runs.at(-1)
    if (last !== undefined && last[0] === client && last[1] + last[2] === clock) last[2] += 1
    else runs.push([client, clock, 1])
  }
  // Pieced together by too many hands: what there was before stays.
  const kept: readonly Run[] = runs.length > anchorRunsMax ? anchor.runs : runs
  const isSame = state === anchor.state && JSON.stringify(kept) === JSON.stringify(anchor.runs)
  return isSame ? null : { ...anchor, runs: kept, state }
}
