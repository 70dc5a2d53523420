/** What is let through of what others wrote. */
import { expect, test } from 'vitest'
import { initialsOf, nameOf, plainText, safeColor } from './safe.ts'

test.each([
  ['#2f6feb', '#2f6feb'],
  ['#abc', '#abc'],
  ['tomato', 'tomato'],
  ['hsl(210 70% 50%)', 'hsl(210 70% 50%)'],
  ['oklch(0.7 0.1 200 / 50%)', 'oklch(0.7 0.1 200 / 50%)'],
])('%s is a colour', (value, expected) => {
  expect(safeColor(value, 'ada')).toBe(expected)
})

test.each([
  'red;background:url(//evil)',
  'url(javascript:alert(1))',
  'var(--secret)',
  'inherit',
  'currentColor',
  'transparent',
  'rgb(1 2 3)}*{color:red',
  'color-mix(in srgb, var(--x), red)',
  '#12345',
  `#${'f'.repeat(200)}`,
  7,
  null,
  undefined,
  {},
])('%s is none: another one is taken, the same for the same person', (value) => {
  expect(safeColor(value, 'ada')).toMatch(/^#[\da-f]{6}$/)
  expect(safeColor(value, 'ada')).toBe(safeColor(value, 'ada'))
})

test('a name is one line without what turns the direction of writing, and not longer than one reads', () => {
  expect(plainText('  Ada\n\tLovelace ')).toBe('Ada Lovelace')
  expect(plainText('evil\u202Egpj.exe\u2066')).toBe('evil gpj.exe')
  expect(plainText('a\u0000b\u200Bc')).toBe('a b c')
  expect([...plainText('🦊'.repeat(500))]).toHaveLength(80)
  expect(plainText({ toString: () => 'x' })).toBe('')
  expect(nameOf({ userId: 'ada', userInfo: { name: '\u202E', color: '' } })).toBe('ada')
})

test('initials are what a reader counts as letters', () => {
  expect(initialsOf('Ada Lovelace')).toBe('AL')
  expect(initialsOf('ada')).toBe('A')
  expect(initialsOf('Åsa von Ödegård')).toBe('ÅÖ')
  expect(initialsOf('👩‍🚀 Eve')).toBe('👩‍🚀E')
  expect(initialsOf('-- ?')).toBe('-')
})
