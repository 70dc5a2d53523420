// Follows the README's code blocks as they are printed, with the server's port as the only change.
import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { blocks, blockWith, follow, followInNode, readme, spokenTo } from '../kit/readme.ts'
import { sharedServer } from '../kit/shared-server.ts'

const server = sharedServer()

const waitMs = 20_000
const started = <T extends { stop(): Promise<void> }>(program: T): T => {
  onTestFinished(() => program.stop())
  return program
}
/** Every test in rooms of its own: the README names one room for all its blocks. */
const ownRoom = (code: string) => {
  const id = `readme-${randomUUID()}`
  return { id, code: code.replaceAll('my-room', id) }
}

describe('the README, followed', () => {
  test('“in two windows”: the first snippet, run twice, shows each window one other person and what they write', async () => {
    expect(readme).toContain('Run it in two windows')
    const { code } = ownRoom(spokenTo(server.port, blockWith("from '@syncforge/client'")))
    const first = started(followInNode(code))
    await expect.poll(first.output, { timeout: waitMs }).toContain('Hello')
    const second = started(followInNode(code))
    for (const window of [first, second]) {
      await expect.poll(window.output, { timeout: waitMs }).toContain("[ 'Ada' ]")
      await expect.poll(window.output, { timeout: waitMs }).toContain('HelloHello')
    }
  })

  test('the block about the past goes on where the first one ended', async () => {
    const past = blockWith('room.versions.create')
    const { code } = ownRoom(spokenTo(server.port, `${blockWith("from '@syncforge/client'")}\n${past}`))
    // The restored text comes with the room's next frame.
    const ending = `
      console.log('blame', content)
      while (text.toString() !== 'Hello') await new Promise((resolve) => text.doc.once('update', resolve))
      process.exit()`
    const program = started(followInNode(`${code}${ending}`))
    expect(await program.ended, program.output()).toBe(0)
    expect(program.output()).toContain("text: 'Hello, world'")
    expect(program.output()).toContain("name: 'Ada'")
  })

  test('a stock Yjs client meets a client of ours', async () => {
    const ours = ownRoom(spokenTo(server.port, blockWith("from '@syncforge/client'")))
    const window = started(followInNode(ours.code))
    await expect.poll(window.output, { timeout: waitMs }).toContain('Hello')
    const stock = spokenTo(server.port, blockWith('WebsocketProvider')).replaceAll('my-room', ours.id)
    const program = started(
      followInNode(`${stock}\ndoc.on('update', () => console.log('stock reads', doc.getText('content').toString()))`),
    )
    await expect.poll(program.output, { timeout: waitMs }).toContain('stock reads Hello')
  })

  test('every curl command gets what the README says', async () => {
    const commands = blocks.filter(({ language, code }) => language === 'sh' && code.includes('curl'))
    expect(commands.length).toBeGreaterThan(0)
    for (const { code } of commands) {
      const answer = started(follow('sh', ['-e'], spokenTo(server.port, code)))
      expect(await answer.ended).toBe(0)
      expect(answer.output()).toMatch(/"token":"[\w-]+\.[\w-]+\.[\w-]+"/)
    }
  })

  test('every npm command is one that there is', async () => {
    const { default: manifest } = await import('../../package.json', { with: { type: 'json' } })
    const named = blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ code }) => [...code.matchAll(/^npm (?:run )?(\w[\w:]*)/gm)].map(([, script = '']) => script))
      .filter((script) => !['install', 'i', 'ci', 'exec', 'init'].includes(script))
    expect(named).toEqual(expect.arrayContaining(['start', 'test']))
    for (const script of named) expect(Object.keys(manifest.scripts)).toContain(script)
  })

  test('every address on the server answers', async () => {
    const addresses = new Set(
      [...readme.matchAll(/\]\((http:\/\/127\.0\.0\.1:8787[^)]*)\)/g)].map(([, url = '']) => url),
    )
    expect(addresses.size).toBeGreaterThan(0)
    for (const address of addresses) expect((await fetch(spokenTo(server.port, address))).status).toBe(200)
  })
})
