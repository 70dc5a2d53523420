/**
 * How many comments stay with their words: three people, a thousand seeded edits as an editor of blocks writes them. Every character has an
 * identity that nobody but the test knows; it goes along when text is retyped, moved, undone or restored.
 */
import { flatten, stretchesOf, wholeOf } from '@syncforge/protocol/anchors'
import type { RangeAnchor, Thread } from '@syncforge/protocol/comments'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { askAs, freshRoom } from '../../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>
type Mix = 'ordinary' | 'stress' | 'text'
type Identified = readonly { readonly letter: string; readonly identity: number }[]

const edits = 1_000
const commented = 150
const vocabulary = Array.from({ length: 150 }, (_, n) => `w${(n * 7919).toString(36)}`)

const createTracker = () => {
  const identities = new Map<string, number>()
  let next = 0
  const key = (client: number, clock: number) => `${client}:${clock}`
  return {
    fresh: (text: string): Identified => [...text].map((letter) => ({ letter, identity: next++ })),
    of: (client: number, clock: number) => identities.get(key(client, clock)) ?? -1,
    /** What the client wrote since `from`, in order, was this. */
    learn(doc: Y.Doc, from: number, written: Identified) {
      let n = 0
      for (const struct of doc.store.clients.get(doc.clientID) ?? []) {
        if (struct.id.clock + struct.length <= from || !(struct instanceof Y.Item)) continue
        if (!(struct.content instanceof Y.ContentString) && !(struct.content instanceof Y.ContentDeleted)) continue
        for (let clock = Math.max(from, struct.id.clock); clock < struct.id.clock + struct.length; clock++) {
          identities.set(key(doc.clientID, clock), written[n]?.identity ?? -1)
          n += 1
        }
      }
    },
    /** A restored document is letter for letter what it was. */
    restored(doc: Y.Doc, was: readonly number[]) {
      for (const [item, at] of flatten(doc.share.get('body') as never).places) {
        const { id, length } = item as Y.Item
        for (let n = 0; n < length; n++) identities.set(key(id.client, id.clock + n), was[at + n] ?? -1)
      }
    },
  }
}

const measure = async (seed: number, mix: Mix) => {
  const random = prng.create(seed)
  const pick = (below: number) => prng.uint32(random, 0, Math.max(0, below - 1))
  const room: Room = freshRoom()
  const tracker = createTracker()
  const people = [11, 22, 33].map((clientID) => {
    const doc = new Y.Doc()
    doc.clientID = clientID
    return { doc, behind: [] as Uint8Array[], undo: null as null | (() => Identified) }
  })
  type Someone = (typeof people)[number]
  const root = ({ doc }: Someone) => doc.getXmlFragment('body')
  const textsOf = (someone: Someone): Y.XmlText[] => {
    if (mix === 'text') return [someone.doc.getText('body') as Y.XmlText]
    const found: Y.XmlText[] = []
    const visit = (type: Y.XmlFragment | Y.XmlElement) => {
      for (const child of type.toArray()) {
        if (child instanceof Y.XmlText) found.push(child)
        else if (child instanceof Y.XmlElement) visit(child)
      }
    }
    visit(root(someone))
    return found
  }
  const catchUp = ({ doc, behind }: Someone) => {
    for (const update of behind.splice(0)) Y.applyUpdate(doc, update)
  }
  const send = async (someone: Someone, work: () => Identified | null) => {
    const { doc } = someone
    const updates: Uint8Array[] = []
    const hear = (update: Uint8Array, origin: unknown) => void (origin === 'mine' && updates.push(update))
    const from = Y.getState(doc.store, doc.clientID)
    doc.on('update', hear)
    let written: Identified | null = null
    doc.transact(() => {
      written = work()
    }, 'mine')
    doc.off('update', hear)
    if (written !== null) tracker.learn(doc, from, written)
    for (const update of updates) {
      await askAs(room, 'documents.update', { name: 'default', update })
      for (const other of people) if (other !== someone) other.behind.push(update)
    }
  }
  /** The letters of a text with who they are. */
  const read = (text: Y.XmlText, start = 0, end = text.length): Identified => {
    const all: { letter: string; identity: number }[] = []
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue
      for (let n = 0; n < item.length; n++)
        all.push({ letter: item.content.str.charAt(n), identity: tracker.of(item.id.client, item.id.clock + n) })
    }
    return all.slice(start, end)
  }
  const lettersOf = (letters: Identified) => letters.map(({ letter }) => letter).join('')
  const phrase = (words: number) =>
    `${Array.from({ length: words }, () => vocabulary[pick(vocabulary.length)]).join(' ')} `
  const block = (name: string, letters: Identified) => {
    const element = new Y.XmlElement(name)
    element.insert(0, [new Y.XmlText(lettersOf(letters))])
    return element
  }
  const [first, second] = people as [Someone, Someone, Someone]
  await send(first, () => {
    const paragraphs = Array.from({ length: 60 }, () => tracker.fresh(phrase(25)))
    if (mix === 'text') (first.doc.getText('body') as Y.Text).insert(0, paragraphs.map(lettersOf).join(''))
    else
      root(first).insert(
        0,
        paragraphs.map((letters) => block('p', letters)),
      )
    return paragraphs.flat()
  })
  for (const someone of people) catchUp(someone)

  // Comments on one to twelve words.
  const flatNow = flatten(first.doc.share.get('body') as never)
  const truth = new Map<string, ReadonlySet<number>>()
  const identitiesOf = (doc: Y.Doc): number[] => {
    const all: number[] = []
    for (const [item, at] of flatten(doc.share.get('body') as never).places) {
      const { id, length } = item as Y.Item
      for (let n = 0; n < length; n++) all[at + n] = tracker.of(id.client, id.clock + n)
    }
    return all
  }
  const atStart = identitiesOf(first.doc)
  while (truth.size < commented) {
    const start = flatNow.text.lastIndexOf(' ', pick(flatNow.text.length - 200)) + 1
    let end = start
    for (let words = 1 + pick(12); words > 0; words--) end = flatNow.text.indexOf(' ', end + 1)
    const anchor = { document: 'default', root: 'body', start, end }
    const { thread } = (await askAs(room, 'threads.create', { body: 'here', anchor })) as { thread: Thread }
    truth.set(thread.id, new Set(atStart.slice(start, end)))
  }

  let cut: Identified | null = null
  let version: { readonly id: string; readonly was: readonly number[] } | null = null
  const roomNow = async () => {
    const { content } = (await askAs(room, 'documents.read', { format: 'yjs' })) as { content: Uint8Array }
    const doc = new Y.Doc()
    Y.applyUpdate(doc, content)
    doc.getXmlFragment('body')
    return { doc, content }
  }
  const replaceBlock = (text: Y.XmlText, name: string, wrap: boolean): Identified | null => {
    const element = text.parent as Y.XmlElement
    const parent = element.parent as Y.XmlElement
    const at = parent.toArray().indexOf(element)
    if (at < 0) return null
    const letters = read(text)
    parent.delete(at, 1)
    const made = block(name, letters)
    if (wrap) {
      const list = new Y.XmlElement('list')
      list.insert(0, [made])
      parent.insert(at, [list])
    } else parent.insert(at, [made])
    return letters
  }
  const step = async () => {
    const someone = people[pick(3)] ?? second
    if (prng.bool(random)) catchUp(someone)
    const texts = textsOf(someone)
    const text = texts[pick(texts.length)]
    if (text === undefined) return
    const words = lettersOf(read(text))
    const at = words.lastIndexOf(' ', pick(words.length + 1)) + 1
    const roll = pick(100)
    const isBlocks = mix !== 'text'
    const isRough = mix !== 'ordinary'
    if (isRough && roll < 7) {
      // Cut and, some edits later, paste; or moved at once.
      if (cut !== null) {
        const pasted = cut
        cut = null
        return send(someone, () => {
          text.insert(at, lettersOf(pasted))
          return pasted
        })
      }
      const length = Math.min(10 + pick(60), text.length - at)
      if (length <= 0) return
      const taken = read(text, at, at + length)
      const isMove = prng.bool(random)
      const target = texts[pick(texts.length)] ?? text
      if (!isMove) cut = taken
      return send(someone, () => {
        text.delete(at, length)
        if (!isMove) return []
        target.insert(Math.min(target.length, pick(target.length + 1)), lettersOf(taken))
        return taken
      })
    }
    if (isBlocks && roll < 20) {
      return send(someone, () => {
        if (roll < 11) return replaceBlock(text, prng.bool(random) ? 'h1' : 'p', prng.bool(random))
        const element = text.parent as Y.XmlElement
        const parent = element.parent as Y.XmlElement
        const place = parent.toArray().indexOf(element)
        if (place < 0) return null
        if (roll < 16 && at > 0 && at < text.length) {
          const tail = read(text, at)
          text.delete(at, text.length - at)
          parent.insert(place + 1, [block('p', tail)])
          return tail
        }
        const before = parent.toArray()[place - 1]
        const into = before instanceof Y.XmlElement ? before.toArray()[0] : undefined
        if (!(into instanceof Y.XmlText)) return null
        const letters = read(text)
        parent.delete(place, 1)
        into.insert(into.length, lettersOf(letters))
        return letters
      })
    }
    if (roll < 26 && someone.undo !== null) {
      const undo = someone.undo
      someone.undo = null
      return send(someone, undo)
    }
    if (roll < 50) {
      const end = words.indexOf(' ', at) + 1
      if (end <= at) return
      const gone = read(text, at, end)
      await send(someone, () => {
        text.delete(at, end - at)
        return []
      })
      someone.undo = () => {
        if (text.parent === null || text._item?.deleted) return []
        text.insert(Math.min(at, text.length), lettersOf(gone))
        return gone
      }
      return
    }
    const typed = tracker.fresh(phrase(1 + pick(2)))
    return send(someone, () => {
      text.insert(Math.min(at, text.length), lettersOf(typed))
      return typed
    })
  }
  for (let n = 0; n < edits; n++) {
    await step()
    if (mix !== 'ordinary' && n % 250 === 100) {
      const { id } = (await askAs(room, 'versions.create', { name: `at ${n}` })) as { id: string }
      version = { id, was: identitiesOf((await roomNow()).doc) }
    }
    if (version !== null && n % 250 === 160) {
      await askAs(room, 'versions.restore', { id: version.id })
      const now = await roomNow()
      tracker.restored(now.doc, version.was)
      for (const someone of people) {
        catchUp(someone)
        Y.applyUpdate(someone.doc, now.content)
      }
    }
  }

  const { doc } = await roomNow()
  const flat = flatten(doc.share.get('body') as never)
  const identities = identitiesOf(doc)
  const there = new Set(identities)
  const sum = { living: 0, right: 0, wrong: 0, lost: 0, silent: 0 }
  for (const [threadId, own] of truth) {
    const anchor = ((await askAs(room, 'threads.get', { threadId })) as Thread).anchor as RangeAnchor
    const whole = wholeOf(stretchesOf(doc.store, flat, anchor.runs))
    const living = [...own].filter((identity) => there.has(identity))
    const isLiving = living.length * 2 >= own.size
    if (isLiving) sum.living += 1
    if (whole === null) {
      if (isLiving) sum.lost += 1
      if (anchor.state !== 'orphaned') sum.silent += 1
      continue
    }
    const covered = identities.slice(whole.from, whole.to)
    const mine = covered.filter((identity) => own.has(identity))
    if (mine.length * 2 < covered.length) sum.wrong += 1
    if (isLiving && new Set(mine).size * 2 >= living.length && mine.length * 2 >= covered.length) sum.right += 1
  }
  return sum
}

const seeds = [3, 5, 8, 13, 21]

test.each([
  ['ordinary', 0.8],
  ['stress', 0.7],
  ['text', 0.75],
] as const)(
  '[AN3] [AN4] through a thousand edits of three people comments stay with their words: %s',
  async (mix, floor) => {
    const all = { living: 0, right: 0, wrong: 0, lost: 0, silent: 0 }
    for (const seed of seeds) {
      const sum = await measure(seed, mix)
      const share = ((100 * sum.right) / sum.living).toFixed(1)
      console.info(`${mix}, seed ${seed}: ${share} % right, ${JSON.stringify(sum)}`)
      for (const key of Object.keys(all) as (keyof typeof all)[]) all[key] += sum[key]
    }
    console.info(
      `${mix}: ${((100 * all.right) / all.living).toFixed(1)} % right, ${((100 * all.wrong) / (commented * seeds.length)).toFixed(1)} % wrong`,
    )
    expect(all.silent).toBe(0)
    expect(all.right / all.living).toBeGreaterThanOrEqual(floor)
    expect(all.wrong / (commented * seeds.length)).toBeLessThanOrEqual(0.02)
  },
  900_000,
)
