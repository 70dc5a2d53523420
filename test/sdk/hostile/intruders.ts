/**
 * Hostile clients for tests, and the two people who must notice nothing of them: raw sockets of both dialects that say anything at all,
 * beside somebody on the SDK and somebody on a stock Yjs client who keep typing.
 */
import { Channel, encodeReceipt, readJsonFrame, readPack } from '@syncforge/protocol/frames'
import { limits } from '@syncforge/protocol/limits'
import { subprotocol } from '@syncforge/protocol/version'
import { createDecoder, readUint8 } from 'lib0/decoding'
import { expect } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import type * as Y from 'yjs'
import { developmentKeys, type RunningServer } from '../../kit/server.ts'
import { afterTest, createRoom, createToken, enter, freshRoomId, provide, rest, until } from '../kit.ts'

type Say = string | Uint8Array

interface Told {
  readonly type: string
  readonly ref?: number
  readonly body?: unknown
  readonly error?: { readonly code: string; readonly message: string; readonly details: unknown }
}

/** One socket that says what it is told to. */
export interface Raw {
  readonly socket: NodeWebSocket
  /** Every JSON message so far, packed or not. */
  told(): readonly Told[]
  errors(): readonly string[]
  readonly closed: { readonly code: number; readonly reason: string }[]
  say(message: Say): void
  /** Waits for the close and returns it; hangs up when the runtime has not done so after `hangUpMs`. */
  end(hangUpMs?: number): Promise<{ readonly code: number; readonly reason: string }>
}

const openRaw = (address: string, protocol?: string): Promise<Raw> =>
  new Promise((resolve, reject) => {
    const socket = new NodeWebSocket(address, protocol)
    afterTest(() => socket.terminate())
    const heard: Told[] = []
    const closed: { code: number; reason: string }[] = []
    let unconfirmedBytes = 0
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) {
        if (data.toString() !== 'pong') heard.push(JSON.parse(data.toString()) as Told)
        return
      }
      if (protocol === undefined) return
      unconfirmedBytes += data.length
      if (unconfirmedBytes >= limits.receiptEveryBytes && socket.readyState === NodeWebSocket.OPEN) {
        socket.send(encodeReceipt(unconfirmedBytes))
        unconfirmedBytes = 0
      }
      const [welcome] = heard as { body?: { self?: { number: number } } }[]
      for (const { origin, frame } of readPack(new Uint8Array(data))) {
        if (origin === welcome?.body?.self?.number) continue
        const decoder = createDecoder(frame)
        const channel = readUint8(decoder)
        if (channel === Channel.json) heard.push(readJsonFrame(decoder) as Told)
        if (channel === Channel.proof && socket.readyState === NodeWebSocket.OPEN) socket.send(frame)
      }
    })
    socket.on('close', (code, reason) => closed.push({ code, reason: reason.toString() }))
    // A server that has closed does not read what is still being sent: that is no news.
    socket.on('error', reject)
    const raw: Raw = {
      socket,
      told: () => heard,
      errors: () => heard.flatMap(({ error }) => error?.code ?? []),
      closed,
      say: (message) => socket.send(message),
      async end(hangUpMs = 1_000) {
        await until('the close', () => socket.readyState !== NodeWebSocket.OPEN)
        // The runtime does not hang up on a socket that has never said anything; what it was told is known.
        setTimeout(() => socket.terminate(), hangUpMs)
        await until('the end of the connection', () => closed.length > 0)
        return closed[0] ?? { code: 0, reason: '' }
      },
    }
    socket.on('open', () => resolve(raw))
  })

/** A native socket that has not said hello. */
export const knock = (server: RunningServer, id: string, token: string = developmentKeys.publishable): Promise<Raw> =>
  openRaw(`${server.wsUrl}/v1/rooms/${id}/socket?token=${token}`, subprotocol)

/** A native socket that was welcomed. */
export const intrude = async (
  server: RunningServer,
  id: string,
  hello: object = { userId: 'mallory' },
): Promise<Raw> => {
  const raw = await knock(server, id)
  raw.say(JSON.stringify({ type: 'hello', body: hello }))
  await until('the welcome', () => raw.told().some(({ type }) => type === 'welcome'))
  return raw
}

/** A stock socket; what it says goes to the document `scratch` unless told otherwise. */
export const intrudeStock = (server: RunningServer, id: string, document = 'scratch'): Promise<Raw> =>
  openRaw(`${server.wsUrl}/yjs/${id}/${document}?token=${developmentKeys.publishable}`)

/** What no client may ever cause. */
const ourFault = /internal_error|tick_failed|admit_failed/

const typingEveryMs = 20
/** From a keystroke to the other’s screen, on a machine that does a dozen other things. */
const noticeableMs = 8_000

/** A room in which ada (SDK) and stan (stock) keep typing until {@link Bystanders.stop}. */
export const openBystanders = async (server: RunningServer, settings: object = {}) => {
  const id = freshRoomId('hostile')
  await createRoom(server, { id, access: 'public', graceMs: 0, maxParticipants: 10_000, ...settings })
  const saidBefore = server.output().length
  const ada = await enter(server.wsUrl, id, { userId: 'ada', presence: { mood: 'calm' } })
  const stan = provide(server.wsUrl, id, await createToken(server, 'stan', { [id]: ['write'] }))
  const doc = ada.room.getDocument()
  const carets = ada.room.getAwareness()
  carets.setLocalState({ who: 'ada' })
  stan.provider.awareness.setLocalState({ who: 'stan' })
  await until('both are in', () => stan.provider.synced && carets.getStates().has(stan.doc.clientID))

  const interruptions: string[] = []
  ada.room.status.subscribe((status) => status === 'connected' || interruptions.push(`ada is ${status}`))
  stan.provider.on('connection-close', () => interruptions.push('stan lost the connection'))
  const typedAt: number[] = []
  let slowestMs = 0
  const watch = (reader: Y.Doc, writer: string) =>
    reader.getArray<number>(writer).observe(() => {
      const newest = reader.getArray<number>(writer).length - 1
      slowestMs = Math.max(slowestMs, Date.now() - (typedAt[newest] ?? Date.now()))
    })
  watch(doc, 'stan')
  watch(stan.doc, 'ada')
  let typed = 0
  const typing = setInterval(() => {
    typedAt[typed] = Date.now()
    doc.getArray('ada').push([typed])
    stan.doc.getArray('stan').push([typed])
    typed += 1
  }, typingEveryMs)
  afterTest(() => clearInterval(typing))
  const everything = () => ({
    ada: Array.from({ length: typed }, (_, n) => n),
    stan: Array.from({ length: typed }, (_, n) => n),
  })
  const contentOf = (of: Y.Doc) => ({ ada: of.getArray('ada').toJSON(), stan: of.getArray('stan').toJSON() })

  return {
    id,
    ada,
    stan,
    /** The two are still typing, and hear each other now. */
    async goesOn() {
      const mark = typed + 1
      await until('they hear each other', () => {
        const lengths = [doc.getArray('stan').length, stan.doc.getArray('ada').length]
        return Math.min(...lengths) > mark
      })
    },
    /** Ends the typing and asserts that nobody has noticed anything; `others` are still in the room. */
    async stop(others: readonly string[] = []) {
      await until('a dozen keystrokes', () => typed > 12)
      clearInterval(typing)
      await ada.room.flush()
      await until('everything is everywhere', () =>
        [doc, stan.doc].every((of) => of.getArray('ada').length === typed && of.getArray('stan').length === typed),
      )
      for (const of of [doc, stan.doc]) expect(contentOf(of)).toEqual(everything())
      const stored = (await (await rest(server, `/rooms/${id}/document?format=json`)).json()) as { content: unknown }
      expect(stored.content).toEqual(everything())
      expect(interruptions).toEqual([])
      expect(ada.errors).toEqual([])
      for (const awareness of [carets, stan.provider.awareness]) {
        const states = [...awareness.getStates().entries()].sort(([a], [b]) => a - b)
        const expected = [
          [doc.clientID, { who: 'ada' }],
          [stan.doc.clientID, { who: 'stan' }],
        ] as const
        expect(states).toEqual([...expected].sort(([a], [b]) => a - b))
      }
      type People = { participants: { userId: string; connections: { presence: unknown }[] }[] }
      const here = async () => ((await (await rest(server, `/rooms/${id}/participants`)).json()) as People).participants
      let people = await here()
      const wanted = ['ada', 'stan', ...others].sort()
      const names = () => people.map(({ userId }) => userId).sort()
      const endsAt = Date.now() + 15_000
      while (String(names()) !== String(wanted) && Date.now() < endsAt) people = await here()
      expect(names()).toEqual(wanted)
      const [mine] = people.find(({ userId }) => userId === 'ada')?.connections ?? []
      expect(mine?.presence).toEqual({ mood: 'calm' })
      expect(slowestMs).toBeLessThan(noticeableMs)
      const said = server.output().slice(saidBefore)
      expect(said.split('\n').filter((line) => ourFault.test(line))).toEqual([])
    },
  }
}
