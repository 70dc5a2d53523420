import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { publish } from './publish.ts'

let parent: string
let folder: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'syncforge-publish-'))
  folder = join(parent, 'pages')
})
afterEach(() => rm(parent, { recursive: true, force: true }))

const textOf = (round: number): string => `${round};`.repeat(200_000)
const makeRound = (round: number) => (made: string) => writeFile(join(made, 'app.js'), textOf(round))

describe('publishing what was built', () => {
  test('whoever reads while it is published again gets a whole file, gzipped or not', async () => {
    await publish(parent, folder, makeRound(0))
    let isDone = false
    const heads = new Set<string>()
    const read = async () => {
      while (!isDone) {
        const plain = await readFile(join(folder, 'app.js'), 'utf8')
        const zipped = gunzipSync(await readFile(join(folder, 'app.js.gz'))).toString()
        for (const text of [plain, zipped]) {
          const round = Number.parseInt(text, 10)
          expect(text === textOf(round)).toBe(true)
          heads.add(text.slice(0, 2))
        }
      }
    }
    const write = async () => {
      for (let round = 1; round < 8; round++) await publish(parent, folder, makeRound(round))
      isDone = true
    }
    await Promise.all([read(), write()])
    expect(heads.size).toBeGreaterThan(1)
  })

  test('what was there before and is not made again stays, and nothing else is left beside it', async () => {
    await publish(parent, folder, (made) => writeFile(join(made, 'old.js'), 'old'))
    await publish(parent, folder, (made) => writeFile(join(made, 'new.js'), 'new'))
    expect((await readdir(folder)).sort()).toEqual(['new.js', 'old.js'])
    expect(await readdir(parent)).toEqual(['pages'])
  })

  test('a build that fails leaves everything as it was', async () => {
    await publish(parent, folder, (made) => writeFile(join(made, 'app.js'), 'whole'))
    const failing = publish(parent, folder, async (made) => {
      await writeFile(join(made, 'app.js'), 'half')
      throw new Error('it does not build')
    })
    await expect(failing).rejects.toThrow('it does not build')
    expect(await readFile(join(folder, 'app.js'), 'utf8')).toBe('whole')
    expect(await readdir(parent)).toEqual(['pages'])
  })
})
