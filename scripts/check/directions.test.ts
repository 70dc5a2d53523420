import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { directions } from './directions.ts'

const problemsOf = async (files: Readonly<Record<string, string>>) =>
  (await directions.run(await temporaryFolder(files))).problems

it('lets a feature know the protocol, its own folder and room/feature.ts', async () => {
  const lock =
    "import { x } from '../../room/feature.ts'\nimport { y } from './store.ts'\nimport { z } from '@syncforge/protocol/locks'\n"
  expect(await problemsOf({ 'durable-objects/features/locks/index.ts': lock })).toEqual([])
})

it.each([
  ['durable-objects/features/locks/index.ts', '../chat/index.ts', 'durable-objects/features/chat/index.ts'],
  ['durable-objects/features/locks/index.ts', '../../room/deliver.ts', 'durable-objects/room/delivery/deliver.ts'],
  ['durable-objects/room/room.ts', '../features/index.ts', 'durable-objects/features/index.ts'],
  ['durable-objects/room/room.ts', '@syncforge/client', 'sdk/client/src/index.ts'],
  ['durable-objects/room/room.ts', '../../workers/edge/app.ts', 'workers/edge/app.ts'],
  ['sdk/protocol/locks.ts', '../client/src/room.ts', 'sdk/client/src/room.ts'],
  ['sdk/protocol/locks.ts', 'yjs', 'yjs'],
  ['sdk/client/src/room.ts', '../../../workers/edge/app.ts', 'workers/edge/app.ts'],
  ['workers/edge/app.ts', '../../durable-objects/index.ts', 'durable-objects/index.ts'],
  ['workers/db/schema/rooms.ts', '../../edge/app.ts', 'workers/edge/app.ts'],
  ['examples/editor/src/main.ts', '../../../scripts/build/sdk.ts', 'scripts/build/sdk.ts'],
])('refuses %s importing %s', async (from, specifier, to) => {
  expect(await problemsOf({ [from]: `import { x } from '${specifier}'\n` })).toEqual([`${from} may not import ${to}`])
})

it('lets only open.ts of the room know the features', async () => {
  expect(await problemsOf({ 'durable-objects/room/open.ts': "import { x } from '../features/index.ts'\n" })).toEqual([])
})

it('lets the edge know the types of the objects', async () => {
  const text = "import type { Room } from '../../durable-objects/index.ts'\n"
  expect(await problemsOf({ 'workers/edge/app.ts': text })).toEqual([])
})

it('refuses a path by which zod would reach the client, and allows its types', async () => {
  const files = {
    'sdk/client/src/room.ts': "import { Lease } from '@syncforge/protocol/locks'\n",
    'sdk/protocol/locks.ts': "import * as z from 'zod'\n",
  }
  expect(await problemsOf(files)).toEqual([
    'zod reaches the client: sdk/client/src/room.ts → sdk/protocol/locks.ts → zod',
  ])
  const types = { ...files, 'sdk/client/src/room.ts': "import type { Lease } from '@syncforge/protocol/locks'\n" }
  expect(await problemsOf(types)).toEqual([])
})

it('refuses a folder that has no row', async () => {
  expect(await problemsOf({ 'workers/accounts/index.ts': "import { x } from './x.ts'\n" })).toEqual([
    'workers/accounts/index.ts is in a folder without a row in scripts/check/directions.ts',
  ])
})
