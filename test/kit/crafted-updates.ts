/** Updates that no client would make: each asks Yjs for much more work, memory or names than it has bytes. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

type Encoder = encoding.Encoder
const uint = encoding.writeVarUint
const text = encoding.writeVarString

const hasKey = 0x20
const hasRightOrigin = 0x40
const contentString = 4
const contentAny = 8

/** One client's structs from a clock on, and nothing deleted. */
export const section = (e: Encoder, client: number, clock: number, count: number, write: (at: number) => void) => {
  uint(e, count)
  uint(e, client)
  uint(e, clock)
  for (let at = 0; at < count; at++) write(at)
}

const inRoot = (e: Encoder, info: number, root: string) => {
  encoding.writeUint8(e, info)
  uint(e, 1)
  text(e, root)
}

export const update = (sections: number, write: (e: Encoder) => void): Uint8Array =>
  encoding.encode((e) => {
    uint(e, sections)
    write(e)
    uint(e, 0)
  })

/** `count` elements that each say they were put before another one of a list that the same update brings: no two places are alike. */
export const rightOrigins = (count: number, kind: 'text' | 'list'): Uint8Array =>
  update(2, (e) => {
    section(e, 1_000, 0, 1, () => {
      inRoot(e, kind === 'text' ? contentString : contentAny, kind)
      if (kind === 'text') return text(e, 'a'.repeat(count))
      uint(e, count)
      for (let at = 0; at < count; at++) encoding.writeAny(e, at)
    })
    section(e, 5, 0, count, (at) => {
      encoding.writeUint8(e, hasRightOrigin | (kind === 'text' ? contentString : contentAny))
      uint(e, 1_000)
      uint(e, at)
      if (kind === 'text') return text(e, 'b')
      uint(e, 1)
      encoding.writeAny(e, at)
    })
  })

/** The value of one key, set by `count` people who know nothing of each other. */
export const freshValues = (from: number, count: number): Uint8Array =>
  update(count, (e) => {
    for (let client = from; client < from + count; client++) {
      section(e, client, 0, 1, () => {
        inRoot(e, hasKey | contentAny, 'map')
        text(e, 'key')
        uint(e, 1)
        encoding.writeAny(e, client)
      })
    }
  })

/** An item in each of `count` root types. */
export const roots = (count: number, client: number, prefix: string): Uint8Array =>
  update(1, (e) => {
    section(e, client, 0, count, (at) => {
      inRoot(e, contentString, `${prefix}${at}`)
      text(e, 'x')
    })
  })

/** As many values as asked for under keys of their own. */
export const values = (count: number, client: number): Uint8Array =>
  update(1, (e) => {
    section(e, client, 0, count, (at) => {
      inRoot(e, hasKey | contentAny, 'map')
      text(e, at.toString(36))
      uint(e, 1)
      encoding.writeAny(e, 1)
    })
  })

/** Types of one kind in each other. */
export const nested = (depth: number, kind: 'map' | 'list' | 'xml', client: number): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.transact(() => {
    if (kind === 'map') {
      let parent = doc.getMap<unknown>(`deep-${client}`)
      for (let at = 0; at < depth; at++) parent = parent.set('in', new Y.Map<unknown>()) as Y.Map<unknown>
    } else if (kind === 'list') {
      let parent = doc.getArray<unknown>(`deep-${client}`)
      for (let at = 0; at < depth; at++) {
        const child = new Y.Array<unknown>()
        parent.insert(0, [child])
        parent = child
      }
    } else {
      let parent: Y.XmlFragment = doc.getXmlFragment(`deep-${client}`)
      for (let at = 0; at < depth; at++) {
        const child = new Y.XmlElement('p')
        parent.insert(0, [child])
        parent = child
      }
    }
  })
  return Y.encodeStateAsUpdate(doc)
}

/** Text whose beginning nobody has. */
export const orphan = (client: number, bytes: number): Uint8Array =>
  update(1, (e) => {
    section(e, client, 1_000, 1, () => {
      inRoot(e, contentString, 'text')
      text(e, 'p'.repeat(bytes))
    })
  })

/** Every second of the first `2 * count` characters of `client`, each as a range of its own, the last one first. */
export const backwardDeletions = (client: number, count: number): Uint8Array =>
  encoding.encode((e) => {
    uint(e, 0)
    uint(e, 1)
    uint(e, client)
    uint(e, count)
    for (let at = count - 1; at >= 0; at--) {
      uint(e, 2 * at)
      uint(e, 1)
    }
  })

export const typed = (root: string, content: string, client: number): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getText(root).insert(0, content)
  return Y.encodeStateAsUpdate(doc)
}
