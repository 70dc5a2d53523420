// Owns who may import whom. Refuses a folder that has no row: a new folder says first what it may know.
import type { Check } from './check.ts'
import { isTest } from './files.ts'
import { type Import, readImports } from './imports.ts'

interface Row {
  /** Files that the row is about; the first row that matches a file counts. `$1` in the lists below is its first group. */
  readonly from: RegExp
  /** Prefixes of paths of ours. */
  readonly may: readonly string[]
  /** Prefixes that may be imported as types only. */
  readonly mayAsTypes?: readonly string[]
  /** Names of packages, where only these are allowed as values. */
  readonly packages?: readonly string[]
}

/** `admission.ts` is the door between the two: what the edge has verified and hands to the room. */
const EDGE = [
  'sdk/protocol/',
  'workers/edge/',
  'workers/db/client.ts',
  'workers/db/queries/',
  'durable-objects/room/admission.ts',
  'package.json',
]

const ROWS: readonly Row[] = [
  { from: /^sdk\/protocol\//, may: ['sdk/protocol/'], packages: ['zod', 'lib0'] },
  {
    from: /^sdk\/client\//,
    may: ['sdk/client/', 'sdk/protocol/'],
    packages: ['lib0', 'y-indexeddb', 'y-protocols', 'yjs'],
  },
  { from: /^durable-objects\/index\.ts$/, may: ['durable-objects/'] },
  { from: /^durable-objects\/actor\//, may: ['sdk/protocol/', 'durable-objects/actor/'] },
  {
    from: /^durable-objects\/room\/open\.ts$/,
    may: ['sdk/protocol/', 'durable-objects/actor/', 'durable-objects/room/', 'durable-objects/features/index.ts'],
  },
  { from: /^durable-objects\/room\//, may: ['sdk/protocol/', 'durable-objects/actor/', 'durable-objects/room/'] },
  {
    from: /^durable-objects\/features\/index\.ts$/,
    may: ['sdk/protocol/', 'durable-objects/room/feature.ts', 'durable-objects/features/'],
  },
  {
    from: /^durable-objects\/features\/([^/]+)\//,
    may: ['sdk/protocol/', 'durable-objects/room/feature.ts', 'durable-objects/features/$1/'],
  },
  {
    from: /^workers\/edge\/index\.ts$/,
    may: [...EDGE, 'durable-objects/index.ts'],
  },
  {
    from: /^workers\/edge\//,
    may: EDGE,
    mayAsTypes: ['durable-objects/'],
  },
  { from: /^workers\/db\//, may: ['sdk/protocol/ids.ts', 'workers/db/'] },
  { from: /^examples\/([^/]+)\//, may: ['sdk/client/', 'examples/$1/'] },
]

/** Tools stand outside the product: they may use all of it, and nothing of the product may use them. */
const TOOLS = /^(scripts|bench|test)\/|^[^/]+\.config\.ts$/

const judge = ({ from, to, isOurs, isType }: Import): string | undefined => {
  if (TOOLS.test(from) || isTest(from)) return undefined
  const row = ROWS.find((candidate) => candidate.from.test(from))
  if (!row) return `${from} is in a folder without a row in scripts/check/directions.ts`
  if (!isOurs) {
    if (isType) return undefined
    const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : to.split('/')[0]
    return !row.packages || (name && row.packages.includes(name)) ? undefined : `${from} may not import ${to}`
  }
  const group = row.from.exec(from)?.[1] ?? ''
  const allowed = [...row.may, ...(isType ? (row.mayAsTypes ?? []) : [])].map((path) => path.replace('$1', group))
  return allowed.some((path) => to.startsWith(path)) ? undefined : `${from} may not import ${to}`
}

/** Files of the client from which zod would be bundled: it must stay out, so no schema may be imported as a value. */
const zodInClient = (imports: readonly Import[]): string[] => {
  const values = Map.groupBy(
    imports.filter((each) => !each.isType),
    (each) => each.from,
  )
  const problems: string[] = []
  const visited = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    if (visited.has(path)) return
    visited.add(path)
    for (const { to, isOurs } of values.get(path) ?? []) {
      if (isOurs) visit(to, [...trail, to])
      else if (to === 'zod' || to.startsWith('zod/'))
        problems.push(`zod reaches the client: ${trail.join(' → ')} → ${to}`)
    }
  }
  for (const path of values.keys()) if (path.startsWith('sdk/client/') && !isTest(path)) visit(path, [path])
  return problems
}

export const directions: Check = {
  name: 'import directions',
  async run(root) {
    const imports = await readImports(root)
    const judged = imports.map(judge).filter((problem) => problem !== undefined)
    return { problems: [...new Set([...judged, ...zodInClient(imports)])] }
  },
}
