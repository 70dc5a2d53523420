import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { imports } from './imports.ts'

const problemsOf = async (files: Readonly<Record<string, string>>) =>
  (await imports.run(await temporaryFolder(files))).problems

it('lets a feature know the protocol, its own folder and room/feature.ts, and finds ours by their package names', async () => {
  const files = {
    'durable-objects/features/locks/index.ts':
      "import { x } from '../../room/feature.ts'\nimport { y } from './store.ts'\nimport { z } from '@syncforge/protocol/locks'\n",
    'durable-objects/features/locks/store.ts': 'export const y = 1\n',
    'durable-objects/room/feature.ts': 'export const x = 1\n',
    'sdk/protocol/locks.ts': 'export const z = 1\n',
  }
  expect(await problemsOf(files)).toEqual([])
})

it('refuses every row’s forbidden import, by path, by package name and of packages, but not in tests', async () => {
  const forbidden = [
    ['durable-objects/features/locks/index.ts', '../chat/index.ts', 'durable-objects/features/chat/index.ts'],
    ['durable-objects/features/locks/other.ts', '../../room/deliver.ts', 'durable-objects/room/deliver.ts'],
    ['durable-objects/room/room.ts', '../features/index.ts', 'durable-objects/features/index.ts'],
    ['durable-objects/room/other.ts', '@syncforge/client', 'sdk/client/src/index.ts'],
    ['durable-objects/room/third.ts', '../../workers/edge/app.ts', 'workers/edge/app.ts'],
    ['durable-objects/actor/storage.ts', '../room/feature.ts', 'durable-objects/room/feature.ts'],
    ['sdk/protocol/locks.ts', '../client/src/store.ts', 'sdk/client/src/store.ts'],
    ['sdk/protocol/other.ts', 'yjs', 'yjs'],
    ['sdk/client/src/room.ts', '../../../workers/edge/app.ts', 'workers/edge/app.ts'],
    ['workers/edge/index.ts', '../../durable-objects/index.ts', 'durable-objects/index.ts'],
    ['workers/edge/other.ts', '../objects/index.ts', 'workers/objects/index.ts'],
    ['workers/objects/mirror.ts', '../edge/records.ts', 'workers/edge/records.ts'],
    ['durable-objects/organization/rooms.ts', '../room/live/target.ts', 'durable-objects/room/live/target.ts'],
    ['dashboard/src/main.tsx', '../../sdk/protocol/locks.ts', 'sdk/protocol/locks.ts'],
    ['workers/bindings/room.ts', '../edge/records.ts', 'workers/edge/records.ts'],
    ['durable-objects/room/admission.ts', './names.ts', 'durable-objects/room/names.ts'],
    ['workers/db/schema/rooms.ts', '../../edge/app.ts', 'workers/edge/app.ts'],
    ['examples/editor/src/main.ts', '../../../scripts/build/sdk.ts', 'scripts/build/sdk.ts'],
  ] as const
  const targets = forbidden
    .filter(([, specifier]) => specifier !== 'yjs')
    .map(([, , to]) => [to, 'export const x = 1\n'])
  const sources = forbidden.map(([from, specifier]) => [from, `import { x } from '${specifier}'\nconsole.log(x)\n`])
  const tests = sources.map(([from, text]) => [from?.replace(/\.tsx?$/, '.test.ts'), text])
  const problems = await problemsOf(Object.fromEntries([...targets, ...sources, ...tests]))
  expect(problems.toSorted()).toEqual(forbidden.map(([from, , to]) => `${from} may not import ${to}`).sort())
})

it('lets only open.ts of the room know the features, and the edge know the objects as types', async () => {
  const files = {
    'durable-objects/room/open.ts': "import { x } from '../features/index.ts'\nconsole.log(x)\n",
    'durable-objects/features/index.ts': 'export const x = 1\nexport type Room = number\n',
    'workers/edge/app.ts':
      "import type { Room } from '../../durable-objects/features/index.ts'\nexport type Same = Room\n",
  }
  expect(await problemsOf(files)).toEqual([])
})

it('refuses a path by which zod would reach the client, and allows its types', async () => {
  const files = (kind: string) => ({
    'sdk/client/src/room.ts': `import ${kind} { Lease } from '@syncforge/protocol/locks'\nexport type L = typeof Lease\n`,
    'sdk/protocol/locks.ts': "import * as z from 'zod'\nexport const Lease = z\n",
  })
  expect(await problemsOf(files(''))).toEqual([
    'zod reaches the client: sdk/client/src/room.ts → sdk/protocol/locks.ts → zod',
  ])
  expect(await problemsOf(files('type'))).toEqual([])
})

it('finds a cycle, through types too, and lets two files use a third', async () => {
  const files = {
    'scripts/a.ts': "import { b } from './b.ts'\nexport const a = b\n",
    'scripts/b.ts': "import type { c } from './c.ts'\nexport const b: typeof c = 1\n",
    'scripts/c.ts': "import { d } from './d.ts'\nexport const c = d\n",
    'scripts/d.ts': 'export const d = 1\n',
    'scripts/e.ts': "import { a } from './a.ts'\nimport { d } from './d.ts'\nexport const e = [a, d]\n",
  }
  expect(await problemsOf(files)).toEqual([])
  const problems = await problemsOf({ ...files, 'scripts/c.ts': "import { a } from './a.ts'\nexport const c = a\n" })
  expect(problems).toEqual(
    expect.arrayContaining([expect.stringMatching(/^an import cycle: .*scripts\/a\.ts → .*scripts\/a\.ts$/)]),
  )
})

it('refuses a folder that has no row', async () => {
  const files = {
    'workers/parcels/index.ts': "import { x } from './x.ts'\nconsole.log(x)\n",
    'workers/parcels/x.ts': 'export const x = 1\n',
  }
  expect(await problemsOf(files)).toEqual([
    'workers/parcels/index.ts is in a folder without a row in scripts/check/directions.ts',
  ])
})
