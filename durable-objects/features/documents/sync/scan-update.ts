/**
 * Reads a Yjs update (version 1 encoding) as a stream and says what is in it, without making anything of it: what two bytes ask for can take
 * two hundred in memory. Refuses what Yjs would take and choke on later. The format: Yjs's `encoding.js` and `UpdateDecoder.js`.
 */
import * as decoding from 'lib0/decoding'
import { textLength } from './utf8.ts'

/** What an update holds. Sums of these bound what a document comes to. */
export interface UpdateContent {
  readonly structs: number
  /** Yjs client ids that it has content of. */
  readonly clients: readonly number[]
  /** Names of the root types that its items say they are in. */
  readonly roots: ReadonlySet<string>
  /** Items that name a root: Yjs looks the name up among all roots whenever it writes one. */
  readonly rootItems: number
  readonly deletions: number
  /** What its structs take in memory, as they are, beside the bytes themselves. */
  readonly structBytes: number
  /** At most so much more will be taken where it is applied: structs that are there may be parted by it. */
  readonly memoryBytes: number
}

/** Heap per struct, measured with Yjs 13.6 on Node 24 after a load, less the bytes of what is in it. */
export const memoryOf = {
  gc: 110,
  deleted: 220,
  text: 220,
  value: 280,
  type: 500,
  keyed: 200,
  element: 8,
  container: 56,
} as const

const infoHasOrigin = 0x80
const infoHasRightOrigin = 0x40
const infoHasKey = 0x20
const infoKind = 0x1f

const kindGc = 0
const kindDeleted = 1
const kindText = 4
const kindType = 7
/** The whole byte, unlike the others. */
const infoSkip = 10

const typesMax = 7
const typeXmlElement = 3
const typeXmlHook = 5

/** Told of memory that something takes, so that it can say when it is too much. */
type Grow = (bytes: number) => void
type ReadContent = (decoder: decoding.Decoder, grow: Grow) => number

/** Passes over a text and returns how long it is. */
const skipText = (decoder: decoding.Decoder): number => {
  const bytes = decoding.readVarUint(decoder)
  const { pos } = decoder
  decoder.pos = pos + bytes
  return textLength(decoder.arr, pos, pos + bytes)
}

const parseJson = (decoder: decoding.Decoder) => void JSON.parse(decoding.readVarString(decoder))

const readJsonArray: ReadContent = (decoder, grow) => {
  const length = decoding.readVarUint(decoder)
  for (let i = 0; i < length; i++) {
    const text = decoding.readVarString(decoder)
    if (text !== 'undefined') JSON.parse(text)
    grow(memoryOf.element)
  }
  return length
}

/** The tags of lib0's `readAny`. */
const anyBytes = 116
const anyArray = 117
const anyObject = 118
const anyText = 119

const readAny = (decoder: decoding.Decoder, grow: Grow): void => {
  grow(memoryOf.element)
  const tag = decoder.arr[decoder.pos]
  if (tag === anyArray) {
    decoder.pos += 1
    grow(memoryOf.container)
    for (let left = decoding.readVarUint(decoder); left > 0; left--) readAny(decoder, grow)
  } else if (tag === anyObject) {
    decoder.pos += 1
    grow(memoryOf.container)
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      skipText(decoder)
      readAny(decoder, grow)
    }
  } else if (tag === anyBytes) {
    grow(memoryOf.container)
    decoding.readAny(decoder)
  } else if (tag === anyText) {
    decoder.pos += 1
    skipText(decoder)
  } else decoding.readAny(decoder)
}

const readAnyArray: ReadContent = (decoder, grow) => {
  const length = decoding.readVarUint(decoder)
  for (let i = 0; i < length; i++) readAny(decoder, grow)
  return length
}

const readType = (decoder: decoding.Decoder): number => {
  const type = decoding.readVarUint(decoder)
  if (type >= typesMax) throw new RangeError(`unknown type ${type}`)
  if (type === typeXmlElement || type === typeXmlHook) skipText(decoder)
  return 1
}

const one =
  (read: (decoder: decoding.Decoder, grow: Grow) => void): ReadContent =>
  (decoder, grow) => {
    read(decoder, grow)
    return 1
  }

/** Reads a content by its kind and returns its length in clocks. */
const contents: readonly ReadContent[] = [
  () => 0,
  decoding.readVarUint,
  readJsonArray,
  one(decoding.readVarUint8Array),
  skipText,
  one(parseJson),
  one((decoder) => {
    skipText(decoder)
    parseJson(decoder)
  }),
  readType,
  readAnyArray,
  one((decoder, grow) => {
    skipText(decoder)
    readAny(decoder, grow)
  }),
]

const memoryOfKind = (kind: number, hasKey: boolean): number => {
  if (kind === kindGc) return memoryOf.gc
  if (kind === kindDeleted) return memoryOf.deleted
  const base = kind === kindText ? memoryOf.text : kind === kindType ? memoryOf.type : memoryOf.value
  return base + (hasKey ? memoryOf.keyed : 0)
}

/** Bounds on what is read at all, so that reading has an end. */
export interface ScanBounds {
  readonly memoryBytes: number
  readonly clients: number
  readonly roots: number
}

export class ScanExceeded extends Error {
  override readonly name = 'ScanExceeded'
  readonly bound: keyof ScanBounds
  readonly max: number

  constructor(bound: keyof ScanBounds, max: number) {
    super(`more ${bound} than ${max}`)
    this.bound = bound
    this.max = max
  }
}

const noRoots: ReadonlySet<string> = new Set()

/** @throws ScanExceeded for one that holds more than `bounds`; another error for bytes that are no update, or none that an honest client makes */
export const scanUpdate = (update: Uint8Array, bounds: ScanBounds): UpdateContent => {
  const decoder = decoding.createDecoder(update)
  const clients: number[] = []
  let roots: Set<string> | null = null
  let [structs, rootItems, deletions, structBytes, partedBytes] = [0, 0, 0, 0, 0]

  const grow = (bytes: number) => {
    structBytes += bytes
    if (structBytes + partedBytes > bounds.memoryBytes) throw new ScanExceeded('memoryBytes', bounds.memoryBytes)
  }
  const part = (items: number) => {
    partedBytes += items * memoryOf.text
    grow(0)
  }
  const countSections = (): number => {
    const sections = decoding.readVarUint(decoder)
    if (sections > update.length) throw new RangeError('more sections than bytes')
    if (sections > bounds.clients) throw new ScanExceeded('clients', bounds.clients)
    return sections
  }

  /** Returns whether it is of something that the update does not bring before it. */
  const readId = (client: number, clock: number, start: number): boolean => {
    const by = decoding.readVarUint(decoder)
    const at = decoding.readVarUint(decoder)
    // Nothing that an honest client has made refers to what the same client made later. Yjs finds out when it is too late.
    if (by === client && at >= clock) throw new RangeError('a struct refers to a later one')
    return by !== client || at < start
  }

  const readItem = (info: number, client: number, clock: number, start: number): number => {
    const hasOrigin = (info & infoHasOrigin) !== 0
    const hasRight = (info & infoHasRightOrigin) !== 0
    const isElsewhere = hasOrigin && readId(client, clock, start)
    const isRightElsewhere = hasRight && readId(client, clock, start)
    // What it refers to may be in the middle of another item, which is parted then.
    if (isElsewhere || isRightElsewhere) part(1)
    if (!hasOrigin && !hasRight) {
      if (decoding.readVarUint(decoder) === 1) {
        rootItems += 1
        roots ??= new Set()
        roots.add(decoding.readVarString(decoder))
        if (roots.size > bounds.roots) throw new ScanExceeded('roots', bounds.roots)
      } else readId(client, clock, start)
      if ((info & infoHasKey) !== 0) skipText(decoder)
    }
    const read = contents[info & infoKind]
    if (read === undefined) throw new RangeError(`unknown content ${info & infoKind}`)
    return read(decoder, grow)
  }

  const readStruct = (client: number, clock: number, start: number): number => {
    const info = decoding.readUint8(decoder)
    const kind = info & infoKind
    structs += 1
    grow(memoryOfKind(kind, (info & infoHasKey) !== 0))
    const isItem = kind !== kindGc && info !== infoSkip
    const length = isItem ? readItem(info, client, clock, start) : decoding.readVarUint(decoder)
    // Yjs takes something of no length and writes it, but fails when it reads what it wrote, or looks for what comes after it.
    if (length < 1) throw new RangeError('a struct of no length')
    return length
  }

  for (let sections = countSections(); sections > 0; sections--) {
    const count = decoding.readVarUint(decoder)
    const client = decoding.readVarUint(decoder)
    const start = decoding.readVarUint(decoder)
    if (count > 0) clients.push(client)
    for (let i = 0, clock = start; i < count; i++) clock += readStruct(client, clock, start)
  }
  for (let sections = countSections(); sections > 0; sections--) {
    decoding.readVarUint(decoder)
    for (let ranges = decoding.readVarUint(decoder); ranges > 0; ranges--) {
      decoding.readVarUint(decoder)
      // Nobody deletes nothing; Yjs fails when it has to keep such a deletion for later.
      if (decoding.readVarUint(decoder) < 1) throw new RangeError('a deletion of nothing')
      deletions += 1
      // Both its ends may part an item.
      part(2)
    }
  }
  if (decoding.hasContent(decoder)) throw new RangeError('bytes after the end of the update')
  return {
    structs,
    clients: clients.length > 1 ? [...new Set(clients)] : clients,
    roots: roots ?? noRoots,
    rootItems,
    deletions,
    structBytes,
    memoryBytes: structBytes + partedBytes,
  }
}

const noBounds = {
  memoryBytes: Number.POSITIVE_INFINITY,
  clients: Number.POSITIVE_INFINITY,
  roots: Number.POSITIVE_INFINITY,
}
const bytesPerStruct = 12

/** What a stored state takes in memory beside its bytes. One that cannot be read is estimated: whoever loads it will say so. */
export const memoryOfState = (state: Uint8Array): number => {
  try {
    return scanUpdate(state, noBounds).structBytes
  } catch {
    return Math.ceil(state.length / bytesPerStruct) * memoryOf.type
  }
}

/** The parts that every update in Yjs’s version 2 encoding begins with, after its first byte, 0; each with its length before it. */
const partsOfV2 = 9

/** Whether bytes that are no update in version 1 look like one in version 2. */
export const looksLikeV2 = (bytes: Uint8Array): boolean => {
  try {
    const decoder = decoding.createDecoder(bytes)
    if (decoding.readVarUint(decoder) !== 0) return false
    for (let part = 0; part < partsOfV2; part++) decoding.readVarUint8Array(decoder)
    return decoding.hasContent(decoder)
  } catch {
    return false
  }
}
