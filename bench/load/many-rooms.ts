// Owns the scenario of many small rooms: all connected, all editing, then idle, so that what an idle room costs can be read.
import { DocumentKind, encodeDocumentMessage } from '@syncforge/protocol/frames'
import * as Y from 'yjs'
import type { LoadResult, ManyRoomsJob, Marks, Target } from './job.ts'
import { Latencies } from './latencies.ts'
import { NativePerson } from './native-person.ts'
import { drain } from './pacer.ts'
import { closeReasons, countOpen, gather, part } from './people.ts'
import { clientFrame } from './socket.ts'

const editSpreadMs = 5_000

export const runManyRooms = async (job: ManyRoomsJob, target: Target, marks: Marks): Promise<LoadResult> => {
  const { rooms, peoplePerRoom, idleMs } = job
  const sentAt = new Float64Array(rooms)
  const latencies = new Latencies()
  let delivered = 0
  // The room's name is in the path: every room gets an address of its own.
  const urlOf = (room: number) => target.url.replace(target.room, `${target.room}-${room}`)

  await marks.start()
  const startedAt = performance.now()
  const clients = await gather(rooms * peoplePerRoom, (index) => {
    const room = Math.floor(index / peoplePerRoom)
    const person = new NativePerson(
      urlOf(room),
      { userId: `person-${index}` },
      {
        document({ kind }) {
          if (kind !== DocumentKind.update) return
          delivered += 1
          latencies.add(performance.now() - (sentAt[room] ?? 0))
        },
      },
    )
    person.synced.then(
      () => {
        const stateVector = Uint8Array.of(0)
        person.socket.send(
          clientFrame(encodeDocumentMessage({ kind: DocumentKind.step1, name: 'default', stateVector })),
        )
      },
      () => {},
    )
    return person
  })
  const openedMs = performance.now() - startedAt
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const opened = countOpen(clients)
  for (let room = 0; room < rooms; room++) {
    const doc = new Y.Doc()
    doc.getText('content').insert(0, 'a short note')
    const update = Y.encodeStateAsUpdate(doc)
    sentAt[room] = performance.now()
    clients[room * peoplePerRoom]?.socket.send(
      clientFrame(encodeDocumentMessage({ kind: DocumentKind.update, name: 'default', seq: 1, update })),
    )
    if (room % 20 === 19) await new Promise((resolve) => setTimeout(resolve, (editSpreadMs * 20) / rooms))
  }
  const expected = rooms * (peoplePerRoom - 1)
  await drain(
    () => delivered >= expected,
    () => delivered,
    { quietMs: 3_000, withinMs: 20_000 },
  )
  await new Promise((resolve) => setTimeout(resolve, idleMs))
  const openAtEnd = countOpen(clients)
  await marks.end()
  const result: LoadResult = {
    asked: rooms * peoplePerRoom,
    opened,
    openAtEnd,
    sentPerSecond: (opened * 1000) / openedMs,
    expected,
    delivered,
    latency: latencies.percentiles() ?? null,
    bytesReceived: clients.reduce((sum, { socket }) => sum + socket.bytesReceived, 0),
    age: null,
    generatorCpuShare: 0,
    notes: [`all in after ${(openedMs / 1000).toFixed(1)} s`, ...closeReasons(clients)],
  }
  part(clients)
  return result
}
