import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { runTypes } from './types.ts'

const expectError = ['// @ts', 'expect-error'].join('-')
const tsconfig = '{ "compilerOptions": { "strict": true, "noEmit": true, "types": [] }, "include": ["*.ts"] }'

it('passes a file that compiles and fails one in which a line that must be refused compiles', async () => {
  const folder = await temporaryFolder({
    'room/tsconfig.json': tsconfig,
    'room/good.ts': `${expectError}\nexport const refused: string = 1\n`,
    'room/bad.ts': `${expectError}\nexport const accepted: number = 1\n`,
  })
  expect(await runTypes(() => {}, folder)).toMatchObject({ passed: 1, failed: 1, skipped: 0 })
})

it('fails a folder without type tests', async () => {
  const folder = await temporaryFolder({ 'room/tsconfig.json': tsconfig })
  expect(await runTypes(() => {}, folder)).toMatchObject({ passed: 0, failed: 1 })
})
