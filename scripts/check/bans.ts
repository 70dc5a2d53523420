// Owns the words that code may not contain and that the linter has no rule for. Refuses unfinished work and silenced compilers.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from './check.ts'
import { codeFiles } from './files.ts'

const BANS: readonly { readonly pattern: RegExp; readonly reason: string; readonly except?: RegExp }[] = [
  {
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/,
    reason: 'unfinished work belongs in an issue',
    except: /^scripts\/check\/bans/,
  },
  { pattern: /@ts-nocheck/, reason: 'the compiler may not be silenced', except: /^scripts\/check\/bans/ },
  {
    pattern: /@ts-expect-error/,
    reason: 'only a type test may expect a compile error',
    except: /^test\/types\/|^scripts\/(check\/bans|test\/types)/,
  },
]

export const bans: Check = {
  name: 'banned words',
  async run(root) {
    const problems: string[] = []
    for (const path of await codeFiles(root)) {
      const lines = (await readFile(join(root, path), 'utf8')).split('\n')
      for (const { pattern, reason, except } of BANS) {
        if (except?.test(path)) continue
        const index = lines.findIndex((line) => pattern.test(line))
        if (index >= 0) problems.push(`${path}:${index + 1} ${lines[index]?.match(pattern)?.[0]}: ${reason}`)
      }
    }
    return { problems }
  },
}
