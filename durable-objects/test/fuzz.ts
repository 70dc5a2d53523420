/**
 * A random script over one room in workerd: edits of every kind from both dialects, updates merged, split and out of order, lines lost,
 * the object evicted or aborted between any two steps, alarms run by hand, versions made and restored. After each crash what was promised must
 * be in the rows; in the end everybody, a newcomer and REST have the same and nobody haunts the room.
 */
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import * as prng from 'lib0/prng'
import * as Y from 'yjs'
import { describe, edits } from '../../test/kit/edits.ts'
import { createDocumentStore } from '../features/documents/state/store.ts'
import type { Answer } from '../room/admission.ts'
import { actor } from '../test-kit.ts'
import { createNative, createStock, type Player } from './players.ts'
import { ringAll } from './shell-values.ts'

export interface FuzzReport {
  readonly edits: number
  readonly crashes: number
  readonly audits: number
}

const settleMs = 20_000
const largeEditEverySteps = 60
const largeEditLength = 150_000

const within = async (what: string, holds: () => boolean | Promise<boolean>, tell: () => unknown = () => '') => {
  const endsAt = Date.now() + settleMs
  while (!(await holds())) {
    if (Date.now() > endsAt) throw new Error(`did not happen in ${settleMs} ms: ${what} ${JSON.stringify(tell())}`)
    await scheduler.wait(3)
  }
}

/** What to look at when somebody has something else. */
const stateOf = ({ name, doc, errors, isConnected }: Player) => ({
  name,
  connected: isConnected(),
  errors,
  length: describe(doc).length,
  clocks: [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(),
  waitsFor: [...(doc.store.pendingStructs?.missing ?? [])],
})

/** Runs `steps` random steps. Rejects when anything is not as it must be. */
export const fuzzRoom = async (seed: number, steps: number): Promise<FuzzReport> => {
  const random = prng.create(seed)
  const id = env.ROOM.idFromName(createId('rm'))
  // A stub is of no use after an abort.
  const room = () => env.ROOM.get(id)
  const stock = [createStock('dora'), createStock('emil')]
  const players: Player[] = [createNative('ada'), createNative('bob'), createNative('carl'), ...stock]
  const done = { edits: 0, crashes: 0, audits: 0 }
  let highest = 0
  const versions: string[] = []

  const ask = async (name: string, body: unknown): Promise<unknown> => {
    const answer = (await room().ask(name, body, actor())) as Answer
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`)
    return answer.reply
  }

  /** Nobody is connected: what is in the rows is all there is. */
  const audit = async () => {
    const stored = await runInDurableObject(room(), (_, { storage }) => {
      const store = createDocumentStore(storage.sql)
      const found = store.find('default')
      const doc = new Y.Doc()
      if (found === null) return { doc, sequence: 0 }
      const { snapshot, updates, sequence } = store.load(found.id)
      for (const update of [...(snapshot === null ? [] : [snapshot]), ...updates]) Y.applyUpdate(doc, update)
      return { doc, sequence }
    })
    if (stored.sequence < highest) throw new Error(`sequence ${stored.sequence} after ${highest}`)
    highest = stored.sequence
    const integrated = Y.decodeStateVector(Y.encodeStateVector(stored.doc))
    const { pendingStructs } = stored.doc.store
    const waiting =
      pendingStructs === null ? null : Y.parseUpdateMeta(Y.convertUpdateFormatV2ToV1(pendingStructs.update))
    for (const { name, promised } of players) {
      for (const [client, clock] of promised) {
        const kept = Math.max(integrated.get(client) ?? 0, waiting?.to.get(client) ?? 0)
        if (kept < clock) throw new Error(`${name} was promised client ${client} up to ${clock}, stored is ${kept}`)
      }
    }
    done.audits += 1
  }

  const crash = async () => {
    for (const player of players) player.pump()
    await abortAllDurableObjects()
    for (const player of players) {
      player.pump()
      player.leave('lost')
    }
    done.crashes += 1
    await audit()
  }

  const evict = async () => {
    // The platform puts no object to sleep whose tick is still to come.
    await scheduler.wait(60)
    // An object that is not there cannot be evicted.
    await runInDurableObject(room(), () => {})
    await evictDurableObject(room())
    done.crashes += 1
  }

  const ringAlarm = async () => {
    await runInDurableObject(room(), (_, { storage }) => {
      ringAll(storage)
    })
    if (prng.bool(random)) await evict()
    await runDurableObjectAlarm(room())
  }

  const restUpdate = async () => {
    const doc = new Y.Doc()
    prng.oneOf(random, edits)(doc, random)
    const { sequence } = (await ask('documents.update', {
      name: 'default',
      update: Y.encodeStateAsUpdate(doc),
    })) as { sequence: number }
    if (sequence < highest) throw new Error(`sequence ${sequence} after ${highest}`)
    highest = sequence
  }

  const travel = async () => {
    const version = versions.length > 2 ? prng.oneOf(random, versions) : undefined
    if (version !== undefined) return void (await ask('versions.restore', { id: version }))
    const { id: made } = (await ask('versions.create', { document: 'default', name: `v${versions.length}` })) as {
      id: string
    }
    versions.push(made)
  }

  await restUpdate()
  for (let step = 0; step < steps; step++) {
    const player = prng.oneOf(random, players)
    const dice = prng.uint32(random, 0, 999)
    if (!player.isConnected() && prng.uint32(random, 0, 2) > 0) await player.connect(room())
    if (dice < 20) await crash()
    else if (dice < 60) await evict()
    else if (dice < 90) await ringAlarm()
    else if (dice < 140) player.leave(prng.bool(random) ? 'lost' : 'goodbye')
    else if (dice < 150) for (const each of players) each.leave('goodbye')
    else if (dice < 180) await scheduler.wait(prng.uint32(random, 0, 30))
    else if (dice < 210) await restUpdate()
    else if (dice < 225) await travel()
    else if (dice < 260) player.wave(step)
    else if (dice < 300) player.hold()
    else if (dice < 340) player.release(random)
    else if (dice < 450) for (const each of players) each.pump()
    else if (step % largeEditEverySteps === 0)
      player.doc.getText('text').insert(0, prng.word(random, largeEditLength, largeEditLength))
    else {
      prng.oneOf(random, edits)(player.doc, random)
      done.edits += 1
    }
  }

  for (const player of players) {
    player.release(random)
    if (!player.isConnected()) await player.connect(room())
  }
  const pumpAll = async () => {
    for (const player of players) {
      player.pump()
      if (!player.isConnected()) await player.connect(room())
    }
  }
  const stored = async () => {
    const doc = new Y.Doc()
    const { content } = (await ask('documents.read', { name: 'default', format: 'yjs' })) as { content: Uint8Array }
    Y.applyUpdate(doc, content)
    return describe(doc)
  }
  await within(
    'everybody and REST have the same',
    async () => {
      await pumpAll()
      const [first, ...others] = players.map(({ doc }) => describe(doc))
      return others.every((other) => other === first) && (await stored()) === first
    },
    () => players.map(stateOf),
  )
  const late = createStock('late')
  await late.connect(room())
  const expected = describe(players[0]?.doc ?? new Y.Doc())
  await within(
    'a newcomer has the same',
    async () => {
      await pumpAll()
      late.pump()
      return describe(late.doc) === expected
    },
    () => [...players, late].map(stateOf),
  )

  const names = [...players, late].map(({ name }) => name).sort()
  const present = async () =>
    ((await ask('presence.list', {})) as { userId: string }[]).map(({ userId }) => userId).sort()
  await within('everybody is here once, and nobody else', async () => String(await present()) === String(names))
  const carets = () => [...late.awareness.getStates().keys()].sort().join()
  const real = [...stock, late].map(({ doc }) => doc.clientID)
  await within('carets of those who are here, and of nobody else', () => {
    pumpAll()
    late.pump()
    return carets() === real.sort().join()
  })
  await crash()
  const errors = players.flatMap(({ name, errors: theirs }) => theirs.map((error) => `${name}: ${error}`))
  for (const { awareness } of [...stock, late]) awareness.destroy()
  if (errors.length > 0) throw new Error(errors.join('\n'))
  return done
}
