/** The edge knows features by their routes here and, where Phoenix clients have words of their own, by those; nowhere else. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contracts } from '@syncforge/protocol'
import { expect, it } from 'vitest'
import { routes } from '../index.ts'
import { featureRoutes, visitorRoutes } from './index.ts'

const edge = join(import.meta.dirname, '../..')

it('no other file names a request of a feature, or imports a contract', async () => {
  const requests = Object.values(contracts).flatMap((contract) => Object.keys(contract.requests))
  const found = await readdir(edge, { recursive: true })
  const knowing = [join('routes', 'features'), join('phoenix', 'words')]
  const others = found.filter(
    (path) => /(?<!\.test)\.ts$/.test(path) && !knowing.some((folder) => path.startsWith(folder)),
  )
  expect(others.length).toBeGreaterThan(30)
  for (const path of others) {
    const source = await readFile(join(edge, path), 'utf8')
    const code = source.replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, '')
    expect([path, requests.filter((name) => code.includes(`'${name}'`))]).toEqual([path, []])
    expect([path, /import \{[^}]*\bcontracts\b/.test(code)]).toEqual([path, false])
  }
})

it('every file with routes of a feature is in the registry, and the registry in that of all routes', async () => {
  const found = await readdir(import.meta.dirname, { recursive: true })
  const files = found.filter((name) => name.endsWith('.ts') && !/(^index|\.test|in-name-of)\.ts$/.test(name))
  expect([...featureRoutes, ...visitorRoutes]).toHaveLength(files.length)
  for (const route of featureRoutes) expect(routes).toContain(route)
})
