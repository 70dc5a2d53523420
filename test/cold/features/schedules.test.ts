/** [SC1] What was set fires once on a real server, whatever crashes before and after. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startServer, type TestServer } from '../../kit/server.ts'
import { afterTest, createRoom, enter, freshRoomId, rest, until } from '../../sdk/kit.ts'

interface Feed {
  readonly entries: readonly { readonly body: { readonly name: string } }[]
}

test('[SC1] a schedule fires once when the server was killed before its time and again after it, with nobody there', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'syncforge-schedules-'))
  let server: TestServer = await startServer({ dataDir })
  afterTest(async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const restart = async () => {
    await server.kill()
    server = await startServer({ dataDir, port: server.port })
  }
  const id = freshRoomId('scheduled')
  await createRoom(server, { id, access: 'public' })
  const { room, client } = await enter(server.wsUrl, id)
  const at = Date.now() + 3_000
  await room.schedule('while-down', at, 1)
  await room.schedule('much-later', at + 3_600_000)
  client.close()
  await server.kill()
  await until('its time', () => Date.now() > at, 10_000)
  server = await startServer({ dataDir, port: server.port })
  const fired = async () => {
    const page = (await (await rest(server, `/rooms/${id}/activity?kinds=schedule.fired`)).json()) as Feed
    return page.entries.map(({ body }) => body.name)
  }
  await expect.poll(fired, { timeout: 30_000 }).toEqual(['while-down'])
  await restart()
  expect(await fired()).toEqual(['while-down'])
  expect(await (await rest(server, `/rooms/${id}/schedules`)).json()).toMatchObject({
    schedules: [{ name: 'much-later', at: at + 3_600_000 }],
  })
})
