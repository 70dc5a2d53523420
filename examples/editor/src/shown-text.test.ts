import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Change, createShownText } from './shown-text.ts'

const asShown = (value: string) => ({
  length: value.length,
  sliceString: (from: number, to?: number) => value.slice(from, to),
})

const apply = (value: string, changes: readonly Change[]): string => {
  let result = ''
  let at = 0
  for (const { from, to, insert } of changes) {
    result += value.slice(at, from) + insert
    at = Math.max(at, to)
  }
  return result + value.slice(at)
}

/** An editor without a screen: what it shows, and typing into it. */
const openEditor = (doc: Y.Doc) => {
  const text = doc.getText('content')
  const shown = createShownText(text)
  const origin = {}
  let value = shown.read()
  text.observe((event, { origin: by }) => {
    if (by !== origin) value = apply(value, shown.received(event, asShown(value)))
  })
  return {
    text,
    shown,
    value: () => value,
    edit(...changes: Change[]) {
      const before = value
      value = apply(before, changes)
      value = apply(value, shown.write(changes, asShown(before), asShown(value), origin))
    },
  }
}

const docWith = (content: string): Y.Doc => {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, content)
  return doc
}
const lines = (content: string) => content.replace(/\r\n?/g, '\n')

describe('a text whose line ends are stored in another way', () => {
  test.each(['a\r\nb\r\nc', 'a\rb\rc', '\r\n\r\n', '\r\r\n\n', 'a\nb\r\nc\rd', '\r'])(
    '%j is shown with one line end each',
    (stored) => {
      expect(openEditor(docWith(stored)).value()).toBe(lines(stored))
    },
  )

  test.each(['a\r\nbc\r\nd', 'a\rbc\rd', 'a\nbc\r\nd\re'])(
    'in %j every place is written to where it is shown',
    (stored) => {
      for (let at = 0; at <= lines(stored).length; at++) {
        const editor = openEditor(docWith(stored))
        editor.edit({ from: at, to: at, insert: 'X' })
        const wanted = `${lines(stored).slice(0, at)}X${lines(stored).slice(at)}`
        expect(lines(editor.text.toString())).toBe(wanted)
        expect(editor.value()).toBe(wanted)
      }
    },
  )

  test('what was not touched stays as it was stored', () => {
    const editor = openEditor(docWith('one\r\ntwo\r\nthree'))
    editor.edit({ from: 13, to: 13, insert: ' END' })
    expect(editor.text.toString()).toBe('one\r\ntwo\r\nthree END')
    editor.edit({ from: 3, to: 4, insert: ' ' })
    expect(editor.text.toString()).toBe('one two\r\nthree END')
  })

  test('a line end never melts with its neighbour', () => {
    const typed = openEditor(docWith('a\rb'))
    typed.edit({ from: 2, to: 2, insert: '\n' })
    expect([typed.value(), typed.text.toString()]).toEqual(['a\n\nb', 'a\n\nb'])
    const several = openEditor(docWith('a\r\r\r'))
    several.edit({ from: 4, to: 4, insert: '\n' })
    expect([several.value(), several.text.toString()]).toEqual(['a\n\n\n\n', 'a\n\n\n\n'])
    const joined = openEditor(docWith('a\rX\nb'))
    joined.edit({ from: 2, to: 3, insert: '' })
    expect([joined.value(), lines(joined.text.toString())]).toEqual(['a\n\nb', 'a\n\nb'])
  })

  test('places go to the shared text and back', () => {
    const { shown, value } = openEditor(docWith('ab\r\ncd\re\r\n\r\nf'))
    for (let at = 0; at <= value().length; at++) expect(shown.toShown(shown.toShared(at))).toBe(at)
    expect([0, 2, 3, 6, 7, 8, 9].map(shown.toShared)).toEqual([0, 2, 4, 7, 8, 10, 12])
    // Between the two halves of a line end is before it.
    expect(shown.toShown(3)).toBe(2)
  })
})

describe('characters and things that count otherwise', () => {
  test('what is no text takes one place, and can be deleted', () => {
    const doc = docWith('ab')
    doc.getText('content').insertEmbed(1, { image: 'x' })
    const editor = openEditor(doc)
    expect(editor.value()).toBe('a\ufffcb')
    doc.getText('content').insertEmbed(0, new Y.Map())
    expect(editor.value()).toBe('\ufffca\ufffcb')
    editor.edit({ from: 4, to: 4, insert: '!' })
    expect(editor.text.toString()).toBe('ab!')
    editor.edit({ from: 0, to: 3, insert: '' })
    expect([editor.value(), editor.text.length]).toEqual(['b!', 2])
  })

  test('a root that another client filled as a list is shown, and never written beside', () => {
    const other = new Y.Doc()
    other.getArray('content').insert(0, [1, 2, 3])
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
    const editor = openEditor(doc)
    expect(editor.value()).toBe('\ufffc\ufffc\ufffc')
    editor.edit({ from: 3, to: 3, insert: 'end' })
    expect(editor.value()).toBe('\ufffc\ufffc\ufffcend')
    editor.edit({ from: 1, to: 2, insert: '' })
    expect(editor.value().length).toBe(editor.text.length)
  })

  test('half of a character is never written or deleted alone', () => {
    const editor = openEditor(docWith('a😀b'))
    // An input method that turns 😀 into 😁 changes only the second half.
    editor.edit({ from: 2, to: 3, insert: '\ude01' })
    expect(editor.text.toString()).toBe('a😁b')
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(editor.text.doc as Y.Doc))
    expect(copy.getText('content').toString()).toBe('a😁b')
  })

  test('a character that somebody writes into is shown as it is stored', () => {
    const doc = docWith('a😀b')
    const editor = openEditor(doc)
    doc.getText('content').insert(2, 'x')
    expect(editor.value()).toBe(doc.getText('content').toString())
    editor.edit({ from: 5, to: 5, insert: '.' })
    expect(editor.value()).toBe(editor.text.toString())
  })

  test.each(['\u2028', '\u2029', '\u0085', '\v', '\f', '\0', '\u202e', '\ufeff'])(
    '%j is a character like any other',
    (odd) => {
      const editor = openEditor(docWith(`a${odd}b`))
      editor.edit({ from: 3, to: 3, insert: 'END' })
      expect([editor.value(), editor.text.toString()]).toEqual([`a${odd}bEND`, `a${odd}bEND`])
    },
  )
})

test('any edits from both sides leave the editor showing what is shared (seeded)', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1e9)
  let state = seed
  const random = (below: number) => {
    state = (state * 1664525 + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const pieces = ['\r', '\n', '\r\n', 'a', 'bc', '😀', '\ud83d', '\ude00', '\u2028', '\r\r\n', 'x\ny']
  const piece = () => pieces[random(pieces.length)] as string
  const places = (content: string) => content.replace(/[\ud800-\udfff\ufffd]/g, '?')
  for (let round = 0; round < 60; round++) {
    const doc = docWith(Array.from({ length: random(6) }, piece).join(''))
    const editor = openEditor(doc)
    const other = new Y.Doc()
    for (let step = 0; step < 25; step++) {
      const where = `seed ${seed}, round ${round}, step ${step}`
      if (random(2) === 0) {
        const from = random(editor.value().length + 1)
        const to = Math.min(editor.value().length, from + random(3))
        const second = Math.min(editor.value().length, to + 1 + random(3))
        const changes = [{ from, to, insert: lines(piece()) }]
        if (second > to + 1) changes.push({ from: second, to: second, insert: lines(piece()) })
        const before = editor.value()
        const wanted = apply(before, changes)
        editor.edit(...changes)
        if (!/\p{Cs}/u.test(before)) expect(editor.value().length, where).toBe(wanted.length)
      } else {
        Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
        const text = other.getText('content')
        other.transact(() => {
          // A character torn apart and gone in one transaction leaves a trace of which no event tells: one edit at a time there.
          const edits = /[\ud800-\udfff]/.test(text.toString()) ? 1 : 1 + random(3)
          for (let edit = 0; edit < edits; edit++) {
            const at = random(text.length + 1)
            const kind = random(6)
            if (kind === 0 && text.length > at) text.delete(at, Math.min(text.length - at, 1 + random(3)))
            else if (kind === 1) text.insertEmbed(at, { embed: step })
            else text.insert(at, edits === 1 ? piece() : lines(piece()).replace(/[^\n\w]/gu, '\r'))
          }
        })
        Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
      }
      const stored = createShownText(editor.text).read()
      // Yjs replaces characters that are torn apart without telling: only their places count here.
      expect(places(editor.value()), where).toBe(places(stored))
      expect(editor.shown.toShared(editor.value().length), where).toBe(editor.text.length)
    }
  }
})
