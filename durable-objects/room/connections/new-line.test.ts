/** People who come back over a new line while the room still takes the old one for open. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { afterEach, expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { readSyncMessage, writeSyncStep1 } from 'y-protocols/sync'
import * as Y from 'yjs'
import { admissionFor, freshRoom, joinNative, openSocket, roomSettings, until } from '../../test-kit.ts'
import type { Admission } from '../admission.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** A stock client as y-websocket has it. Once its line is dead nothing gets through in either direction. */
const joinStock = async (room: ReturnType<typeof freshRoom>, clientId: number, overrides: Partial<Admission> = {}) => {
  const { socket, closed } = await openSocket(room, admissionFor({ dialect: 'yjs', ...overrides }))
  const doc = new Y.Doc()
  doc.clientID = clientId
  const awareness = new Awareness(doc)
  ends.push(() => awareness.destroy())
  const vanished: number[] = []
  awareness.on('change', ({ removed }: { removed: number[] }) => vanished.push(...removed))
  let isDead = false
  const send = (write: (encoder: encoding.Encoder) => void) => {
    if (!isDead && socket.readyState === WebSocket.OPEN) socket.send(encoding.encode(write))
  }
  socket.addEventListener('message', ({ data }) => {
    if (isDead) return
    const decoder = decoding.createDecoder(new Uint8Array(data as ArrayBuffer))
    const type = decoding.readVarUint(decoder)
    if (type === 1) return applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), 'room')
    if (type !== 0) return
    const answer = encoding.createEncoder()
    encoding.writeVarUint(answer, 0)
    readSyncMessage(decoder, answer, doc, 'room')
    if (encoding.length(answer) > 1) send((encoder) => encoding.writeUint8Array(encoder, encoding.toUint8Array(answer)))
  })
  awareness.on('update', ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) =>
    send((encoder) => {
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [...added, ...updated, ...removed]))
    }),
  )
  send((encoder) => {
    encoding.writeVarUint(encoder, 0)
    writeSyncStep1(encoder, doc)
  })
  send((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [clientId]))
  })
  const say = (caret: unknown) => awareness.setLocalState({ caret })
  const sees = (id: number) => awareness.getStates().get(id)?.caret as unknown
  const die = () => {
    isDead = true
  }
  // The first state of an `Awareness` has clock 0, which others pass over.
  say(0)
  return { socket, closed, say, sees, die, vanished, states: () => awareness.getStates() }
}

const verified = (userId: string) => ({ user: { userId, userInfo: {}, verified: true } })

test('[DO7] a guest over a new line has the caret again within two seconds, nobody sees it vanish, and the old line is ended', async () => {
  const room = freshRoom()
  const [old, bob] = [await joinStock(room, 4711), await joinStock(room, 2)]
  old.say(1)
  await until(() => bob.sees(4711) === 1, 'the caret at bob')
  old.die()
  const again = await joinStock(room, 4711)
  await until(() => again.states().has(2), 'bob at who came back')
  const startedAt = Date.now()
  let caret = 100
  const moving = setInterval(() => again.say(++caret), 50)
  ends.push(() => clearInterval(moving))
  await until(() => Number(bob.sees(4711)) > 100, 'the caret moves at bob')
  expect(Date.now() - startedAt).toBeLessThan(2_000)
  expect(await until(() => old.closed[0], 'the end of the old line')).toEqual({
    code: 4504,
    reason: 'PRESENCE_TIMEOUT',
  })
  const before = Number(bob.sees(4711))
  await until(() => Number(bob.sees(4711)) > before + 3, 'it goes on moving')
  expect([bob.vanished, again.closed, bob.closed]).toEqual([[], [], []])
  clearInterval(moving)
  again.socket.close(1000)
  await until(() => bob.vanished.includes(4711), 'it ends with its new owner')
})

test('[DO7] who answers keeps the id, however often somebody else claims it', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinStock(room, 4711), await joinStock(room, 2)]
  ada.say('ada')
  await until(() => bob.sees(4711) === 'ada', 'the caret at bob')
  const forger = await joinStock(room, 4711)
  await until(() => forger.states().has(2), 'bob at the forger')
  for (let n = 0; n < 40; n++) {
    forger.say('forged')
    await scheduler.wait(50)
    expect(bob.sees(4711)).toBe('ada')
  }
  ada.say('ada still')
  await until(() => String(bob.sees(4711)).startsWith('ada'), 'ada')
  expect([ada.closed, forger.closed]).toEqual([[], []])
})

test('[DO7] of a proven person the newer line has the id at once; nobody else has it, silent or not', async () => {
  const room = freshRoom()
  const [old, bob] = [await joinStock(room, 4711, verified('ada')), await joinStock(room, 2)]
  old.say(1)
  await until(() => bob.sees(4711) === 1, 'the caret at bob')
  const again = await joinStock(room, 4711, verified('ada'))
  await until(() => again.states().has(2), 'bob at who came back')
  again.say(2)
  await until(() => bob.sees(4711) === 2, 'the caret moves', 900)
  again.die()
  for (const forger of [await joinStock(room, 4711), await joinStock(room, 4711, verified('eve'))]) {
    await until(() => forger.states().has(2), 'bob at the forger')
    forger.say('forged')
  }
  await scheduler.wait(1_500)
  expect(bob.sees(4711)).toBe(2)
  expect([bob.vanished, old.closed]).toEqual([[], []])
})

test('a guest who comes back over a new line to a full room has a place: whoever does not answer gives up theirs', async () => {
  const room = freshRoom()
  const settings = roomSettings({ maxParticipants: 3 })
  const [ghost, bob] = [await joinStock(room, 1, { settings }), await joinStock(room, 2, { settings })]
  const native = await joinNative(room, { settings })
  ghost.say('old')
  await until(() => bob.sees(1) === 'old', 'the caret at bob')
  ghost.die()
  const again = await joinStock(room, 1, { settings })
  await until(() => again.states().has(2), 'bob at who came back')
  again.say('new')
  await until(() => bob.sees(1) === 'new', 'the caret at bob')
  expect(ghost.closed[0]).toEqual({ code: 4504, reason: 'PRESENCE_TIMEOUT' })
  // Everybody answers: it is full, whoever comes.
  const startedAt = Date.now()
  const [stranger, guest] = [await joinStock(room, 5, { settings }), joinNative(room, { settings })]
  await expect(guest).rejects.toThrow('ROOM_FULL')
  expect((await until(() => stranger.closed[0], 'the refusal')).reason).toBe('ROOM_FULL')
  expect(Date.now() - startedAt).toBeLessThan(5_000)
  // A place of a dead stock client is free for a native one, too.
  bob.die()
  // He answered a moment ago, and is believed for that moment.
  await scheduler.wait(300)
  expect((await joinNative(room, { settings })).self.userId).toMatch(/^guest_/)
  expect([again.closed, native.closed]).toEqual([[], []])
})
