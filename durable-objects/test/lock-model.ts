/**
 * The lock model: people who acquire, renew, release, wait and steal, on lines that break, in a room that is put to sleep, crashes and undoes,
 * by a clock that jumps. A reference that knows nothing but the facts watches: a key that is held is granted to nobody else, and whoever shows a
 * token that a store has seen a successor of is refused.
 */

import { contracts } from '@syncforge/protocol'
import { RoomError } from '@syncforge/protocol/errors'
import type { Fact } from '@syncforge/protocol/facts'
import type { Lease } from '@syncforge/protocol/locks'
import * as prng from 'lib0/prng'
import type { ActorStorage } from '../actor/storage.ts'
import { locks } from '../features/locks/index.ts'
import type { Connection, RoomFeature } from '../room/feature.ts'
import { openTables } from '../room/feature-tables.ts'
import { noFiles, roomSettings } from '../test-kit.ts'

const graceMs = 10_000
const keys = ['title', 'budget', 'plan/1'] as const
const names = ['ada', 'bob', 'carl', 'dora', 'eve'] as const

interface Client {
  connection: Connection
  /** Its line is cut; the room notices at this time. */
  leavesAt: number | null
  /** What it believes to hold. */
  readonly believes: Map<string, Lease>
}

export interface LockReport {
  readonly steps: number
  readonly granted: number
  readonly handedOn: number
  readonly saved: number
  readonly staleSaves: number
  readonly crashes: number
  readonly undone: number
  readonly jumps: number
}

/** Runs so many steps. Rejects at the first that must not be. */
export const runLockModel = async (
  storage: ActorStorage,
  seed: number,
  steps: number,
  breathe: () => Promise<void>,
): Promise<LockReport> => {
  const random = prng.create(seed)
  const time = { now: 1_700_000_000_000 }
  const wakeup = { at: null as number | null, setAt: 0 }
  let numbers = 0
  const report = { granted: 0, handedOn: 0, saved: 0, staleSaves: 0, crashes: 0, undone: 0, jumps: 0 }

  const connect = (userId: string): Connection => {
    numbers += 1
    return {
      id: `con_${numbers}`,
      isAgent: false,
      isTrusted: false,
      number: numbers,
      user: { userId, userInfo: { name: userId, color: '#000000' }, verified: true },
      access: 'moderate',
      accessTo: () => 'moderate',
      joinedAt: time.now,
      topics: new Set(),
      recall: () => undefined,
      remember: () => {},
      follow: () => {},
      unfollow: () => {},
    }
  }
  const clients: Client[] = names.map((name) => ({ connection: connect(name), leavesAt: null, believes: new Map() }))
  /** Who the room thinks is here. */
  let present = clients.map(({ connection }) => connection)

  const open = (): RoomFeature<typeof contracts.locks> => {
    const { sql, hasTables } = openTables(storage, locks, () => storage.afterRollback(() => feature.forget?.()))
    return locks.open({
      sql,
      hasTables,
      attempt: () => true,
      clock: () => time.now,
      settings: () => roomSettings({ graceMs }),
      wakeAt(_, at) {
        // A wake-up is a row: it is undone with the others.
        const before = { ...wakeup }
        storage.onRollback(() => void Object.assign(wakeup, before))
        Object.assign(wakeup, { at, setAt: time.now })
      },
      mirrorLater: () => {},
      tellChange: () => {},
      doubt: () => {},
      decide: () => 0,
      decisions: () => [],
      people: { find: () => null, suggest: () => [], offerable: () => [], departed: () => [], more: () => null },
      contents: { open: () => null, look: () => [], changed: () => {} },
      files: noFiles,
      connections: () => present,
      log: () => {},
    })
  }
  let feature = open()

  /** Who holds what, as facts say it. */
  const held = new Map<string, { token: number; userId: string }>()
  let lastToken = 0
  const hear = (facts: readonly Fact[] = []) => {
    for (const fact of facts) {
      if (fact.kind === 'lock.released') {
        const { key, token } = fact.body
        if (held.get(key)?.token !== token) throw new Error(`${key} was released under ${token}, which nobody held`)
        held.delete(key)
      } else if (fact.kind === 'lock.acquired') {
        const { key, token, by } = fact.body
        const other = held.get(key)
        if (other !== undefined) throw new Error(`${key} has two holders: ${other.userId} and ${by.userId}`)
        if (token <= lastToken) throw new Error(`the token ${token} comes after ${lastToken}`)
        lastToken = token
        held.set(key, { token, userId: by.userId })
        report.granted += 1
      }
    }
  }

  class Undone extends Error {}
  interface Done {
    readonly facts?: readonly Fact[]
    readonly announce?: readonly { readonly event: unknown }[]
    readonly reply?: unknown
  }
  const commit = (work: () => Done, fails = false): unknown => {
    const result = storage.transactionSync(() => {
      const done = work()
      if (fails) throw new Undone()
      return done
    })
    hear(result.facts)
    // Whoever is here hears who has it now; a line that is cut carries nothing.
    for (const { event } of result.announce ?? []) {
      const { body } = event as { body: { key: string; lease: Lease | null } }
      const taker = clients.find(
        ({ connection, leavesAt }) => leavesAt === null && connection.id === body.lease?.connectionId,
      )
      if (taker !== undefined && body.lease !== null) {
        if (!taker.believes.has(body.key)) report.handedOn += 1
        taker.believes.set(body.key, body.lease)
      }
    }
    return result.reply
  }
  const ask = (name: keyof typeof contracts.locks.requests, client: Client, body: unknown): unknown => {
    if (client.leavesAt !== null) return null
    const fails = prng.uint32(random, 0, 19) === 0
    const parsed = contracts.locks.requests[name].body.parse(body)
    try {
      const handle = feature.handlers[name] as (body: unknown, from: Connection) => Done
      return commit(() => handle(parsed, client.connection), fails)
    } catch (thrown) {
      if (thrown instanceof RoomError) return null
      if (!(thrown instanceof Undone)) throw thrown
      report.undone += 1
      return null
    }
  }

  /** A store that was told the facts takes what is shown with the present holder's token. */
  const save = (client: Client) => {
    const lease = client.believes.get(prng.oneOf(random, [...keys]))
    if (lease === undefined) return
    const current = held.get(lease.key)
    if (current?.token !== lease.token) {
      report.staleSaves += 1
      return
    }
    const [row] = feature
      .snapshot(client.connection)
      .filter(({ key, by }) => key === lease.key && by.userId === client.connection.user.userId)
    if (row?.token !== lease.token)
      throw new Error(`${lease.key}: the facts say ${lease.token}, the rows ${row?.token}`)
    report.saved += 1
  }

  const leave = (client: Client) => {
    const { id } = client.connection
    present = present.filter((connection) => connection.id !== id)
    commit(() => feature.onLeave?.(client.connection) ?? {})
  }
  const enter = (client: Client) => {
    client.connection = connect(client.connection.user.userId)
    client.leavesAt = null
    present = [...present, client.connection]
    commit(() => ({ announce: feature.onJoin?.(client.connection) ?? [] }))
    // What it held before it goes on with, if the room lets it.
    for (const { key, token } of client.believes.values()) ask('locks.renew', client, { key, token })
  }
  const isHere = ({ connection }: Client) => present.includes(connection)

  const passTime = () => {
    if (wakeup.at !== null && (wakeup.at <= time.now || wakeup.setAt > time.now)) {
      wakeup.at = null
      commit(() => feature.onAlarm?.(time.now) ?? {})
    }
    for (const client of clients) {
      if (client.leavesAt !== null && client.leavesAt <= time.now && isHere(client)) leave(client)
    }
  }

  for (let step = 0; step < steps; step++) {
    if (step % 500 === 499) await breathe()
    time.now += prng.uint32(random, 0, 2_000)
    passTime()
    const client = prng.oneOf(random, clients)
    if (!isHere(client) && prng.bool(random)) enter(client)
    const key = prng.oneOf(random, [...keys])
    const lease = client.believes.get(key)
    const dice = prng.uint32(random, 0, 99)
    if (dice < 25) {
      const waitMs = prng.oneOf(random, [0, 5_000, 60_000])
      const reply = ask('locks.acquire', client, { key, waitMs, ttlMs: prng.uint32(random, 1_000, 60_000) })
      const granted = (reply as { lease: Lease | null } | null)?.lease
      if (granted) client.believes.set(key, granted)
    } else if (dice < 40) save(client)
    else if (dice < 50 && lease) {
      if (ask('locks.renew', client, { key, token: lease.token }) === null) client.believes.delete(key)
    } else if (dice < 60 && lease) {
      ask('locks.release', client, { key, token: lease.token })
      client.believes.delete(key)
    } else if (dice < 63) ask('locks.giveUp', client, { key })
    else if (dice < 66) {
      const stolen = ask('locks.steal', client, { key }) as Lease | null
      if (stolen) client.believes.set(key, stolen)
    } else if (dice < 70) {
      // Somebody else's token, or one that never was.
      const token = prng.oneOf(random, clients).believes.get(key)?.token ?? 1
      const isMine = client.believes.get(key)?.token === token
      if (!isMine && ask('locks.renew', client, { key, token }) !== null) throw new Error(`${token} is another's`)
    } else if (dice < 78 && client.leavesAt === null && isHere(client)) client.leavesAt = time.now + graceMs
    else if (dice < 88) {
      // Back on the same place, or too late for it.
      if (isHere(client)) client.leavesAt = null
      else enter(client)
    } else if (dice < 92 && isHere(client)) {
      leave(client)
      client.leavesAt = time.now
    } else if (dice < 95) {
      report.jumps += 1
      time.now += prng.oneOf(random, [-86_400_000, -3_600_000, -5_000, 5_000, 3_600_000])
      passTime()
    } else if (dice < 98) {
      // Put to sleep: who is here stays.
      feature = open()
      report.crashes += 1
    } else if (dice === 98) {
      // A crash: every socket is gone, and nobody has said so.
      present = []
      for (const each of clients) each.leavesAt ??= time.now
      feature = open()
      report.crashes += 1
    }
    for (const { connectionId, key: of } of step % 1_000 === 0 ? feature.snapshot(client.connection) : []) {
      if (!held.has(of)) throw new Error(`${of} is held by ${connectionId}, and no fact says so`)
    }
  }
  return { steps, ...report }
}
