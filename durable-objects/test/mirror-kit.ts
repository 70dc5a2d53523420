/** For tests of the mirror in workerd: a clock that a test moves, rooms by name whose storage can be lost, and what they hold. */
import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { afterEach } from 'vitest'
import * as Y from 'yjs'
import { holdsTables } from '../actor/durable-storage.ts'
import type { Answer } from '../room/admission.ts'
import { actor, freshRoom, roomAddress, until } from '../test-kit.ts'
import { storedRoom } from './postgres.ts'
import { wakeupsOf } from './shell-values.ts'

const realNow = Date.now
let offsetMs = 0
Date.now = () => realNow() + offsetMs
/** The room's clock goes on from here; the runtime's own timers do not. */
export const moveClock = (ms: number): void => {
  offsetMs += ms
}
afterEach(() => {
  offsetMs = 0
})

export type RoomObject = ReturnType<typeof freshRoom>

const tellsOfPeople = (object: RoomObject) =>
  runInDurableObject(object, (_, { storage }) => (holdsTables(storage) ? wakeupsOf(storage)['room.live'] : undefined))

/** Who came and went is told at once, by an alarm that rings of itself: while that runs, no other does. */
const peopleTold = async (object: RoomObject): Promise<void> => {
  for (let wakeup = await tellsOfPeople(object); wakeup !== undefined; wakeup = await tellsOfPeople(object)) {
    if (wakeup.at <= Date.now()) await runDurableObjectAlarm(object)
    else await scheduler.wait(5)
  }
}

/** Runs the room's alarm as if `ms` had passed. */
export const passTime = async (object: RoomObject, ms: number): Promise<boolean> => {
  await peopleTold(object)
  moveClock(ms)
  return runDurableObjectAlarm(object)
}

export const textUpdate = (text: string): Uint8Array => {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

/** A room of its own name. Its storage is lost by taking another object for it. */
export const namedRoom = () => {
  const roomId = createId('rm')
  let object = freshRoom()
  let createdAt = 1
  const me = () => actor({ roomId, createdAt })
  const ask = (name: string, body: unknown) => object.ask(name, body, me()) as Promise<Answer>
  return {
    roomId,
    postgres: storedRoom(roomId),
    object: () => object,
    name: () => roomAddress({ roomId, createdAt }),
    ask,
    /** Adds `text` to a document by REST; what it was refused with otherwise. */
    async write(text: string, name = 'default'): Promise<string> {
      const answer = await ask('documents.update', { name, update: textUpdate(text) })
      return answer.ok ? 'ok' : answer.error.code
    },
    /** A document's text, or the code of a refusal. */
    async read(name = 'default'): Promise<string> {
      const answer = await ask('documents.read', { name, format: 'text' })
      return answer.ok ? (answer.reply as { content: string }).content : answer.error.code
    },
    /** The text in Postgres' copy of a document, `null` when there is none. */
    copied(name = 'default'): string | null {
      const copy = storedRoom(roomId).copies.get(`document/${name}`)
      if (copy === undefined) return null
      const doc = new Y.Doc()
      Y.applyUpdate(doc, copy.bytes)
      return doc.getText('content').toString()
    },
    /** Everything that the object has stored is gone; Postgres is not. */
    loseStorage() {
      object = freshRoom()
    },
    /** The object ends at once, whatever it was doing; the next call finds what it had stored. */
    async crash() {
      await abortAllDurableObjects()
      object = env.ROOM.get(object.id)
    },
    /** It was deleted and registered again: Postgres holds nothing of the first one. */
    makeAnew() {
      const stored = storedRoom(roomId)
      createdAt += 1
      stored.createdAt = createdAt
      stored.copies.clear()
      stored.facts.clear()
    },
  }
}

/** Holds the next call to Postgres where `hook` is, until it is let go. */
export const hold = (room: ReturnType<typeof namedRoom>, hook: 'before' | 'after') => {
  const state = { reached: false, released: false }
  room.postgres[hook] = async () => {
    state.reached = true
    while (!state.released) await scheduler.wait(2)
  }
  return {
    reached: () => until(() => state.reached, 'the call'),
    release() {
      room.postgres[hook] = async () => {}
      state.released = true
    },
  }
}
