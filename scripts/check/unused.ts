// Owns unused files, exports and dependencies: by knip.json, and for the protocol, each of whose files is an entry of its package, by name.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from './check.ts'
import { runNode } from './command.ts'
import { codeFiles } from './files.ts'

const PROTOCOL = /^sdk\/protocol\/[^/]+(?<!\.test)\.ts$/
const EXPORT = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?^export (const|function|class|type|interface) (\w+)/gm

/** What no other file of ours names. A type may be named by its own file alone; what is `@public` is for customers. */
export const unusedOfProtocol = async (root: string): Promise<string[]> => {
  const texts = new Map<string, string>()
  for (const path of await codeFiles(root)) texts.set(path, await readFile(join(root, path), 'utf8'))
  const words = new Map([...texts].map(([path, text]) => [path, new Set(text.match(/\b\w+\b/g))]))
  const problems: string[] = []
  for (const [path, text] of texts) {
    if (!PROTOCOL.test(path)) continue
    for (const [, docs = '', kind = '', name = ''] of text.matchAll(EXPORT)) {
      if (docs.includes('@public')) continue
      const isNamedElsewhere = [...words].some(([other, named]) => other !== path && named.has(name))
      const isType = kind === 'type' || kind === 'interface'
      const isNamedHere = text.split(new RegExp(`\\b${name}\\b`)).length > 2
      if (!isNamedElsewhere && !(isType && isNamedHere)) problems.push(`${path} exports ${name}, which nobody imports`)
    }
  }
  return problems
}

export const unused: Check = {
  name: 'unused exports and dependencies (knip)',
  async run(root) {
    const knip = join(root, 'node_modules', 'knip', 'bin', 'knip.js')
    const [{ exitCode, output }, protocol] = await Promise.all([
      runNode(knip, ['--no-progress', '--no-config-hints'], root),
      unusedOfProtocol(root),
    ])
    return { problems: [...(exitCode === 0 ? [] : [output.trim()]), ...protocol] }
  },
}
