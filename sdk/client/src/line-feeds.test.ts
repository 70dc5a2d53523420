import { describe, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { lineFeeds } from './line-feeds.ts'

const lines = (content: string) => content.replace(/\r\n?/g, '\n')
const settled = () => new Promise<void>((resolve) => queueMicrotask(resolve))

/** A shared text, and an editor that knows only what its binding hears: changes by places. */
const openEditor = (content: string, clientId = 1) => {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const shared = doc.getText('content')
  if (content) shared.insert(0, content)
  const awareness = new Awareness(doc)
  const feeds = lineFeeds(shared, awareness)
  const binding = {}
  let shown = feeds.text.toString()
  feeds.text.observe(({ delta }, { origin }) => {
    if (origin === binding) return
    let at = 0
    for (const { insert, delete: gone = 0, retain = 0 } of delta) {
      const come = insert === undefined ? '' : typeof insert === 'string' ? insert : '\ufffc'
      shown = shown.slice(0, at) + come + shown.slice(at + gone)
      at += come.length + retain
    }
  })
  return {
    doc,
    shared,
    awareness,
    feeds,
    shown: () => shown,
    async edit(from: number, to: number, insert: string) {
      shown = shown.slice(0, from) + insert + shown.slice(to)
      feeds.text.doc?.transact(() => {
        if (to > from) feeds.text.delete(from, to - from)
        if (insert) feeds.text.insert(from, insert)
      }, binding)
      await settled()
    },
    end() {
      feeds.destroy()
      awareness.destroy()
    },
  }
}

const kinds = ['a\r\nb\r\nc', 'a\rb\rc', '\r\n\r\n', '\r\r\n\n', 'a\nb\r\nc\rd', '\r', 'plain\ntext', '']

describe('a text for bindings that count a line end as one character', () => {
  test.each(kinds)('[LF1] %j has one \\n for each of its line ends', (stored) => {
    const editor = openEditor(stored)
    expect(editor.feeds.text.toString()).toBe(lines(stored))
    expect(editor.shared.toString()).toBe(stored)
    editor.end()
  })

  test.each(kinds)('[LF2] in %j every place is written to and deleted where it is shown', async (stored) => {
    for (let at = 0; at <= lines(stored).length; at++) {
      for (const [length, insert] of [
        [0, 'X'],
        [0, '\n'],
        [1, ''],
        [1, '\nX\n'],
      ] as const) {
        const editor = openEditor(stored)
        const before = lines(stored)
        await editor.edit(at, Math.min(before.length, at + length), insert)
        const wanted = before.slice(0, at) + insert + before.slice(at + length)
        expect([lines(editor.shared.toString()), editor.feeds.text.toString(), editor.shown()]).toEqual([
          wanted,
          wanted,
          wanted,
        ])
        editor.end()
      }
    }
  })

  test('[LF2] line ends that nobody writes on stay as they are stored; one change is one update', async () => {
    const editor = openEditor('one\r\ntwo\rthree')
    let updates = 0
    editor.doc.on('update', () => (updates += 1))
    await editor.edit(3, 4, ' and ')
    await editor.edit(12, 12, '!')
    expect([editor.shared.toString(), updates]).toEqual(['one and two\r!three', 2])
    editor.end()
  })

  test('[LF2] what others write comes to its place, in whatever line ends', () => {
    const editor = openEditor('one\ntwo')
    editor.shared.insert(3, '\r\nand')
    expect([editor.shown(), editor.feeds.text.toString()]).toEqual(['one\nand\ntwo', 'one\nand\ntwo'])
    editor.shared.insert(4, 'x')
    expect(editor.shown()).toBe('one\nx\nand\ntwo')
    editor.shared.delete(0, editor.shared.length)
    expect(editor.shown()).toBe('')
    editor.shared.insert(0, 'anew')
    expect(editor.shown()).toBe('anew')
    editor.end()
  })

  test('[LF1] [LF2] formats and embeds go both ways, also over line ends', () => {
    const editor = openEditor('')
    const { text } = editor.feeds
    editor.shared.applyDelta([
      { insert: 'bold\r', attributes: { bold: true } },
      { insert: '\nplain\r\n' },
      { insert: { image: 'a.png' } },
    ])
    expect(text.toDelta()).toEqual([
      { insert: 'bold', attributes: { bold: true } },
      { insert: '\nplain\n' },
      { insert: { image: 'a.png' } },
    ])
    text.format(5, 5, { italic: true })
    text.insertEmbed(0, { image: 'b.png' })
    text.delete(12, 1)
    expect(editor.shared.toDelta()).toEqual([
      { insert: { image: 'b.png' } },
      { insert: 'bold\r', attributes: { bold: true } },
      { insert: '\n' },
      { insert: 'plain', attributes: { italic: true } },
      { insert: '\r\n' },
    ])
    editor.end()
  })

  test('a type within the text has a place and can be deleted', async () => {
    const editor = openEditor('a\r\n')
    editor.shared.insertEmbed(3, new Y.Map())
    editor.shared.insert(4, 'b')
    expect(editor.shown()).toBe('a\n\ufffcb')
    await editor.edit(2, 3, '')
    expect(editor.shared.toString()).toBe('a\r\nb')
    editor.end()
  })

  test('an undo manager of the text takes back what was written there, and nothing of others', async () => {
    const editor = openEditor('a\r\nb')
    const mine = new Y.UndoManager(editor.feeds.text, { trackedOrigins: new Set([null]) })
    editor.feeds.text.insert(2, 'mine ')
    editor.shared.insert(0, 'theirs\r\n')
    mine.undo()
    await settled()
    expect([editor.shared.toString(), editor.shown()]).toEqual(['theirs\r\na\r\nb', 'theirs\na\nb'])
    editor.end()
  })

  test('[LF3] a caret is at the same place for who binds the shared text, and theirs is here', () => {
    const editor = openEditor('one\r\ntwo\r\nthree')
    const { feeds, awareness, shared, doc } = editor
    const at = (text: Y.Text, index: number) => Y.createRelativePositionFromTypeIndex(text, index)
    const indexOf = (place: unknown, of: Y.Doc) =>
      Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(place), of)?.index
    feeds.awareness.setLocalStateField('cursor', { anchor: at(feeds.text, 4), head: at(feeds.text, 9) })
    const { cursor } = awareness.getLocalState() as { cursor: { anchor: unknown; head: unknown } }
    expect([indexOf(cursor.anchor, doc), indexOf(cursor.head, doc)]).toEqual([5, 11])
    const own = (feeds.awareness.getLocalState() as typeof awareness extends never ? never : { cursor: typeof cursor })
      .cursor
    expect([own.anchor, own.head].map((place) => indexOf(place, feeds.text.doc as Y.Doc))).toEqual([4, 9])
    awareness.states.set(7, {
      user: { name: 'Bob' },
      selection: JSON.parse(JSON.stringify({ anchor: at(shared, 10), head: at(shared, 12) })),
    })
    awareness.states.set(8, { cursor: { anchor: 'nonsense', head: { type: {}, item: 'x' } } })
    const states = feeds.awareness.getStates() as Map<
      number,
      { selection: typeof cursor; user: object; cursor: unknown }
    >
    expect(states.get(7)?.user).toEqual({ name: 'Bob' })
    expect(indexOf(states.get(7)?.selection.head, feeds.text.doc as Y.Doc)).toBe(10)
    expect(states.get(8)?.cursor).toBeNull()
    expect([feeds.toShared(4), feeds.fromShared(5), feeds.fromShared(shared.length)]).toEqual([5, 4, 13])
    editor.end()
  })

  test('after its end neither hears of the other', () => {
    const editor = openEditor('a\r\nb')
    editor.feeds.destroy()
    editor.shared.insert(0, 'x')
    editor.feeds.text.insert(0, 'y')
    expect([editor.shared.toString(), editor.feeds.text.toString()]).toEqual(['xa\r\nb', 'ya\nb'])
    editor.awareness.destroy()
  })

  test('whatever two people write, with bindings and without, both are shown what is stored', async () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
    let state = seed
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
    const pieces = ['a', 'bc', '\n', '\r', '\r\n', 'x\r\ny', '\r\r', '\n\n', ' ']
    const piece = () => pieces[random(pieces.length)] as string
    for (let script = 0; script < 60; script++) {
      const editors = [openEditor('', 1), openEditor('', 2)] as const
      const where = () => `seed ${seed}, script ${script}`
      for (let step = 0; step < 40; step++) {
        const editor = editors[random(2)] as (typeof editors)[0]
        const { length } = editor.shown()
        const from = random(length + 1)
        const to = Math.min(length, from + random(3))
        if (random(3) === 0) {
          const at = random(editor.shared.length + 1)
          if (random(3) === 0) editor.shared.delete(at, Math.min(2, editor.shared.length - at))
          else editor.shared.insert(at, piece())
        } else await editor.edit(from, to, piece().replaceAll('\r', ''))
        if (random(4) === 0) {
          Y.applyUpdate(editors[1].doc, Y.encodeStateAsUpdate(editors[0].doc))
          Y.applyUpdate(editors[0].doc, Y.encodeStateAsUpdate(editors[1].doc))
        }
        await settled()
        for (const { shared, feeds, shown } of editors) {
          expect(feeds.text.toString(), where()).toBe(lines(shared.toString()))
          expect(shown(), where()).toBe(feeds.text.toString())
        }
      }
      for (const editor of editors) editor.end()
    }
  })
})
