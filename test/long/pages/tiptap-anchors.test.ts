/**
 * How many comments stay with their words in a document of Tiptap: its schema, its commands, and the binding that writes what they do into Yjs, at three
 * real clients of a real room. Every character has an identity that nobody but the test knows; it goes along wherever an edit takes the character.
 */
import type { CommentThread } from '@syncforge/client'
import { flatten, stretchesOf, wholeOf } from '@syncforge/protocol/anchors'
import type { RangeAnchor } from '@syncforge/protocol/comments'
import { getSchema } from '@tiptap/core'
import { joinBackward, setBlockType, splitBlock } from '@tiptap/pm/commands'
import type { Node as PmNode } from '@tiptap/pm/model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from '@tiptap/pm/schema-list'
import { type Command, EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import { StarterKit } from '@tiptap/starter-kit'
import { initProseMirrorDoc, updateYFragment } from '@tiptap/y-tiptap'
import * as prng from 'lib0/prng'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { startServer, type TestServer } from '../../kit/server.ts'
import { enter, freshRoomId, until } from '../../sdk/kit.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

const schema = getSchema([StarterKit.configure({ undoRedo: false })])
const [edits, commented, root] = [1_000, 150, 'default'] as const
const vocabulary = Array.from({ length: 150 }, (_, n) => `w${(n * 7919).toString(36)}`)
const gone = -1

/** Who is who, by the ids that Yjs gives. */
const createTracker = () => {
  const known = new Map<string, number>()
  let next = 0
  const key = ({ client, clock }: Y.ID, offset: number) => `${client}:${clock + offset}`
  /** The characters that are there, in order: what they are called by Yjs, and who they are. */
  const read = (doc: Y.Doc) => {
    const all: { key: string; identity: number }[] = []
    for (const [item, at] of flatten(doc.share.get(root) as never).places) {
      const { id, length } = item as Y.Item
      for (let n = 0; n < length; n++) all[at + n] = { key: key(id, n), identity: known.get(key(id, n)) ?? gone }
    }
    return all
  }
  return {
    read: (doc: Y.Doc) => read(doc).map(({ identity }) => identity),
    fresh: (count: number) => Array.from({ length: count }, () => next++),
    /** What is new in the document is what stands at the same place of `now`. */
    learn(doc: Y.Doc, now: readonly number[]) {
      const letters = read(doc)
      expect(letters.length).toBe(now.length)
      for (const [at, letter] of letters.entries()) if (!known.has(letter.key)) known.set(letter.key, now[at] ?? gone)
    },
    /** An undo brought characters back under new ids: the old ones say which. */
    learnRedone(doc: Y.Doc) {
      for (const structs of doc.store.clients.values())
        for (const item of structs) {
          if (!(item instanceof Y.Item) || item.redone === null) continue
          for (let n = 0; n < item.length; n++) {
            const was = known.get(key(item.id, n))
            if (was !== undefined) known.set(key(item.redone, n), was)
          }
        }
    },
  }
}

/** Where the characters of a document of ProseMirror stand, in order. */
const positionsOf = (node: PmNode): number[] => {
  const all: number[] = []
  node.descendants((child, at) => {
    if (child.isText) for (let n = 0; n < child.nodeSize; n++) all.push(at + n)
  })
  return all
}

const measure = async (seed: number, isRough: boolean) => {
  const random = prng.create(seed)
  const pick = (below: number) => prng.uint32(random, 0, Math.max(0, below - 1))
  const tracker = createTracker()
  const id = freshRoomId('tiptap')
  const people = await Promise.all(
    ['ada', 'bob', 'cyd'].map(async (userId) => {
      const { room } = await enter(server.wsUrl, id, { userId })
      const doc = room.getDocument()
      const fragment = doc.getXmlFragment(root)
      const undo = new Y.UndoManager(fragment, { trackedOrigins: new Set(['mine']), captureTimeout: 0 })
      return { room, doc, fragment, undo }
    }),
  )
  type Someone = (typeof people)[number]
  const [ada] = people as [Someone, Someone, Someone]
  const phrase = (words: number) =>
    `${Array.from({ length: words }, () => vocabulary[pick(vocabulary.length)]).join(' ')} `

  /** What an editor does: its command on its state, which the binding writes into the document. */
  const edit = (someone: Someone, work: (state: EditorState) => Transaction | null, moved?: readonly number[]) => {
    const { doc, fragment } = someone
    const { doc: before, meta } = initProseMirrorDoc(fragment, schema)
    const own = tracker.read(doc)
    const tr = work(EditorState.create({ doc: before }))
    if (tr === null || !tr.docChanged) return
    const at = new Map(positionsOf(before).map((position, index) => [position, own[index] ?? gone]))
    const inverse = tr.mapping.invert()
    const inserted = [...(moved ?? [])]
    const now = positionsOf(tr.doc).map((position) => {
      const { pos, deleted } = inverse.mapResult(position, 1)
      const was = deleted || inverse.mapResult(position + 1, -1).deleted ? undefined : at.get(pos)
      return was ?? inserted.shift() ?? tracker.fresh(1)[0]!
    })
    doc.transact(() => updateYFragment(doc, fragment, tr.doc, meta), 'mine')
    tracker.learn(doc, now)
  }
  const commanded = (state: EditorState, command: Command): Transaction | null => {
    let made: Transaction | null = null
    command(state, (tr) => {
      made = tr
    })
    return made
  }
  const at = (state: EditorState, position: number) =>
    state.apply(state.tr.setSelection(TextSelection.near(state.doc.resolve(position))))

  ada.doc.transact(() => {
    const { doc: before, meta } = initProseMirrorDoc(ada.fragment, schema)
    const paragraphs = Array.from({ length: 60 }, () => schema.node('paragraph', null, [schema.text(phrase(25))]))
    const state = EditorState.create({ doc: before })
    const tr = state.tr.replaceWith(0, before.content.size, paragraphs)
    updateYFragment(ada.doc, ada.fragment, tr.doc, meta)
  }, 'mine')
  tracker.learn(ada.doc, tracker.fresh(tracker.read(ada.doc).length))
  await ada.room.flush()
  const text = (someone: Someone) => flatten(someone.doc.share.get(root) as never).text
  const agreed = () => people.every((each) => text(each) === text(ada))
  await until('all have it', agreed)

  const truth = new Map<string, ReadonlySet<number>>()
  const { of } = await ada.room.comments.anchors()
  const [words, identities] = [text(ada), tracker.read(ada.doc)]
  while (truth.size < commented) {
    const start = words.lastIndexOf(' ', pick(words.length - 200)) + 1
    let end = start
    for (let count = 1 + pick(12); count > 0; count--) end = words.indexOf(' ', end + 1)
    const anchor = of(ada.fragment, start, end)
    const thread = await ada.room.comments.create({ body: 'here', ...(anchor && { anchor }) })
    truth.set(thread.id, new Set(identities.slice(start, end)))
  }

  const step = (someone: Someone) => {
    const roll = pick(100)
    edit(someone, (fresh) => {
      const all = positionsOf(fresh.doc)
      const some = all[pick(all.length)]
      if (some === undefined) return null
      const state = at(fresh, some)
      const { $from } = state.selection
      const line = $from.parent.textContent
      const wordAt = $from.start() + line.lastIndexOf(' ', $from.parentOffset) + 1
      if (isRough && roll < 7) return null
      if (roll < 11) {
        const level = 1 + pick(3)
        const heading = schema.nodes.heading!
        return commanded(
          state,
          setBlockType($from.parent.type === heading ? schema.nodes.paragraph! : heading, { level }),
        )
      }
      if (roll < 15) {
        const item = schema.nodes.listItem!
        const isListed = $from.node(-1)?.type === item
        if (!isListed)
          return commanded(state, wrapInList(schema.nodes[prng.bool(random) ? 'bulletList' : 'orderedList']!))
        return commanded(state, prng.bool(random) ? liftListItem(item) : sinkListItem(item))
      }
      if (roll < 19) {
        const split = at(fresh, wordAt)
        const isListed = split.selection.$from.node(-1)?.type === schema.nodes.listItem
        return commanded(split, isListed ? splitListItem(schema.nodes.listItem!) : splitBlock)
      }
      if (roll < 22) return commanded(at(fresh, $from.start()), joinBackward)
      if (roll < 25) {
        const mark = schema.marks[prng.bool(random) ? 'bold' : 'italic']!
        return state.tr.addMark(wordAt, Math.min($from.end(), wordAt + 20), mark.create())
      }
      if (roll < 52) {
        const end = line.indexOf(' ', wordAt - $from.start()) + 1
        return end <= 0 ? null : state.tr.delete(wordAt, $from.start() + end)
      }
      return state.tr.insertText(phrase(1 + pick(2)), wordAt)
    })
  }
  /** Words go elsewhere, as when somebody drags them. */
  const move = (someone: Someone) => {
    const { doc: before } = initProseMirrorDoc(someone.fragment, schema)
    const all = positionsOf(before)
    const [from, to] = [all[pick(all.length)], all[pick(all.length)]]
    if (from === undefined || to === undefined) return
    const $from = before.resolve(from)
    const end = Math.min(from + 10 + pick(50), $from.end())
    if (end <= from || (to >= from && to <= end)) return
    const own = tracker.read(someone.doc)
    const taken = own.slice(all.indexOf(from), all.indexOf(from) + end - from)
    const words = before.textBetween(from, end)
    edit(someone, ({ tr }) => tr.delete(from, end).insertText(words, tr.mapping.map(to)), taken)
  }
  let version: { readonly id: string; readonly was: readonly number[] } | null = null
  for (let n = 0; n < edits; n++) {
    const someone = people[pick(3)] ?? ada
    if (pick(100) < 4) {
      someone.undo.undo()
      tracker.learnRedone(someone.doc)
    } else if (isRough && pick(100) < 7) move(someone)
    else step(someone)
    // Now and then they hear of each other only after some more edits.
    if (prng.bool(random)) await someone.room.flush()
    if (isRough && n % 250 === 100) {
      await Promise.all(people.map(({ room }) => room.flush()))
      await until('all agree', agreed)
      version = { id: (await ada.room.versions.create(`at ${n}`)).id, was: tracker.read(ada.doc) }
    }
    if (version && n % 250 === 160) {
      await Promise.all(people.map(({ room }) => room.flush()))
      await until('all agree', agreed)
      const { was } = version
      await ada.room.versions.restore(version.id)
      await until('it is back', () => agreed() && tracker.read(ada.doc).length === was.length)
      tracker.learn(ada.doc, was)
    }
  }
  await Promise.all(people.map(({ room }) => room.flush()))
  await until('all agree in the end', agreed)
  while (await ada.room.comments.loadMore());

  const flat = flatten(ada.doc.share.get(root) as never)
  const now = tracker.read(ada.doc)
  const there = new Set(now)
  const sum = { living: 0, right: 0, wrong: 0, lost: 0, silent: 0, unknown: now.filter((one) => one === gone).length }
  for (const [threadId, own] of truth) {
    const thread = ada.room.comments.get().find((one) => one.id === threadId) as CommentThread
    const anchor = thread.anchor as RangeAnchor
    const whole = wholeOf(stretchesOf(ada.doc.store, flat, anchor.runs))
    const living = [...own].filter((identity) => there.has(identity))
    const isLiving = living.length * 2 >= own.size
    if (isLiving) sum.living += 1
    if (whole === null) {
      if (isLiving) sum.lost += 1
      if (anchor.state !== 'orphaned') sum.silent += 1
      continue
    }
    const covered = now.slice(whole.from, whole.to)
    const mine = covered.filter((identity) => own.has(identity))
    if (mine.length * 2 < covered.length) sum.wrong += 1
    if (isLiving && new Set(mine).size * 2 >= living.length && mine.length * 2 >= covered.length) sum.right += 1
  }
  return sum
}

const first = Number(process.env.TIPTAP_SEED ?? 3)

test.each([
  ['ordinary', false, 0.8],
  ['with moves and restores', true, 0.7],
] as const)(
  `[AN3] [AN4] through a thousand edits in Tiptap comments stay with their words: %s (TIPTAP_SEED=${first})`,
  async (mix, isRough, floor) => {
    const sum = await measure(first, isRough)
    const [right, wrong] = [sum.right / sum.living, sum.wrong / commented]
    console.info(
      `${mix}: ${(100 * right).toFixed(1)} % right, ${(100 * wrong).toFixed(1)} % wrong, ${JSON.stringify(sum)}`,
    )
    expect(sum.silent).toBe(0)
    expect(right).toBeGreaterThanOrEqual(floor)
    expect(wrong).toBeLessThanOrEqual(0.02)
  },
  600_000,
)
