// What leaves the board: well-formed, complete, and nothing in it that runs, whatever people wrote.
import { expect, test } from 'vitest'
import type { Shape } from '../board/shape.ts'
import { escaped, toSvg } from './export.ts'
import { wrap } from './words.ts'

const note: Shape = {
  id: 'a',
  kind: 'note',
  x: 10,
  y: 20,
  width: 200,
  height: 100,
  color: 'yellow',
  stroke: 2,
  isFilled: false,
  order: 'V',
  text: '',
  points: [],
  scale: { x: 1, y: 1 },
}

const hostile = '</text><script>alert(1)</script><image href="x" onerror=\'alert(1)\'/>&amp;\u0000\u0008\uFFFF\uD800]]>'

test('words are words: nothing of them becomes markup, and what XML cannot hold is left out', () => {
  expect(escaped(hostile)).toBe(
    '&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;image href=&quot;x&quot; onerror=&#39;alert(1)&#39;/&gt;&amp;amp;]]&gt;',
  )
  expect(escaped('👩‍🚀 né\nß')).toBe('👩‍🚀 né\nß')
  const { svg } = toSvg([{ ...note, text: hostile }])!
  expect([...new Set([...svg.matchAll(/<([a-z]+)/g)].map(([, tag]) => tag))].sort()).toEqual([
    'g',
    'rect',
    'svg',
    'text',
    'tspan',
  ])
})

test('every kind is in it, in their order, within its bounds, and nothing from elsewhere', () => {
  const shapes: readonly Shape[] = [
    note,
    { ...note, kind: 'rectangle', isFilled: true },
    { ...note, kind: 'ellipse', x: -300 },
    { ...note, kind: 'arrow', width: 50, height: -50 },
    { ...note, kind: 'pen', points: [0, 0, 5, 5, 9, 0] },
    { ...note, kind: 'text', text: 'Words', x: 900 },
  ]
  const { svg, width } = toSvg(shapes)!
  expect([...svg.matchAll(/<g transform="translate\((-?\d+) /g)].map(([, x]) => Number(x))).toEqual([
    10, 10, -300, 10, 10, 900,
  ])
  expect(width).toBeGreaterThanOrEqual(1_400)
  expect(svg).not.toMatch(/href|url\(|var\(|style=|NaN|undefined/)
  expect(toSvg([])).toBeNull()
})

test('words are broken where they fit, and letters where a word does not', () => {
  const measure = (text: string) => text.length
  expect(wrap('one two three', 8, 1, measure)).toEqual(['one two', 'three'])
  expect(wrap('a\n\nb', 8, 1, measure)).toEqual(['a', '', 'b'])
  expect(wrap('abcdefghij kl', 4, 1, measure)).toEqual(['abcd', 'efgh', 'ij', 'kl'])
  expect(wrap('👩👩👩', 2, 1, measure)).toEqual(['👩', '👩', '👩'])
  expect(wrap('x'.repeat(100_000), 3, 1, measure)).toHaveLength(300)
  expect(wrap('wide', 0, 1, measure)).toEqual(['w', 'i', 'd', 'e'])
})
