// Owns what people with stock Phoenix clients cost: the same edits heard by a crowd of each kind, in turns on one server.
import { DocumentKind, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import * as Y from 'yjs'
import { NativePerson } from '../load/native-person.ts'
import { BenchSocket, clientFrame } from '../load/socket.ts'
import { messagePrefix, updateFrame, YClient } from '../load/y-client.ts'
import { totalCpuMicros, usageOfTree } from '../measure/processes.ts'
import type { Verdict } from '../report/targets.ts'
import type { RunningServer } from '../servers/server.ts'
import { syncforge } from '../servers/syncforge.ts'

const people = 50
const edits = 100
const everyMs = 50
const turns = 5
const textOpcode = 1
/** What joining has begun is done by then. */
const settleMs = 500
const heardWithinMs = 10_000

interface Hearer {
  readonly ready: Promise<void>
  readonly socket: BenchSocket
}
type Kind = 'yjs' | 'native' | 'phoenix'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const phoenixPerson = (address: string, room: string, name: string, heard: () => void): Hearer => {
  const joined = Promise.withResolvers<void>()
  const socket = new BenchSocket(address, {
    message(payload) {
      const text = Buffer.from(payload)
      if (text.includes('"doc:update"')) heard()
      else if (text.includes('"phx_reply"')) joined.resolve()
    },
  })
  const join = ['1', '1', `room:${room}`, 'phx_join', { user_id: name }]
  socket.opened.then(() => socket.send(clientFrame(Buffer.from(JSON.stringify(join)), textOpcode)), joined.reject)
  return { ready: joined.promise, socket }
}

const enter = (kind: Kind, server: RunningServer, room: string, name: string, heard: () => void): Hearer => {
  if (kind === 'yjs') {
    const client = new YClient(server.url(room), 'y-websocket', room, { update: heard })
    return { ready: client.synced, socket: client.socket }
  }
  const nativeUrl = server.nativeUrl?.(room) ?? ''
  if (kind === 'native') {
    const person = new NativePerson(nativeUrl, { userId: name }, { document: heard })
    const step1 = { kind: DocumentKind.step1, name: 'default', stateVector: Uint8Array.of(0) } as const
    const ready = person.synced.then(() => person.socket.send(clientFrame(encodeDocumentMessage(step1))))
    return { ready, socket: person.socket }
  }
  const { host, searchParams } = new URL(nativeUrl)
  const address = `ws://${host}/socket/websocket?api_key=${searchParams.get('token')}&vsn=2.0.0`
  return phoenixPerson(address, room, name, heard)
}

/** Microseconds of the server's processes for each edit and each who hears it, alone or merged with others of its tick. */
const cost = async (kind: Kind, server: RunningServer, room: string): Promise<number> => {
  await server.prepare(room, people)
  const heardAt = Array.from({ length: people }, () => 0)
  const hearers = heardAt.map((_, n) =>
    enter(kind, server, room, `p${n}`, () => {
      heardAt[n] = performance.now()
    }),
  )
  const writer = new YClient(server.url(room), 'y-websocket', room, {})
  await Promise.all([...hearers.map(({ ready }) => ready), writer.synced])
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array) => writer.socket.send(updateFrame(messagePrefix('y-websocket', room), update)))
  const text = doc.getText('content')
  await pause(settleMs)
  const before = totalCpuMicros(usageOfTree(server.pid))
  let saidAt = 0
  for (let edit = 0; edit < edits; edit += 1) {
    await pause(everyMs)
    saidAt = performance.now()
    text.insert(text.length, 'x')
  }
  while (heardAt.some((at) => at < saidAt)) {
    if (performance.now() - saidAt > heardWithinMs) throw new Error(`${kind}: the last edit was not heard by everybody`)
    await pause(everyMs)
  }
  const micros = totalCpuMicros(usageOfTree(server.pid)) - before
  for (const { socket } of [...hearers, writer]) socket.end()
  return micros / edits / people
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** @param interrupt ends it early */
export const measurePhoenix = async (interrupt: AbortSignal): Promise<readonly Verdict[]> => {
  const server = await syncforge.start()
  const costs = { yjs: [] as number[], native: [] as number[], phoenix: [] as number[] }
  const kinds = ['yjs', 'native', 'phoenix'] as const
  try {
    // The first turn warms up, and does not count.
    for (let turn = 0; turn <= turns; turn += 1) {
      for (const kind of kinds) {
        if (interrupt.aborted) throw new Error('interrupted')
        const micros = await cost(kind, server, `phoenix-${turn}-${kind}`)
        if (turn > 0) costs[kind].push(micros)
      }
      if (turn > 0)
        console.error(
          `  turn ${turn}: ${kinds.map((kind) => `${kind} ${costs[kind].at(-1)?.toFixed(1)}`).join(', ')} µs`,
        )
    }
  } finally {
    await server.stop()
  }
  const [yjs, native, phoenix] = kinds.map((kind) => middle(costs[kind])) as [number, number, number]
  const against = (micros: number) => `× ${(micros / yjs).toFixed(2)} (${micros.toFixed(1)} and ${yjs.toFixed(1)} µs)`
  return [
    {
      // To its room a Phoenix client is a native one, which is why this stands here: the room itself is measured with neither.
      target: 'the whole server, for a native client',
      wanted: '≤ × 1 of a stock Yjs client',
      measured: against(native),
      verdict: native <= yjs ? 'pass' : 'fail',
    },
    {
      target: 'the whole server, for a Phoenix client',
      wanted: '≤ × 2 of a stock Yjs client',
      measured: against(phoenix),
      verdict: phoenix <= 2 * yjs ? 'pass' : 'fail',
    },
  ]
}
