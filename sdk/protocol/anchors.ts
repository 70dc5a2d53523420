/**
 * Anchors: where in a document a comment belongs. An anchor is the ids of the characters that it stands on (rules AN1–AN5 in comments.ts);
 * this is how both sides find those characters. It knows Yjs by its shapes only, so that it works with whatever copy of Yjs a page has.
 */

/** So many characters that one client wrote in a row: client id, the number of the first, how many. */
export type Run = readonly [client: number, clock: number, length: number]

interface Id {
  readonly client: number
  readonly clock: number
}

/** What is read of an item of Yjs. */
export interface TextItem {
  readonly id: Id
  readonly length: number
  readonly deleted: boolean
  readonly right: TextItem | null
  /** A string, something embedded, or a type; whatever else it is shows no text. */
  readonly content: object
}

interface TextContent {
  readonly str?: string
  readonly embed?: unknown
  readonly type?: TextRoot
}

/** A root type of a document, or any other. */
export interface TextRoot {
  readonly _start: TextItem | null
}

/** What is read of a document. */
export interface TextStore {
  readonly clients: ReadonlyMap<number, readonly { readonly id: Id; readonly length: number }[]>
}

/** All visible characters below a root in order, and where each item begins. */
export interface FlatText {
  readonly text: string
  readonly places: ReadonlyMap<unknown, number>
}

/** A stretch of the flat text, in characters: `from` is in it, `to` is not. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export const anchorRunsMax = 64

/**
 * Line breaks belong to no flat text, so that splitting, joining and retyping blocks leave it as it was. What is embedded in a text counts as
 * one character, U+FFFC.
 */
export const flatten = (root: TextRoot): FlatText => {
  const places = new Map<unknown, number>()
  const parts: string[] = []
  const later: (TextItem | null)[] = [root._start]
  let length = 0
  while (later.length > 0) {
    for (let item = later.pop() ?? null; item !== null; ) {
      const content: TextContent = item.content
      if (!item.deleted && content.type !== undefined) {
        later.push(item.right)
        item = content.type._start
        continue
      }
      const shown = item.deleted ? '' : (content.str ?? ('embed' in content ? '\ufffc' : ''))
      if (shown !== '') {
        places.set(item, length)
        parts.push(shown)
        length += shown.length
      }
      item = item.right
    }
  }
  return { text: parts.join(''), places }
}

/** The structs that hold the characters `clock` to `end` of a client, each with the share of it that is meant. */
export function* structsOf(store: TextStore, client: number, clock: number, end: number) {
  const structs = store.clients.get(client) ?? []
  let [low, high] = [0, structs.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((structs[middle]?.id.clock ?? 0) <= clock) low = middle
    else high = middle - 1
  }
  for (let index = low; index < structs.length; index++) {
    const struct = structs[index]
    if (struct === undefined || struct.id.clock >= end) return
    const from = Math.max(clock, struct.id.clock)
    const to = Math.min(end, struct.id.clock + struct.length)
    if (from < to) yield { struct, from, to }
  }
}

/** Where the characters of `runs` are that can still be seen, in the order of the runs. */
export const stretchesOf = (store: TextStore, { places }: FlatText, runs: readonly Run[]): Stretch[] => {
  const found: Stretch[] = []
  for (const [client, clock, length] of runs) {
    for (const { struct, from, to } of structsOf(store, client, clock, clock + length)) {
      const at = places.get(struct)
      if (at !== undefined) found.push({ from: at + from - struct.id.clock, to: at + to - struct.id.clock })
    }
  }
  return found
}

/**
 * The one stretch that stands for what is left: from the first to the last of the characters that lie together, as long as at least half of
 * what it covers is theirs. What was torn away, by a cut that went elsewhere or by much that was written in between, is left out: nobody else's
 * words are marked. `null`: nothing is left.
 */
export const wholeOf = (stretches: readonly Stretch[]): (Stretch & { readonly characters: number }) | null => {
  let best: { from: number; to: number; characters: number } | null = null
  let group: { from: number; to: number; characters: number } | null = null
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    if (group !== null && (group.characters + to - from) * 2 >= to - group.from) {
      group.to = Math.max(group.to, to)
      group.characters += to - from
    } else group = { from, to, characters: to - from }
    if (best === null || group.characters > best.characters) best = group
  }
  return best
}

const isLow = (text: string, at: number) => /[\udc00-\udfff]/.test(text.charAt(at))

/** The characters from `start` to `end` as runs, whole pairs of them. `null`: nothing is there, or it was pieced together by too many hands. */
export const runsOf = (
  flat: FlatText,
  start: number,
  end: number,
): (Stretch & { readonly runs: readonly Run[] }) | null => {
  const { text, places } = flat
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length))
    return null
  const from = start - Number(isLow(text, start))
  const to = end + Number(isLow(text, end))
  const runs: [number, number, number][] = []
  for (const [item, at] of places) {
    const { id, length } = item as TextItem
    const [first, last] = [Math.max(from, at), Math.min(to, at + length)]
    if (first >= last) continue
    const before = runs.at(-1)
    const clock = id.clock + first - at
    if (before !== undefined && before[0] === id.client && before[1] + before[2] === clock) before[2] += last - first
    else runs.push([id.client, clock, last - first])
  }
  return runs.length === 0 || runs.length > anchorRunsMax ? null : { runs, from, to }
}
