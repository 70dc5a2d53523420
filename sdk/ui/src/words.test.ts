/** Every word that an element can be given stands in the reference, by its tag. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const here = import.meta.dirname
const docs = join(here, '../../../docs/reference')
const reference = readdirSync(docs)
  .filter((name) => name.startsWith('ui'))
  .map((name) => readFileSync(join(docs, name), 'utf8'))
  .join('\n')

const tables = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\/(index|words)\.ts$/.test(path))
  .flatMap((path) => {
    const [, table] = /speaker\(tag, \{\n(.*?)\n\}\)/s.exec(readFileSync(join(here, path), 'utf8')) ?? []
    return table ? [{ name: dirname(path), table }] : []
  })

test('the elements that speak', () => {
  expect(tables.length).toBeGreaterThan(10)
})

test.each(tables)('the words of <syncforge-$name>', ({ name, table }) => {
  const words = [...table.matchAll(/^ {2}(\w+):/gm)].map(([, word = '']) => word)
  expect(words.length).toBeGreaterThan(1)
  const [row = ''] = new RegExp(`^\\| \`syncforge-${name}\` \\|.*$`, 'm').exec(reference) ?? []
  expect(words.filter((word) => !row.includes(`\`${word}\``))).toEqual([])
})
