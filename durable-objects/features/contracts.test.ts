/**
 * What every feature owes the house, asked of all of them without naming one: it implements its contract, its answers and events have the
 * shapes that the contract says, a snapshot and what was heard since add up, who has not the right is refused, what is no body is refused, a
 * rollback leaves no trace, and what is forgotten is rebuilt. Between any two steps the room may fall asleep.
 */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { contracts } from '@syncforge/protocol'
import { type Access, allows } from '@syncforge/protocol/access'
import { toBase64 } from '@syncforge/protocol/base64'
import type { Contract, Heard } from '@syncforge/protocol/contract'
import { errors } from '@syncforge/protocol/errors'
import { Channel } from '@syncforge/protocol/frames'
import * as decoding from 'lib0/decoding'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import type { Answer } from '../room/admission.ts'
import { assembleRoom, type RoomParts } from '../room/assemble.ts'
import type { Connection, RoomContext } from '../room/feature.ts'
import { tableOwners } from '../room/open.ts'
import { callerFor } from '../room/sessions/caller.ts'
import { createTransfer } from '../room/transfer/transfer.ts'
import { createRandomValues, type RandomValues } from '../test/random-values.ts'
import { keptPlaces } from '../test/shell-values.ts'
import { actor, freshRoom, joinNative, noFiles, roomOnDisk, roomSettings, until } from '../test-kit.ts'
import { features } from './index.ts'

type Room = ReturnType<typeof freshRoom>
type Client = Awaited<ReturnType<typeof joinNative>>

const all: readonly Contract[] = Object.values(contracts)
const requests = all.flatMap((contract) => Object.entries(contract.requests).map(([name, entry]) => ({ name, entry })))
const channels = all.flatMap(({ channels: own }) => Object.values(own))
const eventBodies = new Map(
  all.flatMap(({ events }) => Object.entries(events)).map(([type, { body }]) => [type, body] as const),
)

const contextFor = (state: DurableObjectState): RoomContext => ({
  sql: state.storage.sql,
  hasTables: () => false,
  people: { find: () => null, suggest: () => [], offerable: () => [], departed: () => [], more: () => null },
  contents: { open: () => null, look: () => [], changed: () => {} },
  files: noFiles,
  attempt: () => true,
  clock: () => 0,
  wakeAt: () => {},
  settings: roomSettings,
  mirrorLater: () => {},
  tellChange: () => {},
  doubt: () => {},
  decide: () => 0,
  decisions: () => [],
  connections: () => [],
  log: () => {},
})

test.each(Object.entries(features))(
  '%s handles what its contract names, and nothing else',
  async (name, definition) => {
    const { contract } = definition
    expect(contract).toBe(contracts[name as keyof typeof contracts])
    const handled = await runInDurableObject(freshRoom(), (_, state) => {
      const feature = definition.open(contextFor(state))
      return {
        requests: Object.keys(feature.handlers),
        channels: Object.keys('frames' in feature ? (feature.frames ?? {}) : {}),
      }
    })
    expect(handled.requests.sort()).toEqual(Object.keys(contract.requests).sort())
    expect(handled.channels.sort()).toEqual(Object.keys(contract.channels).sort())
  },
)

/** What a client has heard, in order; events are held against their contract on the way. */
const heardBy = (client: Client): readonly Heard[] =>
  client.frames().flatMap((frame): Heard[] => {
    if (frame.channel !== Channel.json) return [{ kind: 'frame', ...frame, at: Date.now() }]
    const { type, body } = frame.message
    const shape = eventBodies.get(type)
    if (shape !== undefined) expect(shape.safeParse(body).error, type).toBeUndefined()
    return shape === undefined ? [] : [{ kind: 'event', type, body }]
  })

/** Lists of a snapshot have no order. */
const unordered = (snapshot: unknown): unknown =>
  Array.isArray(snapshot) ? snapshot.map((entry) => JSON.stringify(entry, sorted)).sort() : snapshot

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

const told = ({ welcome }: Client) =>
  Object.fromEntries(
    all.map(({ name }) => [name, unordered(welcome.snapshots[name as keyof typeof welcome.snapshots])]),
  )

/** What there is to see of features that tell a newcomer nothing. */
const listings = all.flatMap(({ name, listing }) => (listing === undefined ? [] : [{ name, ...listing }]))

const ask = async (client: Client, request: string, body: object): Promise<unknown> => {
  const { error, body: reply } = await client.ask(request, body)
  expect(error, request).toBeUndefined()
  return reply
}

const listed = async (client: Client): Promise<ReadonlyMap<string, unknown>> =>
  new Map(
    await Promise.all(
      listings.map(async ({ name, request, body }) => [name, await ask(client, request, body)] as const),
    ),
  )

/** The replies, and from then on what is heard. */
const looksAtAll = async (client: Client) => {
  for (const { follow } of listings) if (follow !== undefined) await ask(client, follow.request, follow.body)
  const replies = await listed(client)
  return () => {
    const heard = heardBy(client)
    return listings.map(({ name, fold }) => [name, unordered(heard.reduce(fold, replies.get(name)))])
  }
}

const folded = (client: Client) => {
  const heard = heardBy(client)
  return Object.fromEntries(
    all.map((contract) => {
      const snapshot: unknown = client.welcome.snapshots[contract.name as keyof typeof client.welcome.snapshots]
      return [contract.name, unordered(heard.reduce((state, item) => contract.fold?.(state, item) ?? state, snapshot))]
    }),
  )
}

interface Asked {
  readonly code?: string | undefined
  readonly reply?: unknown
}

/** Over the socket or as a call of the edge; only the latter can hold bytes. */
const askAnyhow = async (room: Room, client: Client, name: string, body: unknown, isCall: boolean): Promise<Asked> => {
  const holdsBytes =
    typeof body === 'object' && body !== null && Object.values(body).some((part) => part instanceof Uint8Array)
  if (!isCall && !holdsBytes) {
    const { error, body: reply } = await client.ask(name, body)
    return { code: error?.code, reply }
  }
  const call: Promise<Answer> = room.ask(name, body, actor({ user: client.self, access: client.self.access }))
  const answer = await call
  return answer.ok ? { reply: answer.reply } : { code: answer.error.code }
}

const levels: readonly Access[] = ['read', 'comment', 'write', 'moderate']

/** One request with a body that may fit; the answer is a reply of the contract's shape, or a refusal that is one. */
const askSomething = async (random: prng.PRNG, values: RandomValues, room: Room, client: Client): Promise<void> => {
  const { name, entry } = prng.oneOf(random, [...requests])
  const isMisfit = prng.uint32(random, 0, 9) === 0
  const body = isMisfit ? values.misfit(entry.body) : values.fitting(entry.body)
  const { code, reply } = await askAnyhow(room, client, name, body, prng.bool(random))
  const what = `${name} ${JSON.stringify(body)}`
  if (!allows(client.self.access, entry.access)) return expect(code, what).toBe('FORBIDDEN')
  if (!entry.body.safeParse(body).success) return expect(code, what).toBe('VALIDATION_ERROR')
  if (code !== undefined) {
    expect(Object.keys(errors), what).toContain(code)
    return expect(code, what).not.toBe('INTERNAL_ERROR')
  }
  expect(entry.reply.safeParse(reply).error, what).toBeUndefined()
  values.learn(reply)
}

/** A message that the codec of a channel can read, made of random bytes; `null` when none was found. */
const somethingOn = (random: prng.PRNG): Uint8Array<ArrayBuffer> | null => {
  const { codec } = prng.oneOf(random, [...channels])
  for (let tries = 0; tries < 200; tries++) {
    const payload = prng.uint8Array(random, prng.uint32(random, 1, 12))
    payload[0] = prng.uint32(random, 0, 3)
    const decoder = decoding.createDecoder(payload)
    try {
      codec.read(decoder)
    } catch {
      continue
    }
    if (decoding.hasContent(decoder)) continue
    const channel = Number(
      all.flatMap(({ channels: own }) => Object.entries(own)).find(([, own]) => own.codec === codec)?.[0],
    )
    return Uint8Array.of(channel, ...payload)
  }
  return null
}

const keptPlacesOf = (room: Room) =>
  runInDurableObject(room, (_, state) => keptPlaces(state.storage).length + state.getWebSockets().length)

/** It falls asleep when it has written what waits for the tick. */
const evict = async (room: Room): Promise<void> => {
  await scheduler.wait(60)
  await evictDurableObject(room)
}

/** People with all kinds of rights come, ask, send and go, and between any two steps the room may fall asleep. Who is left. */
const script = async (random: prng.PRNG, room: Room, steps: number): Promise<readonly Client[]> => {
  const values = createRandomValues(random)
  let clients: Client[] = []
  for (let step = 0; step < steps; step++) {
    clients = clients.filter(({ closed }) => closed.length === 0)
    if (clients.length > 0 && prng.uint32(random, 0, 24) === 0) await evict(room)
    const roll = prng.uint32(random, 0, 19)
    const someone = clients[prng.uint32(random, 0, Math.max(0, clients.length - 1))]
    if (someone === undefined || (roll === 0 && clients.length < 6)) {
      clients.push(await joinNative(room, { access: prng.oneOf(random, [...levels]), hello: { presence: { step } } }))
    } else if (roll === 1) {
      someone.socket.close(1000)
      clients = clients.filter((client) => client !== someone)
    } else if (roll < 6) {
      const frame = somethingOn(random)
      if (frame !== null) someone.socket.send(frame)
    } else await askSomething(random, values, room, someone)
  }
  return clients
}

/** The second one found a leave that was undone and had taken a cursor along. */
const seeds = [7, 2049294346, Math.floor(Math.random() * 2 ** 31)]

test.each(seeds)(
  'snapshot ⊕ what is heard = what a newcomer is told, and so is what was listed, through cold wakes (seed %i)',
  async (seed) => {
    const random = prng.create(seed)
    const room = freshRoom()
    const observer = await joinNative(room, { hello: { userId: 'observer' }, access: 'read' })
    const seen = await looksAtAll(observer)
    const early = await script(random, room, 100)
    await evict(room)
    const late = await script(random, room, 100)
    expect(observer.closed).toEqual([])
    const newcomer = await joinNative(room, { access: 'read' })
    const isSame = () => JSON.stringify(folded(observer)) === JSON.stringify(told(newcomer))
    await until(isSame, 'one picture at both', 5_000).catch(() => {})
    expect(folded(observer)).toEqual(told(newcomer))
    const shown = async () => {
      const replies = await listed(newcomer)
      return listings.map(({ name }) => [name, unordered(replies.get(name))])
    }
    await until(async () => JSON.stringify(seen()) === JSON.stringify(await shown()), 'one list at both', 5_000).catch(
      () => {},
    )
    expect(seen()).toEqual(await shown())

    for (const client of [...early, ...late, observer, newcomer]) client.socket.close(1000)
    for (let tries = 0; tries < 1_000 && (await keptPlacesOf(room)) > 0; tries++) await scheduler.wait(2)
    expect(await keptPlacesOf(room), 'places that are kept of people who said goodbye').toBe(0)
  },
)

/** Everything that a room holds: its rows, what it remembers with each connection, what each of them would be told. */
const contentOf = ({ storage, room, registry }: RoomParts) => {
  const names = storage.sql
    .exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
    )
    .toArray()
  const readable = (value: SqlStorageValue) => (value instanceof ArrayBuffer ? toBase64(new Uint8Array(value)) : value)
  const rows = names.map(({ name }) => [
    name,
    storage.sql
      .exec(`SELECT * FROM "${name}"`)
      .toArray()
      .map((row) => JSON.stringify(Object.values(row).map(readable)))
      .sort(),
  ])
  const connections = [...registry.all.values()]
  const snapshots = connections.map((viewer) =>
    room.features.map((feature) => [feature.name, unordered(feature.snapshot(viewer))]),
  )
  const memory = connections.map((connection) =>
    [...connection.topics].sort().concat(JSON.stringify(connection, sorted) ?? ''),
  )
  return { rows, snapshots, memory }
}

const aCaller = (access: Access): Connection =>
  callerFor(actor({ access, user: { userId: 'rest', userInfo: { name: 'Rest', color: '#000000' }, verified: true } }))

class Undone extends Error {}

test.each(seeds)(
  'what is rolled back leaves no trace, and what is forgotten is rebuilt as it was (seed %i)',
  async (seed) => {
    const random = prng.create(seed)
    const room = freshRoom()
    await script(random, room, 80)
    await scheduler.wait(60)
    const values = createRandomValues(random)
    await runInDurableObject(room, (_, state) => {
      const disk = roomOnDisk(state.storage)
      const open = () =>
        assembleRoom(
          state,
          disk,
          createTransfer(disk, tableOwners, Date.now, () => {}),
          async () => {},
          '',
          () => {},
        )
      const parts = open()
      const { commit, announcer, room: opened, registry } = parts
      const expectUndone = (what: string, work: () => unknown) => {
        const before = contentOf(parts)
        const failing = () => {
          work()
          throw new Undone(what)
        }
        expect(() => commit(failing), what).toThrow()
        expect(contentOf(parts), what).toEqual(before)
      }
      const anybody = () => prng.oneOf(random, [...registry.all.values(), aCaller('moderate')])
      for (const [name, { handle, entry }] of opened.routes) {
        for (let tries = 0; tries < 4; tries++) {
          const body = entry.body.safeParse(values.fitting(entry.body))
          if (!body.success) continue
          expectUndone(name, () => {
            const { reply, facts = [] } = handle(body.data, anybody())
            values.learn(reply)
            announcer.facts(facts)
          })
        }
      }
      for (const feature of opened.features) {
        for (const connection of registry.all.values()) {
          expectUndone(`${feature.name} onLeave`, () => feature.onLeave?.(connection))
        }
        expectUndone(`${feature.name} onLastLeave`, () => feature.onLastLeave?.())
        expectUndone(`${feature.name} onAlarm`, () => feature.onAlarm?.(Date.now() + 86_400_000))
        expectUndone(`${feature.name} onTick`, () => feature.onTick?.())
      }
      const before = contentOf(parts)
      for (const feature of opened.features) feature.forget?.()
      expect(contentOf(parts), 'forgotten').toEqual(before)
      expect(contentOf(open()), 'opened anew').toEqual(before)
    })
  },
)
