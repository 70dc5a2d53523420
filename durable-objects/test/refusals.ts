/**
 * A random script over one room in which honest people type in two documents while everything else goes wrong: requests by REST and over
 * sockets that are refused, updates that Yjs fails at, a document that is damaged, storage that fails for a moment under a request, a tick, a
 * join, a leave or a wake-up, lines lost, evictions, aborts.
 *
 * What must hold: everything acknowledged or heard is in the rows after a crash, nobody's edits are refused or vanish, what the room answers
 * is what its rows hold, and each letter is its author's.
 */
import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { DocumentKind, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import * as prng from 'lib0/prng'
import * as Y from 'yjs'
import { createDocumentStore } from '../features/documents/state/store.ts'
import type { Answer } from '../room/admission.ts'
import type { Room } from '../room/room.ts'
import { actor, admissionFor, openSocket, roomAddress, roomSettings } from '../test-kit.ts'
import { ringAll } from './shell-values.ts'
import { createWriter, type Writer } from './writers.ts'

export interface RefusalReport {
  readonly typed: number
  readonly refused: number
  readonly faults: number
  readonly failures: number
  readonly crashes: number
  readonly audits: number
}

const documents = ['default', 'notes'] as const
const damaged = 'damaged'
const crowded = 'crowded'

/** Two updates that a room keeps, and one that Yjs fails at when it comes after them. */
const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
const buried = ['010201002701016d026b3001280001000178017d0100', '000101010002'].map(bytesOf)
const poison = bytesOf('010201002101016d026b300300010101010002')

/** Where storage fails, when it does: everything a change of the room may have to write. */
const failing = [
  'documents_log INSERT',
  'documents_author INSERT',
  'documents_client INSERT',
  'documents_document INSERT',
  'documents_document UPDATE',
  'documents_generation INSERT',
  'documents_segment INSERT',
  'documents_version INSERT',
  'documents_seed INSERT',
  'documents_seed DELETE',
  'presence_departed INSERT',
  'room_fact INSERT',
  'actor_value INSERT',
  'actor_value DELETE',
  'room_rights INSERT',
] as const

const settings = roomSettings({ graceMs: 200 })
const caller = () => actor({ settings })

/** Runs `steps` random steps. Rejects when anything is not as it must be. */
export const refuseAndType = async (seed: number, steps: number): Promise<RefusalReport> => {
  const random = prng.create(seed)
  const chance = (of: number) => prng.uint32(random, 0, of - 1) === 0
  const id = env.ROOM.idFromName(createId('rm'))
  // A stub is of no use after an abort.
  const room = () => env.ROOM.get(id)
  const writers: Writer[] = [
    createWriter('ada', 'a', documents),
    createWriter('bob', 'b', documents),
    createWriter('carl', 'c', documents),
  ]
  const done = { typed: 0, refused: 0, faults: 0, failures: 0, crashes: 0, audits: 0 }
  const versions: string[] = []
  let seeds = 0

  const ask = async (name: string, body: unknown): Promise<Answer> => {
    const answer = (await room().ask(name, body, caller())) as Answer
    if (!answer.ok) done.refused += 1
    return answer
  }

  const must = async (name: string, body: unknown): Promise<unknown> => {
    const answer = await ask(name, body)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`)
    return answer.reply
  }

  const restUpdate = () => {
    const doc = new Y.Doc()
    doc.getText('content').insert(0, 'r')
    return Y.encodeStateAsUpdate(doc)
  }

  const begin = async () => {
    for (const name of [...documents, damaged, crowded]) await must('documents.update', { name, update: restUpdate() })
    await must('versions.create', { document: damaged, name: 'v' })
    await runInDurableObject(room(), (_, { storage: { sql } }) => {
      const idOf = (name: string) =>
        sql.exec<{ id: number }>('SELECT id FROM documents_document WHERE name = ?', name).one().id
      sql.exec('UPDATE documents_log SET checksum = 0 WHERE document = ?', idOf(damaged))
      for (let i = 0; i < limits.namedVersionsPerDocument; i++) {
        sql.exec("INSERT INTO documents_version VALUES (?, ?, 'v', 1, 1, NULL)", `ver_${i}`, idOf(crowded))
      }
    })
    await evict()
  }

  /** What REST answers and what the rows hold, at one moment. */
  const audit = async (isLast = false) => {
    await runInDurableObject(room(), async (instance: Room, { storage }) => {
      for (const document of documents) {
        const answer = (await instance.ask('documents.read', { name: document, format: 'yjs' }, caller())) as Answer
        if (!answer.ok) throw new Error(`${document} cannot be read: ${answer.error.code} ${answer.error.message}`)
        const told = new Y.Doc()
        Y.applyUpdate(told, (answer.reply as { content: Uint8Array }).content)
        const store = createDocumentStore(storage.sql)
        const { snapshot, updates } = store.load(store.find(document)?.id ?? 0)
        const stored = new Y.Doc()
        for (const update of [...(snapshot === null ? [] : [snapshot]), ...updates]) Y.applyUpdate(stored, update)
        const [warm, cold] = [told, stored].map((doc) => doc.getText('content').toString())
        if (warm !== cold) throw new Error(`${document}: the room says ${warm}, its rows ${cold}`)
        const clocks = Y.decodeStateVector(Y.encodeStateVector(stored))
        const { pendingStructs } = stored.store
        // What waits for parents that its author has yet to send again is kept as well.
        const waiting = pendingStructs && Y.parseUpdateMeta(Y.convertUpdateFormatV2ToV1(pendingStructs.update)).to
        for (const { name, promised } of writers) {
          for (const [client, clock] of promised.get(document) ?? []) {
            const kept = Math.max(clocks.get(client) ?? 0, (isLast ? null : waiting?.get(client)) ?? 0)
            if (kept < clock) {
              throw new Error(`${name} was promised ${document} up to ${client}:${clock}, stored is ${kept}`)
            }
          }
        }
      }
    })
    const letters = new Map([...writers.map(({ name, letter }) => [name, letter] as const), ['rest', 'r'] as const])
    for (const document of documents) {
      const blame = (await must('history.blame', { document })) as Record<
        string,
        { text: string; by: { userId: string } | null }[]
      >
      for (const { text, by } of blame.content ?? []) {
        const letter = letters.get(by?.userId ?? '')
        if (letter === undefined || text.replaceAll(letter, '') !== '') {
          throw new Error(`${document}: ${JSON.stringify(text)} is said to be of ${by?.userId}`)
        }
      }
    }
    done.audits += 1
  }

  const pumpAll = () => {
    for (const writer of writers) writer.pump()
  }

  const crash = async (isLast = false) => {
    pumpAll()
    await abortAllDurableObjects()
    pumpAll()
    for (const writer of writers) writer.leave('lost')
    done.crashes += 1
    await audit(isLast)
  }

  const evict = async () => {
    // The platform puts no object to sleep whose tick is still to come.
    await scheduler.wait(60)
    await runInDurableObject(room(), () => {})
    await evictDurableObject(room())
    done.crashes += 1
  }

  const ring = () =>
    runInDurableObject(room(), async (instance: Room, { storage }) => {
      ringAll(storage)
      await instance.alarm()
    })

  /** Requests that are refused, fail, or change something beside what is typed. */
  const requests: readonly (() => Promise<unknown>)[] = [
    () => ask('documents.update', { name: prng.oneOf(random, [...documents]), update: poison }),
    () => ask('documents.update', { name: 'default', update: prng.oneOf(random, buried) }),
    () => ask('documents.update', { name: `new-${prng.uint32(random, 0, 30)}`, update: poison }),
    () => ask('documents.update', { name: 'default', update: Uint8Array.of(9, 9, 9) }),
    () => ask('documents.update', { name: prng.oneOf(random, [...documents]), update: restUpdate() }),
    () => ask('documents.update', { name: damaged, update: restUpdate() }),
    () => ask('documents.read', { name: damaged, format: 'json' }),
    () => ask('documents.read', { name: 'nowhere', format: 'json' }),
    () => ask('history.blame', { document: damaged }),
    () => ask('history.replay', { document: damaged, from: 0, to: 2 ** 50 }),
    () => ask('versions.create', { document: crowded, name: 'one too many' }),
    () => ask('versions.create', { document: 'nowhere', name: 'v' }),
    () => ask('versions.get', { id: 'ver_none' }),
    () => ask('versions.compare', { from: 'ver_0' }),
    async () => {
      const answer = await ask('versions.create', { document: prng.oneOf(random, [...documents]), name: 'v' })
      if (answer.ok) versions.push((answer.reply as { id: string }).id)
    },
    () => ask('versions.restore', { id: versions.length === 0 ? 'ver_none' : prng.oneOf(random, versions) }),
    () => ask('documents.seed', { name: `seed-${seeds++ % 40}`, update: restUpdate() }),
    () => ask('documents.seedClaim', { document: `claim-${seeds++ % 40}` }),
    () => ask('presence.update', { presence: 7 }),
    () => ask('no.such', {}),
    () => room().moderate({ kind: 'access', userId: 'nobody', access: 'read' }, roomAddress({ settings })),
    () => room().commitImport('imp_none', roomAddress({ settings })),
  ]

  const words: readonly (() => string | Uint8Array)[] = [
    () => JSON.stringify({ type: 'presence.update', ref: 1, body: { presence: { n: prng.uint32(random, 0, 99) } } }),
    () => JSON.stringify({ type: 'presence.update', ref: 1, body: { presence: { x: 'x'.repeat(16_200) } } }),
    () => JSON.stringify({ type: 'presence.update', ref: 1, body: {} }),
    () => JSON.stringify({ type: 'versions.create', ref: 1, body: { document: crowded, name: 'one too many' } }),
    () => JSON.stringify({ type: 'versions.get', ref: 1, body: { id: 'ver_none' } }),
    () => JSON.stringify({ type: 'documents.seedClaim', ref: 1, body: { document: `claim-${seeds++ % 40}` } }),
    () => JSON.stringify({ type: 'history.blame', ref: 1, body: { document: damaged } }),
    () => JSON.stringify({ type: 'broadcast.send', ref: 1, body: {} }),
    () => 'no json',
    () => encodeDocumentMessage({ kind: DocumentKind.step1, name: damaged, stateVector: Uint8Array.of(0) }),
    () => encodeDocumentMessage({ kind: DocumentKind.update, name: damaged, seq: 0, update: restUpdate() }),
    () => Uint8Array.of(1, 2, 3, 4),
  ]

  /** Somebody whose updates Yjs fails at, beside those who type. */
  const mallory = async () => {
    const { socket, closed } = await openSocket(room(), admissionFor({ settings }))
    socket.send(JSON.stringify({ type: 'hello', body: { userId: 'mallory' } }))
    const name = prng.oneOf(random, [...documents])
    for (const update of [...buried, poison]) {
      for (const writer of writers) if (chance(2)) typeOf(writer)
      socket.send(encodeDocumentMessage({ kind: DocumentKind.update, name, seq: 1, update }))
    }
    await scheduler.wait(prng.uint32(random, 0, 30))
    if (closed.length === 0) socket.close(1000)
  }

  const typeOf = (writer: Writer) => {
    writer.type(prng.oneOf(random, [...documents]), random)
    done.typed += 1
  }

  /** One thing goes on while one place of the storage takes nothing. */
  const fail = async () => {
    const [table = '', change = ''] = prng.oneOf(random, [...failing]).split(' ')
    const trigger = `CREATE TRIGGER fault BEFORE ${change} ON ${table} BEGIN SELECT RAISE(ABORT, 'fault'); END`
    await runInDurableObject(room(), (_, { storage }) => void storage.sql.exec(trigger))
    done.faults += 1
    const attempts: readonly (() => unknown)[] = [
      () => typeOf(prng.oneOf(random, writers)),
      () => typeOf(prng.oneOf(random, writers)),
      () => prng.oneOf(random, [...requests])(),
      () => prng.oneOf(random, writers).say(prng.oneOf(random, [...words])()),
      () => prng.oneOf(random, writers).leave(chance(2) ? 'lost' : 'goodbye'),
      () =>
        prng
          .oneOf(
            random,
            writers.filter((writer) => !writer.isConnected()),
          )
          ?.connect(room()),
      ring,
      mallory,
    ]
    for (let i = prng.uint32(random, 1, 4); i > 0; i--) {
      try {
        await prng.oneOf(random, [...attempts])()
      } catch {
        done.failures += 1
      }
    }
    await scheduler.wait(prng.uint32(random, 20, 60))
    await runInDurableObject(room(), (_, { storage }) => void storage.sql.exec('DROP TRIGGER fault'))
  }

  await begin()
  for (let step = 0; step < steps; step++) {
    const writer = prng.oneOf(random, writers)
    if (!writer.isConnected() && !chance(3)) await writer.connect(room())
    const dice = prng.uint32(random, 0, 999)
    if (dice < 12) await crash()
    else if (dice < 24) await evict()
    else if (dice < 40) await ring()
    else if (dice < 70) await fail()
    else if (dice < 90) writer.leave(chance(2) ? 'lost' : 'goodbye')
    else if (dice < 105) await mallory()
    else if (dice < 120) await audit()
    else if (dice < 140) await scheduler.wait(prng.uint32(random, 0, 25))
    else if (dice < 330) await prng.oneOf(random, [...requests])()
    else if (dice < 450) writer.say(prng.oneOf(random, [...words])())
    else if (dice < 550) pumpAll()
    else typeOf(writer)
  }

  const settled = async () => {
    for (const writer of writers) if (!writer.isConnected()) await writer.connect(room())
    pumpAll()
    await scheduler.wait(10)
    const texts = await Promise.all(
      documents.map(async (name) => (await must('documents.read', { name, format: 'text' })) as { content: string }),
    )
    return documents.every((name, i) => writers.every((writer) => writer.textOf(name) === texts[i]?.content))
  }
  const endsAt = Date.now() + 20_000
  while (!(await settled())) {
    if (Date.now() > endsAt)
      throw new Error(`not the same: ${JSON.stringify(writers.map((w) => documents.map(w.textOf)))}`)
  }
  const present = async () =>
    ((await must('presence.list', {})) as { userId: string }[])
      .map(({ userId }) => userId)
      .sort()
      .join()
  while ((await present()) !== 'ada,bob,carl') {
    if (Date.now() > endsAt) throw new Error(`here: ${await present()}`)
    await ring()
    await scheduler.wait(20)
  }
  // Everybody has sent everything: nothing waits for anything.
  await crash(true)
  const refused = writers.flatMap((writer) => writer.refused)
  if (refused.length > 0) throw new Error(refused.join('\n'))
  return done
}
