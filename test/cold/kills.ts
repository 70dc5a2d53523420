/**
 * Kills a server again and again at random moments while people write, SDK and stock Yjs clients. What was confirmed must be there after
 * each restart, read by somebody who was not in the room: the writers' own copies would bring back whatever the server lost.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as prng from 'lib0/prng'
import type * as Y from 'yjs'
import { startServer, type TestServer } from '../kit/server.ts'
import { afterTest, enter, freshRoomId, provide, rest, until } from '../sdk/kit.ts'

interface Writer {
  readonly key: string
  write(n: number): void
  /** How many of its entries are surely durable. */
  confirmed(): number
  leave(): void
}

const entriesOf = (doc: Y.Doc, key: string) => doc.getArray<number>(key)

/** Confirmed by `flush()`. */
const joinSdk = async (server: TestServer, room: string, key: string): Promise<Writer> => {
  const person = await enter(server.wsUrl, room, { userId: key })
  const doc = person.room.getDocument()
  await doc.whenSynced
  let confirmed = 0
  let flushing = false
  return {
    key,
    write(n) {
      entriesOf(doc, key).push([n])
      if (flushing) return
      flushing = true
      const upTo = entriesOf(doc, key).length
      person.room.flush().then(
        () => {
          confirmed = Math.max(confirmed, upTo)
          flushing = false
        },
        () => {},
      )
    },
    confirmed: () => confirmed,
    leave: () => person.client.close(),
  }
}

/** Confirmed by another person who has seen it: nobody hears of an edit before it is stored. */
const joinStock = async (server: TestServer, room: string, key: string): Promise<Writer> => {
  const [mine, witness] = [provide(server.wsUrl, room), provide(server.wsUrl, room)]
  await until('both stock clients are in', () => mine.provider.synced && witness.provider.synced)
  return {
    key,
    write: (n) => entriesOf(mine.doc, key).push([n]),
    confirmed: () => entriesOf(witness.doc, key).length,
    leave() {
      mine.provider.destroy()
      witness.provider.destroy()
    },
  }
}

const readStored = async (server: TestServer, room: string): Promise<Readonly<Record<string, number[]>>> => {
  const answer = await rest(server, `/rooms/${room}/document?format=json`)
  return ((await answer.json()) as { content: Record<string, number[]> }).content
}

export interface KillReport {
  readonly kills: number
  readonly confirmed: number
  /** What should be there and is not, or is there twice. */
  readonly losses: readonly string[]
}

/** Kills the server `kills` times at moments that `seed` decides. */
export const killRepeatedly = async (kills: number, seed: number): Promise<KillReport> => {
  const random = prng.create(seed)
  const dataDir = await mkdtemp(join(tmpdir(), 'syncforge-kills-'))
  let server = await startServer({ dataDir })
  afterTest(async () => {
    await server.kill()
    await rm(dataDir, { recursive: true, force: true })
  })
  const { port } = server
  const room = freshRoomId('kills')
  const losses: string[] = []
  let total = 0
  for (let kill = 0; kill < kills; kill++) {
    const writers = [
      await joinSdk(server, room, `sdk-a-${kill}`),
      await joinSdk(server, room, `sdk-b-${kill}`),
      await joinStock(server, room, `stock-${kill}`),
    ]
    let n = 0
    const typing = setInterval(() => {
      for (const writer of writers) writer.write(n)
      n += 1
    }, 2)
    await until('somebody is confirmed', () => writers.some((writer) => writer.confirmed() > 0))
    await sleep(prng.uint32(random, 0, 250))
    const confirmed = writers.map((writer) => [writer.key, writer.confirmed()] as const)
    await server.kill()
    clearInterval(typing)
    for (const writer of writers) writer.leave()
    server = await startServer({ dataDir, port })
    const stored = await readStored(server, room)
    for (const [key, count] of confirmed) {
      const entries = stored[key] ?? []
      total += count
      if (entries.length < count)
        losses.push(`kill ${kill}: ${key} has ${entries.length} of ${count} confirmed entries`)
      if (entries.some((entry, index) => entry !== index)) losses.push(`kill ${kill}: ${key} has a hole or a repeat`)
    }
  }
  return { kills, confirmed: total, losses }
}
