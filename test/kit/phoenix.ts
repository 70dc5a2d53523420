/** Stock Phoenix clients: they dial, join and hear like an app of a customer's. */
import { type Channel, Presence, Socket, type SocketConnectOption } from 'phoenix'
import * as phoenix17 from 'phoenix-1.7'
import { WebSocket } from 'ws'
import { developmentKeys } from './server.ts'

export interface Answer {
  readonly status: 'ok' | 'error' | 'timeout'
  readonly response: Record<string, unknown> & { readonly reason?: string }
}

export interface Entered {
  readonly channel: Channel
  /** How the first join was answered. */
  readonly joined: Answer
  /** Everything that came, in order: event and payload. */
  readonly heard: (readonly [event: string, payload: Record<string, unknown>])[]
  readonly presence: Presence
  push(event: string, payload?: object | ArrayBuffer): Promise<Answer>
  of(event: string): readonly Record<string, unknown>[]
}

/** A raw frame, for what no stock client says. */
export type Frame = readonly [string | null, string | null, string, string, unknown]

const answerOf = (push: { receive(status: string, hear: (response: unknown) => void): unknown }) =>
  new Promise<Answer>((resolve) => {
    for (const status of ['ok', 'error', 'timeout'] as const)
      push.receive(status, (response) => resolve({ status, response: response as Answer['response'] }))
  })

/** The client of today, and the one before it, which many apps have still. */
const libraries = {
  '1.8': { Socket, Presence },
  '1.7': { Socket: phoenix17.Socket, Presence: phoenix17.Presence },
} as const

export type Library = keyof typeof libraries

/**
 * A stock socket with the publishable key, unless told otherwise; `opened` counts its connections.
 *
 * @example const socket = dial(server.wsUrl); const { joined } = await enterTopic(socket, 'room:a', { user_id: 'ann' })
 */
export const dial = (wsUrl: string, options: Partial<SocketConnectOption> = {}, library: Library = '1.8') => {
  const counted = { opened: 0 }
  const socket = new libraries[library].Socket(`${wsUrl}/socket`, {
    transport: WebSocket as never,
    params: { api_key: developmentKeys.publishable },
    ...options,
  })
  socket.onOpen(() => {
    counted.opened += 1
  })
  socket.connect()
  return Object.assign(socket, { counted })
}

export const enterTopic = async (
  socket: Socket,
  topic: string,
  params: object | (() => object) = {},
): Promise<Entered> => {
  const channel = socket.channel(topic, params)
  const heard: Entered['heard'] = []
  channel.onMessage = (event: string, payload: Record<string, unknown>) => {
    heard.push([event, payload])
    return payload
  }
  const { Presence: PresenceOfIts } = socket instanceof phoenix17.Socket ? libraries['1.7'] : libraries['1.8']
  const presence = new PresenceOfIts(channel)
  const joined = await answerOf(channel.join())
  return {
    channel,
    joined,
    heard,
    presence,
    push: (event, payload = {}) => answerOf(channel.push(event, payload)),
    of: (event) => heard.filter(([name]) => name === event).map(([, payload]) => payload),
  }
}

/** A socket by hand: what it was sent, as frames. */
export const dialRaw = async (wsUrl: string, query = `api_key=${developmentKeys.publishable}`) => {
  const socket = new WebSocket(`${wsUrl}/socket/websocket?${query}&vsn=2.0.0`)
  const frames: Frame[] = []
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  socket.on('error', () => {})
  socket.on('message', (data, isBinary) => {
    if (!isBinary) frames.push(JSON.parse(String(data)))
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('close', reject)
  })
  return {
    socket,
    frames,
    closed,
    say: (...frame: Frame) => socket.send(JSON.stringify(frame)),
    close: () => socket.terminate(),
  }
}
