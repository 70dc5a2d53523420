/** What holds for every element, also for those that somebody adds: they load where there is no page, and hide nothing of Lit's. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const here = import.meta.dirname
const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
)
const read = (path: string) => readFileSync(join(here, path), 'utf8')
const elements = files.filter((path) => /^define\(/m.test(read(path)))

test('each has a module of its own, an entry in the package by its name, and one in the list of all but the tools', () => {
  const { exports } = JSON.parse(readFileSync(join(here, '../package.json'), 'utf8'))
  const index = read('index.ts')
  expect(elements.length).toBeGreaterThan(8)
  for (const path of elements) {
    expect(path).toMatch(/^[a-z]+\/index\.ts$/)
    const name = path.replace('/index.ts', '')
    expect(exports[`./${name}`]).toEqual({
      source: `./src/${path}`,
      types: `./dist/${name}/index.d.ts`,
      default: `./dist/${name}/index.js`,
    })
    if (name !== 'devtools') expect(index).toContain(`'./${path}'`)
  }
})

test('where components of a server are told from those of a page, each says first that it is of a page', () => {
  for (const path of files.filter((path) => /extends (LitElement|RoomElement)/.test(read(path)))) {
    expect(read(path).split('\n')[0], path).toBe("'use client'")
  }
})

test('no field hides an accessor, no decorator, no style or handler written as text', () => {
  for (const path of elements) {
    const text = read(path)
    const body = text.slice(text.indexOf('export class'))
    const [, properties = ''] = /static override properties[^{]*\{(.*?)\n {2}\}/s.exec(text) ?? []
    for (const [, name = ''] of properties.matchAll(/^\s*(\w+): \{/gm)) {
      const fields =
        body.match(new RegExp(`^  (?:(?:private|readonly|protected|override) )*${name}\\s*[=:;?].*$`, 'gm')) ?? []
      expect(fields, `${path} ${name}`).toEqual([])
    }
    expect(text, path).not.toMatch(/^\s*@\w+\(/m)
    expect(text, path).not.toMatch(/\sstyle="|\son\w+="|unsafeHTML|innerHTML/)
  }
})

test('nothing is left on an element that a patch of the page would take away', () => {
  for (const path of elements) {
    expect(read(path), path).not.toMatch(/reflect: true|this\.(setAttribute|toggleAttribute|classList|className)/)
  }
})

test('importing all of them does nothing where there is no page', async () => {
  expect(globalThis.document).toBe(undefined)
  const all = await import('./index.ts')
  await import('./devtools/index.ts')
  expect(Object.keys(all)).toContain('SyncForgeAvatars')
})
