/**
 * A random script over several people, on the SDK and on stock Yjs clients: edits of every kind in two documents, lines cut, a server killed
 * and started again. In the end everybody, a newcomer and REST must have the same, and nobody may haunt the room.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Room } from '@syncforge/client'
import * as prng from 'lib0/prng'
import * as Y from 'yjs'
import { describe, edits } from '../kit/edits.ts'
import { startServer, type TestServer } from '../kit/server.ts'
import { afterTest, enter, freshRoomId, openNetwork, provide, rest, until } from '../sdk/kit.ts'

const documents = ['default', 'notes'] as const

interface Player {
  readonly name: string
  readonly docs: readonly Y.Doc[]
  readonly room: Room | null
}

const enterSdk = async (endpoint: string, id: string, name: string): Promise<Player> => {
  const { room } = await enter(endpoint, id, { userId: name })
  return { name, room, docs: documents.map((document) => room.getDocument(document)) }
}

const enterStock = (endpoint: string, id: string, name: string): Player => ({
  name,
  room: null,
  docs: documents.map((document) => provide(endpoint, document === 'default' ? id : `${id}/${document}`).doc),
})

const settleMs = 30_000

/** Runs `steps` random steps. Rejects when somebody ends up with something else than the others. */
export const fuzz = async (
  steps: number,
  seed: number,
): Promise<{ readonly edits: number; readonly restarts: number }> => {
  const random = prng.create(seed)
  const dataDir = await mkdtemp(join(tmpdir(), 'syncforge-fuzz-'))
  let server: TestServer = await startServer({ dataDir })
  afterTest(async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const { port } = server
  const network = await openNetwork(server)
  const id = freshRoomId('fuzz')
  const sdk = await Promise.all(['ada', 'bob', 'carl'].map((name) => enterSdk(network.endpoint, id, name)))
  const players = [...sdk, enterStock(network.endpoint, id, 'dora'), enterStock(network.endpoint, id, 'emil')]
  const done = { edits: 0, restarts: 0 }

  for (let step = 0; step < steps; step++) {
    const dice = prng.uint32(random, 0, 999)
    if (dice < 8) {
      await server.kill()
      server = await startServer({ dataDir, port })
      done.restarts += 1
    } else if (dice < 40) {
      network.cut()
    } else if (dice < 60) {
      network.goDown()
      setTimeout(network.comeUp, prng.uint32(random, 10, 300))
    } else if (dice < 160) {
      await sleep(prng.uint32(random, 0, 40))
    } else if (dice < 200) {
      for (const { room } of sdk) room?.presence.update({ step })
      prng.oneOf(random, sdk).room?.cursors.update({ x: step, y: dice })
    } else {
      const player = prng.oneOf(random, players)
      prng.oneOf(random, edits)(player.docs[prng.uint32(random, 0, 1)] ?? new Y.Doc(), random)
      done.edits += 1
    }
  }

  network.comeUp()
  const isSame = (index: number) => new Set(players.map(({ docs }) => describe(docs[index] ?? new Y.Doc()))).size === 1
  for (const index of documents.keys()) await until(`everybody has the same (${index})`, () => isSame(index), settleMs)
  await Promise.all(sdk.map(({ room }) => room?.flush()))
  const late = await enterSdk(server.wsUrl, id, 'late')
  await Promise.all(late.docs.map((doc) => doc.whenSynced))
  for (const [index, name] of documents.entries()) {
    const [ada] = players
    const expected = describe(ada?.docs[index] ?? new Y.Doc())
    if (describe(late.docs[index] ?? new Y.Doc()) !== expected) throw new Error(`a newcomer has another ${name}`)
    const stored = new Y.Doc()
    const bytes = await (await rest(server, `/rooms/${id}/document?format=yjs&name=${name}`)).arrayBuffer()
    Y.applyUpdate(stored, new Uint8Array(bytes))
    if (describe(stored) !== expected) throw new Error(`REST reads another ${name}`)
  }
  const seen = () => [...new Set(late.room?.presence.getOthers().map(({ userId }) => userId) ?? [])]
  const isComplete = () => {
    const names = seen()
    const guests = (late.room?.presence.getOthers() ?? [])
      .filter(({ userId }) => userId.startsWith('guest_'))
      .reduce((sum, { connections }) => sum + connections.length, 0)
    return ['ada', 'bob', 'carl'].every((name) => names.includes(name)) && guests === 4 && names.length === 7
  }
  // A line that was cut without a word at the very end is found dead by the presence time-out, 30 seconds later.
  await until('three people and two guests are here, and nobody else', isComplete, settleMs + 35_000).catch((error) => {
    const others = late.room?.presence.getOthers() ?? []
    const shown = others.map(({ userId, connections }) => `${userId} × ${connections.length}`)
    throw new Error(`${error.message}; ${late.room?.status.get()}: ${shown.join(', ')}`, { cause: error })
  })
  return done
}
