import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { bundleSize } from './bundle-size.ts'

it('fails above 14,000 bytes and says what it measured below, what is loaded later apart', async () => {
  const heavy = await temporaryFolder({
    'sdk/client/src/index.ts': `export const noise = '${randomBytes(14_000).toString('base64')}'\n`,
  })
  expect((await bundleSize.run(heavy)).problems).toEqual([expect.stringMatching(/ is 1[3-9]\d{3} bytes gzipped/)])
  const lazy = await temporaryFolder({
    'sdk/client/src/index.ts': "export const noise = () => import('./noise.ts')\n",
    'sdk/client/src/noise.ts': `export const noise = '${randomBytes(3_000).toString('base64')}'\n`,
  })
  expect(await bundleSize.run(lazy)).toEqual({
    problems: [],
    notes: [expect.stringMatching(/ is \d\d\d? bytes gzipped .* 3\d{3} more are loaded when asked for/)],
  })
  const light = await temporaryFolder({ 'sdk/client/src/index.ts': "export const quiet = 'quiet'\n" })
  expect(await bundleSize.run(light)).toEqual({
    problems: [],
    notes: [expect.stringMatching(/ is \d\d bytes gzipped/)],
  })
})

it('names a part above 4,096 bytes, with what only it loads, and counts nothing twice that was loaded before', async () => {
  const half = () => `'${randomBytes(2_200).toString('base64')}'`
  const folder = await temporaryFolder({
    'sdk/client/src/index.ts':
      "export { shared } from './shared.ts'\nexport const heavy = () => import('./heavy.ts')\nexport const light = () => import('./light.ts')\n",
    'sdk/client/src/shared.ts': `export const shared = ${half()}\n`,
    'sdk/client/src/heavy.ts': `import { more } from './more.ts'\nexport const heavy = [more, ${half()}]\n`,
    'sdk/client/src/light.ts': `import { shared } from './shared.ts'\nexport const light = [shared, ${half()}]\n`,
    'sdk/client/src/more.ts': `export const more = ${half()}\n`,
  })
  expect((await bundleSize.run(folder)).problems).toEqual([
    expect.stringMatching(/^sdk\/client\/src\/heavy\.ts is 4\d{3} bytes gzipped/),
  ])
})
