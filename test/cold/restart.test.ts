import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startServer, type TestServer } from '../kit/server.ts'
import { afterTest, enter, freshRoomId, textOf, until } from '../sdk/kit.ts'

const open = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'syncforge-restart-'))
  let server: TestServer = await startServer({ dataDir })
  afterTest(async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  return {
    wsUrl: server.wsUrl,
    killAndRestart: async (meanwhile: () => unknown = () => {}) => {
      const { port } = server
      await server.kill()
      await meanwhile()
      server = await startServer({ dataDir, port })
    },
  }
}

describe('the server is killed', () => {
  test('[BEY-1] in the middle of typing: nothing that flush() confirmed is lost, and typing goes on', async () => {
    const server = await open()
    const id = freshRoomId('kill')
    const ada = await enter(server.wsUrl, id, { userId: 'ada', presence: { here: true } })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    await bob.room.getDocument().whenSynced
    const text = textOf(ada.room)
    let typed = 0
    let confirmed = ''
    const typing = setInterval(() => text.insert(text.length, `${typed++} `), 5)
    afterTest(() => clearInterval(typing))
    while (confirmed.length < 300) {
      const now = text.toString()
      await ada.room.flush()
      confirmed = now
      await new Promise((resolve) => setImmediate(resolve))
    }
    await server.killAndRestart()

    const witness = await enter(server.wsUrl, id, { userId: 'witness' })
    await witness.room.getDocument().whenSynced
    expect(textOf(witness.room).toString().startsWith(confirmed)).toBe(true)
    clearInterval(typing)
    await ada.room.flush()
    const everything = Array.from({ length: typed }, (_, n) => `${n} `).join('')
    expect(text.toString()).toBe(everything)
    for (const { room } of [bob, witness])
      await until('everything', () => textOf(room).toString() === everything, 30_000)
    expect(ada.room.sync.get()).toBe('saved')
    await until('everyone is back', () => witness.room.presence.getOthers().length === 2, 30_000)
    expect(witness.room.presence.getOthers().find(({ userId }) => userId === 'ada')?.presence).toEqual({ here: true })
  })

  test('what was edited while it was down is sent, and flush() waited for it', async () => {
    const server = await open()
    const id = freshRoomId('down')
    const ada = await enter(server.wsUrl, id)
    textOf(ada.room).insert(0, 'before')
    await ada.room.flush()
    let settled = false
    let waiting: Promise<void> = Promise.resolve()
    await server.killAndRestart(async () => {
      await until('offline', () => ada.room.sync.get() === 'offline')
      textOf(ada.room).insert(6, ', during')
      waiting = ada.room.flush().then(() => {
        settled = true
      })
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(settled).toBe(false)
    })
    await waiting
    const late = await enter(server.wsUrl, id)
    await late.room.getDocument().whenSynced
    expect(textOf(late.room).toString()).toBe('before, during')
  })

  test('a join that meets the restart waits for it, or is told within seconds that nobody answers, and succeeds when it is made again', async () => {
    const server = await open()
    const id = freshRoomId('meet')
    const before = await enter(server.wsUrl, id)
    textOf(before.room).insert(0, 'kept')
    await before.room.flush()
    const persist = async (): ReturnType<typeof enter> => {
      const startedAt = Date.now()
      try {
        return await enter(server.wsUrl, id)
      } catch (error) {
        expect(error).toMatchObject({ code: 'NETWORK_ERROR' })
        expect(Date.now() - startedAt).toBeLessThan(20_000)
        return persist()
      }
    }
    let joining: ReturnType<typeof enter> | undefined
    await server.killAndRestart(() => {
      joining = persist()
      joining.catch(() => {})
    })
    const late = await joining!
    await late.room.getDocument().whenSynced
    expect(textOf(late.room).toString()).toBe('kept')
  })
})
