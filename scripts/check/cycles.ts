// Owns the absence of import cycles, types included: two files that need each other are one file or three.
import type { Check } from './check.ts'
import { readImports } from './imports.ts'

/** Every cycle that a depth-first walk closes, as the paths along it, the first one repeated at the end. */
const findCycles = (edges: ReadonlyMap<string, readonly string[]>): string[][] => {
  const cycles: string[][] = []
  const finished = new Set<string>()
  const trail: string[] = []
  const visit = (path: string): void => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      cycles.push([...trail.slice(start), path])
      return
    }
    if (finished.has(path)) return
    trail.push(path)
    for (const next of edges.get(path) ?? []) visit(next)
    trail.pop()
    finished.add(path)
  }
  for (const path of edges.keys()) visit(path)
  return cycles
}

export const cycles: Check = {
  name: 'import cycles',
  async run(root) {
    const ours = (await readImports(root)).filter(({ isOurs }) => isOurs)
    const grouped = Map.groupBy(ours, ({ from }) => from)
    const edges = new Map([...grouped].map(([from, imports]) => [from, imports.map(({ to }) => to)]))
    return { problems: findCycles(edges).map((cycle) => cycle.join(' → ')) }
  },
}
