// Owns that rules and tests know each other: every rule has a test whose title cites it, and what a title cites is a rule.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from './check.ts'
import { codeFiles, isTest } from './files.ts'

const ID = String.raw`[A-Z]{1,4}(?:\d+|-\d+(?:\.\d+)?)`
/** A line of a docblock that starts with an id, as contract files number their rules. */
const IN_CODE = new RegExp(String.raw`^\s*\* (${ID}) {1,3}(?=[A-Z\`])`, 'gm')
/** A row of a table that starts with one. */
const IN_DOCS = new RegExp(String.raw`^\| (${ID}) \|`, 'gm')
/** In square brackets, at the start of what is cited or in the middle of it. */
const CITED = new RegExp(String.raw`\[(${ID})\]`, 'g')
const TITLE = /\b(?:test|it|describe)(?:\.\w+)*\(\s*(['"`])(.*?)\1|^\]\)\(\s*(['"`])(.*?)\3|^\s*\)\(\s*(['"`])(.*?)\5/gm

const docsIn = async (root: string): Promise<string[]> => {
  const names = await readdir(join(root, 'docs'), { recursive: true }).catch(() => [])
  return names.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)
}

export const rules: Check = {
  name: 'rules and the tests that cite them',
  async run(root) {
    const defined = new Map<string, string>()
    const cited = new Map<string, string>()
    const problems: string[] = []
    const define = (id: string, path: string) => {
      const before = defined.get(id)
      if (before !== undefined) problems.push(`${id} is defined in ${before} and in ${path}`)
      defined.set(id, path)
    }
    for (const path of [...(await codeFiles(root)), ...(await docsIn(root))]) {
      const text = await readFile(join(root, path), 'utf8')
      if (!isTest(path)) {
        for (const [, id = ''] of text.matchAll(path.endsWith('.md') ? IN_DOCS : IN_CODE)) define(id, path)
        continue
      }
      for (const match of text.matchAll(TITLE)) {
        const title = match[2] ?? match[4] ?? match[6] ?? ''
        for (const [, id = ''] of title.matchAll(CITED)) cited.set(id, path)
      }
    }
    for (const [id, path] of cited) if (!defined.has(id)) problems.push(`${path} cites ${id}, which is defined nowhere`)
    for (const [id, path] of defined) if (!cited.has(id)) problems.push(`${id} of ${path} is cited by no test`)
    return { problems: problems.sort() }
  },
}
