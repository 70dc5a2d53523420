/** Every word that an element can be given stands in the reference, by its tag. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const here = import.meta.dirname
const docs = join(here, '../../../docs/reference')
const reference = readdirSync(docs)
  .filter((name) => name.startsWith('ui'))
  .map((name) => readFileSync(join(docs, name), 'utf8'))
  .join('\n')

const tags = ['avatars', 'connection', 'typing', 'toasts', 'follow']

test.each(tags)('the words of <syncforge-%s>', (name) => {
  const text = readFileSync(join(here, name, 'index.ts'), 'utf8')
  const [, table = ''] = /speaker\(tag, \{\n(.*?)\n\}\)/s.exec(text) ?? []
  const words = [...table.matchAll(/^ {2}(\w+):/gm)].map(([, word = '']) => word)
  expect(words.length).toBeGreaterThan(1)
  const [row = ''] = new RegExp(`^\\| \`syncforge-${name}\` \\|.*$`, 'm').exec(reference) ?? []
  expect(words.filter((word) => !row.includes(`\`${word}\``))).toEqual([])
})
