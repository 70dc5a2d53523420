/** Postgres goes away and comes back: rooms work on, what waits for it waits, and nothing is missing afterwards. */
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { temporaryFolder } from '../../kit/folder.ts'
import { waitUntilMirrored } from '../../kit/mirrored.ts'
import { startPostgres } from '../../kit/postgres.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { afterTest, enter, freshRoomId, provide, rest, textOf, until } from '../../sdk/kit.ts'

const missing = await startPostgres().then(async (probe) => {
  if ('missing' in probe) return probe.missing
  await probe.stop()
  return undefined
})

const open = async () => {
  const postgres = await startPostgres()
  if ('missing' in postgres) throw new Error(postgres.missing)
  const dataDir = await temporaryFolder()
  const start = (port = 0) => startServer({ dataDir, port, env: { DATABASE_URL: postgres.url } })
  let server: TestServer = await start()
  afterTest(async () => {
    await server.stop()
    await postgres.stop()
  })
  return {
    postgres,
    current: () => server,
    async killAndRestart(meanwhile: () => Promise<unknown>) {
      const { port } = server
      await server.kill()
      await meanwhile()
      server = await start(port)
    },
    /** What Postgres has heard of, in its order. */
    async facts(room: string): Promise<string[]> {
      const client = new pg.Client({ connectionString: postgres.url })
      await client.connect()
      try {
        const { rows } = await client.query<{ kind: string; about: string }>(
          `SELECT kind, coalesce(body->>'userId', body->>'document') AS about FROM room_facts WHERE room_id = $1 ORDER BY sequence`,
          [room],
        )
        return rows.map(({ kind, about }) => `${kind} ${about}`)
      } finally {
        await client.end()
      }
    },
    /** The text of a document's copy, '' when there is none. */
    async copyOf(room: string, name = 'default'): Promise<string> {
      const client = new pg.Client({ connectionString: postgres.url })
      await client.connect()
      try {
        const { rows } = await client.query<{ bytes: Buffer }>(
          "SELECT bytes FROM room_copies WHERE room_id = $1 AND kind = 'document' AND key = $2",
          [room, name],
        )
        const doc = new Y.Doc()
        for (const { bytes } of rows) Y.applyUpdate(doc, bytes)
        return doc.getText('content').toString()
      } finally {
        await client.end()
      }
    },
  }
}

const health = async (server: TestServer) => {
  const answer = await fetch(`${server.url}/health`)
  return { status: answer.status, database: ((await answer.json()) as { database: string }).database }
}

/** The room tries again after 10, 20, 40 and then every 60 seconds. */
const waitForCopy = async (read: () => Promise<string>, wanted: string) => {
  const deadlineAt = Date.now() + 120_000
  for (let found = await read(); found !== wanted; found = await read()) {
    if (Date.now() > deadlineAt) throw new Error(`the copy is ${JSON.stringify(found)} after two minutes`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

describe.skipIf(missing !== undefined)('Postgres goes away', { timeout: 240_000 }, () => {
  test('rooms work on, /health says so, people come and go, and what was written reaches it when it is back', async () => {
    const { postgres, current, copyOf, facts } = await open()
    const { wsUrl } = current()
    const id = freshRoomId('outage')
    const ada = await enter(wsUrl, id, { userId: 'ada' })
    textOf(ada.room).insert(0, 'before')
    await ada.room.flush()
    await waitUntilMirrored(current(), id)
    expect(await health(current())).toEqual({ status: 200, database: 'ok' })

    await postgres.halt()
    expect(await health(current())).toEqual({ status: 503, database: 'unreachable' })
    textOf(ada.room).insert(6, ', during')
    textOf(ada.room, 'new').insert(0, 'made in the dark')
    await ada.room.flush()
    // A room and a key that were known a moment ago still let people in.
    const bob = await enter(wsUrl, id, { userId: 'bob' })
    await until('bob has it', () => textOf(bob.room).toString() === 'before, during')
    const stock = provide(wsUrl, `${id}/new`)
    await until('so does a stock client', () => stock.text.toString() === 'made in the dark')
    expect((await rest(current(), `/rooms/${id}/participants`)).status).toBe(200)
    bob.room.leave()
    await until('the room has tried in vain', () => current().output().includes('call_waits'), 60_000)

    await postgres.resume()
    expect(await health(current())).toEqual({ status: 200, database: 'ok' })
    await waitForCopy(() => copyOf(id), 'before, during')
    await waitForCopy(() => copyOf(id, 'new'), 'made in the dark')
    // Facts go after the copies.
    const heard = async () => (await facts(id)).filter((fact) => !fact.includes('guest')).join(', ')
    const wanted = [
      'person.joined ada',
      'document.created default',
      'document.created new',
      'person.joined bob',
      'person.left bob',
    ]
    await waitForCopy(heard, wanted.join(', '))
    expect(ada.errors).toEqual([])
  })

  test('the server is killed while it is away: the room brings what waited when both are back, with nobody in it', async () => {
    const { postgres, current, killAndRestart, copyOf } = await open()
    const id = freshRoomId('outage')
    const ada = await enter(current().wsUrl, id, { userId: 'ada' })
    await postgres.halt()
    textOf(ada.room).insert(0, 'only in the room')
    await ada.room.flush()
    ada.client.close()
    await killAndRestart(() => postgres.resume())
    await waitForCopy(() => copyOf(id), 'only in the room')
  })
})
