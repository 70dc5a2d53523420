import { expect, test } from 'vitest'
import { bothTexts, diffLines } from './diff.ts'

const sides = (mine: string, theirs: string) => {
  const lines = diffLines(mine, theirs)
  const without = (kind: 'mine' | 'theirs') =>
    lines.flatMap((line) => (line.kind === kind ? [] : [line.text])).join('\n')
  return { lines, mine: without('theirs'), theirs: without('mine') }
}

test('each side of a comparison is the whole text of that side, and what both have stands there once', () => {
  for (const [mine, theirs] of [
    ['a\nb\nc', 'a\nx\nc'],
    ['', 'a'],
    ['a\na\na', 'a\na'],
    ['one\ntwo', 'zero\none\ntwo\nthree'],
    ['', ''],
  ] as const) {
    const found = sides(mine, theirs)
    expect([found.mine, found.theirs]).toEqual([mine, theirs])
  }
  expect(bothTexts(diffLines('a\nmine\nc', 'a\ntheirs\nc'))).toBe('a\ntheirs\nmine\nc')
})

test('texts of very many different lines are compared in bounded time', () => {
  const [mine, theirs] = ['m', 't'].map((name) => Array.from({ length: 20_000 }, (_, n) => `${name}${n}`).join('\n'))
  const startedAt = performance.now()
  const found = sides(`first\n${mine}\nlast`, `first\n${theirs}\nlast`)
  expect(performance.now() - startedAt).toBeLessThan(2_000)
  expect(found.lines.filter(({ kind }) => kind === 'same').map(({ text }) => text)).toEqual(['first', 'last'])
})
