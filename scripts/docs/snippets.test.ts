// Owns the promise that code in the docs is the code: a block marked with a file's path stands in that file, line for line.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'examples')).map((example) => join('examples', example, 'README.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => join('docs', path)),
]
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

const snippets = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, file = '', code = '']) => ({ path, file, code })),
)

const lines = (text: string) => text.split('\n').map((line) => line.trimEnd())

test.each(snippets)('$path shows $file as it is', ({ file, code }) => {
  const source = `\n${lines(readFileSync(join(root, file), 'utf8')).join('\n')}\n`
  expect(source).toContain(`\n${lines(code).join('\n').trimEnd()}\n`)
})

const links = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target = '']) => ({ path, target })),
)

test.each(links)('$path links to $target, which exists', ({ path, target }) => {
  expect(() => readFileSync(join(root, path, '..', target))).not.toThrow(/ENOENT/)
})

/** Files and folders that a page names in full, from the root on. */
const paths = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/`((?:sdk|durable-objects|workers|test|scripts|examples|bench|migrations|docs)\/[\w./-]+)`/g)]
    .map(([, named = '']) => named)
    .filter((named) => !named.includes('/dist/'))
    .map((named) => ({ path, named })),
)

test.each(paths)('$path names $named, which exists', ({ named }) => {
  expect(existsSync(join(root, named)), named).toBe(true)
})

/** What the page of an example names is in its folder. */
const parts = pages
  .filter(({ path }) => path.startsWith('examples/'))
  .flatMap(({ path, text }) =>
    [...text.matchAll(/`((?:src|styles|public)\/[\w.-]+)`/g)].map(([, named = '']) => ({ path, named })),
  )

test.each(parts)('$path names $named, which exists', ({ path, named }) => {
  expect(existsSync(join(root, path, '..', named)), named).toBe(true)
})

/** Scripts of ours that pages name; the rest are npm's own commands. */
const commands = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/(?:^|`)npm (?:run )?([\w:-]+)/gm)]
    .map(([, script = '']) => script)
    .filter((script) => !['init', 'install', 'ci', 'dedupe'].includes(script))
    .map((script) => ({ path, script })),
)

test.each(commands)('$path says npm $script, which there is', ({ script }) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
  expect(Object.keys(scripts)).toContain(script)
})

const sources = ['sdk', 'durable-objects', 'workers', 'test'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.d)\.tsx?$/.test(file) && !/node_modules|\bdist\b/.test(file))
    .map((file) => join(folder, file)),
)

/** Tests that pages name, with the beginnings of their titles: `file.test.ts` "begins so …". */
const citations = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/`([\w./-]+\.test\.ts)`((?:,? "[^"]+")+)/g)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({ path, file, title: title.replace(/ ?…$/, '') })),
  ),
)

test.each(citations)('$path cites "$title" of $file, which is there', ({ file, title }) => {
  const named = sources.filter((known) => known === file || known.endsWith(`/${file}`))
  const holding = named.filter((known) => readFileSync(join(root, known), 'utf8').includes(title))
  expect(holding, named.join(', ') || 'no such file').not.toEqual([])
})

/** What the guide calls by the name that it has in the code: `camelCase` and `PascalCase`. */
test('the guide to a new feature names what there is', () => {
  const guide = pages.find(({ path }) => path.endsWith('add-a-feature.md'))?.text ?? ''
  const prose = guide.replaceAll(/^```.*?^```$/gms, '')
  const names = [...prose.matchAll(/`([A-Za-z]+[a-z][A-Z]\w*)`/g)].map(([, name = '']) => name)
  const words = new Set(
    sources.flatMap((file) => readFileSync(join(root, file), 'utf8').match(/\b[A-Za-z]\w+\b/g) ?? []),
  )
  expect(names.length).toBeGreaterThan(15)
  expect(names.filter((name) => !words.has(name))).toEqual([])
})

/** In the map, short names are of files too. */
test('the map names files that exist', () => {
  const files = new Set(
    ['sdk', 'durable-objects', 'workers'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(
        (file) => !file.includes('node_modules'),
      ),
    ),
  )
  const map = pages.find(({ path }) => path.endsWith('architecture.md'))?.text ?? ''
  const named = [...map.matchAll(/`([\w/-]+\.ts)`/g)].map(([, file = '']) => file)
  expect(named.length).toBeGreaterThan(15)
  const missing = named.filter(
    (file) =>
      !existsSync(join(root, file)) && ![...files].some((known) => known === file || known.endsWith(`/${file}`)),
  )
  expect(missing).toEqual([])
})

test('there is something to check', () => {
  expect(snippets.length).toBeGreaterThan(5)
  expect(links.length).toBeGreaterThan(0)
  expect(citations.length).toBeGreaterThan(10)
  expect(parts.length).toBeGreaterThan(10)
  expect(commands.length).toBeGreaterThan(5)
})
