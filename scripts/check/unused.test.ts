import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { unusedOfProtocol } from './unused.ts'

it('names exports of the protocol that no other file names, but for types of its own shapes and what customers have', async () => {
  const contract = [
    'export const used = 1',
    'export const dead = 2',
    '/** For customers. @public */\nexport const published = 3',
    'export interface Part {}',
    'export interface Whole { part: Part }',
    'const inner = 4',
  ]
  const root = await temporaryFolder({
    'sdk/protocol/locks.ts': `${contract.join('\n')}\n`,
    'sdk/protocol/locks.test.ts': 'export const loose = 1\n',
    'workers/edge/app.ts': "import { used } from '@syncforge/protocol/locks'\nconsole.log(used)\n",
  })
  expect(await unusedOfProtocol(root)).toEqual([
    'sdk/protocol/locks.ts exports dead, which nobody imports',
    'sdk/protocol/locks.ts exports Whole, which nobody imports',
  ])
})
