/** How long a room in memory stays on a real server: it holds the only copy, so the platform must not let it sleep. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startServer } from '../kit/server.ts'
import { afterTest, createRoom, enter, freshRoomId, rest, textOf } from '../sdk/kit.ts'

/** The platform lets an idle object sleep after ten seconds. */
const sleepsAfterMs = 12_000

test('[EPH-4] it never sleeps while it holds the only copy: with idle people in it, and with nobody until its time is over', async () => {
  const server = await startServer()
  afterTest(() => server.stop())
  const readText = async (room: string) => (await rest(server, `/rooms/${room}/document?format=text`)).text()
  const openRoom = async () => {
    const id = freshRoomId('awake')
    await createRoom(server, { id, access: 'public', persistence: 'memory', graceMs: 0 })
    const ada = await enter(server.wsUrl, id)
    textOf(ada.room).insert(0, 'the only copy')
    await ada.room.flush()
    return { id, ada }
  }
  const readAs = async (id: string) => {
    const newcomer = await enter(server.wsUrl, id)
    await newcomer.room.getDocument().whenSynced
    return { ...newcomer, text: textOf(newcomer.room).toString() }
  }

  const withIdlePeople = async () => {
    const { id, ada } = await openRoom()
    const changes: string[] = []
    ada.room.status.subscribe((status) => changes.push(status))
    await sleep(sleepsAfterMs + 4_000)
    expect(await readText(id)).toBe('the only copy')
    expect(changes).toEqual(['connected'])
  }
  const withNobody = async () => {
    const { id, ada } = await openRoom()
    ada.client.close()
    await sleep(sleepsAfterMs)
    const bob = await readAs(id)
    expect(bob.text).toBe('the only copy')

    // Changed by REST while somebody is in it, it counts from the last leave.
    await rest(server, `/rooms/${id}`, { method: 'PATCH', body: JSON.stringify({ emptyAfterMs: 500 }) })
    await sleep(1_500)
    expect(await readText(id)).toBe('the only copy')
    bob.client.close()
    await expect.poll(() => readText(id), { timeout: 15_000, interval: 250 }).toBe('')
    expect((await readAs(id)).text).toBe('')
  }
  await Promise.all([withIdlePeople(), withNobody()])
})
