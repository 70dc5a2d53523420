// Owns the scenario of many small rooms: all connected, all editing, then idle, so that what an idle room costs can be read.
import * as Y from 'yjs'
import type { LoadResult, ManyRoomsJob, Marks, Target } from './job.ts'
import { Latencies } from './latencies.ts'
import { drain } from './pacer.ts'
import { closeReasons, countOpen, gather, part } from './people.ts'
import { residentsOf } from './residents.ts'
import { scanUpdate } from './update-scan.ts'

const editSpreadMs = 5_000
/** The runtime puts a room to sleep after 10 s without a word. Stock Yjs clients never leave it so long. */
const idleMs = { yjs: 8_000, native: 15_000 }
const settleMs = 1_000
const writerClientId = 0x10000000

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What the first person of every room writes. */
const edit = (): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = writerClientId
  doc.getText('content').insert(0, 'a short note')
  return Y.encodeStateAsUpdate(doc)
}

export const runManyRooms = async (job: ManyRoomsJob, target: Target, marks: Marks): Promise<LoadResult> => {
  const { through, rooms, peoplePerRoom } = job
  const residents = residentsOf[through](target)
  const sentAt = new Float64Array(rooms)
  const hasHeard = new Uint8Array(rooms * peoplePerRoom)
  const latencies = new Latencies()
  const isWriter = (person: number) => person % peoplePerRoom === 0
  const update = edit()

  await marks.start()
  const startedAt = performance.now()
  const clients = await gather(rooms * peoplePerRoom, (person) => {
    const room = Math.floor(person / peoplePerRoom)
    return residents.open(room, person, (bytes) =>
      // Some servers send an edit back to its author as well; and while joining an empty state arrives.
      scanUpdate(bytes, (client) => {
        if (client !== writerClientId || isWriter(person) || hasHeard[person] === 1) return
        hasHeard[person] = 1
        latencies.add(performance.now() - (sentAt[room] ?? 0))
      }),
    )
  })
  const openedMs = performance.now() - startedAt
  await sleep(settleMs)
  const opened = countOpen(clients)
  for (let room = 0; room < rooms; room++) {
    sentAt[room] = performance.now()
    clients[room * peoplePerRoom]?.socket.send(residents.frame(room, update))
    if (room % 20 === 19) await sleep((editSpreadMs * 20) / rooms)
  }
  const expected = rooms * (peoplePerRoom - 1)
  await drain(
    () => latencies.count >= expected,
    () => latencies.count,
    { quietMs: 3_000, withinMs: 20_000 },
  )
  await sleep(idleMs[through])
  const openAtEnd = countOpen(clients)
  await marks.end()
  const result: LoadResult = {
    asked: rooms * peoplePerRoom,
    opened,
    openAtEnd,
    sentPerSecond: (opened * 1000) / openedMs,
    expected,
    delivered: latencies.count,
    latency: latencies.percentiles() ?? null,
    bytesReceived: clients.reduce((sum, { socket }) => sum + socket.bytesReceived, 0),
    age: null,
    generatorCpuShare: 0,
    notes: [`all in after ${(openedMs / 1000).toFixed(1)} s`, ...closeReasons(clients)],
  }
  part(clients)
  return result
}
