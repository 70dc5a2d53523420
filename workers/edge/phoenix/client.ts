/**
 * A Phoenix client's socket: what it says goes to its channels, what it is told leaves here. It is judged here whether the client is alive, and
 * whether it takes what it is told.
 */
import { log } from '../../log.ts'
import { createChannels } from './channels.ts'
import type { FindWay } from './enter.ts'
import { decodeFrame, type PhoenixMessage } from './frames.ts'

/** Beats come every 30 s, from a hidden tab perhaps every minute. */
const silentMaxMs = 75_000
/** Without a topic it is nobody: stock clients join at once. */
const idleMaxMs = 60_000
/** One invocation serves one socket, and may not live for ever. */
const lifeMaxMs = 6 * 60 * 60_000
const lookEveryMs = 5_000
/**
 * The runtime does not say what waits for a client, but a stock one gives its next sign of life only when it has read the answer to the last. Until then
 * so much is sent on trust: with more the rooms are told that it is slow, with still more it is let go.
 */
const trustedBytes = 64 * 1024 * 1024
const unreadMaxBytes = 96 * 1024 * 1024
/** A sign of life can be made up: nobody is kept more than this. */
const sentMaxBytes = 512 * 1024 * 1024

/** What may come in: so many messages and bytes at once, and so many a second. What comes beyond is not read. */
const messages = { burst: 3_000, perMs: 1 }
const bytes = { burst: 40 * 2 ** 20, perMs: 8 * 1024 }

/** Of a client that goes on purpose. A beat that was not answered is none, whatever its code. */
const isGoodbye = (code: number, reason: string) =>
  (code === 1000 || code === 1001 || code === 1005) && reason !== 'heartbeat timeout'

const createBucket = ({ burst, perMs }: { readonly burst: number; readonly perMs: number }) => {
  let left = burst
  let filledAt = Date.now()
  return (size: number): boolean => {
    const now = Date.now()
    left = Math.min(burst, left + Math.max(0, now - filledAt) * perMs)
    filledAt = now
    if (left < size) return false
    left -= size
    return true
  }
}

export const serveClient = (socket: WebSocket, requestId: string, findWay: FindWay): void => {
  const openedAt = Date.now()
  let heardAt = openedAt
  let busyAt = openedAt
  let isOver = false
  const mayRead = createBucket(messages)
  const mayTake = createBucket(bytes)

  let sentBytes = 0
  /** Of these the client has read so many, and will have read so many with its next beat. */
  let readBytes = 0
  let answeredBytes = 0

  const send = (message: string | Uint8Array) => {
    if (isOver) return
    sentBytes += message.length
    if (sentBytes - readBytes > unreadMaxBytes) return end(4508, 'SLOW_CONSUMER')
    if (sentBytes > sentMaxBytes) return end(4503, 'ROOM_UNAVAILABLE')
    try {
      socket.send(message)
    } catch {
      // It is closing: its close event ends everything.
    }
  }
  const channels = createChannels({
    send,
    isDrained: () => sentBytes - readBytes < trustedBytes,
    findWay,
    requestId,
    exhausted: () => end(4503, 'ROOM_UNAVAILABLE'),
  })
  const beat = () => {
    readBytes = answeredBytes
    answeredBytes = sentBytes
  }

  const over = (goodbye: boolean, code: number) => {
    if (isOver) return
    isOver = true
    clearInterval(look)
    channels.end(goodbye)
    log('info', { event: 'phoenix_closed', requestId, code, durationMs: Date.now() - openedAt })
  }
  /** Never 1000: the client would not come back. */
  const end = (code: number, reason: string) => {
    over(false, code)
    try {
      socket.close(code, reason)
    } catch {
      // Already closed.
    }
  }
  const look = setInterval(() => {
    const now = Date.now()
    if (!channels.isEmpty()) busyAt = now
    if (now - heardAt > silentMaxMs) end(4504, 'PRESENCE_TIMEOUT')
    else if (now - busyAt > idleMaxMs) end(4408, 'HELLO_TIMEOUT')
    else if (now - openedAt > lifeMaxMs) end(4503, 'ROOM_UNAVAILABLE')
  }, lookEveryMs)

  const decode = (data: string | ArrayBuffer): PhoenixMessage | null => {
    try {
      return decodeFrame(data)
    } catch {
      // Nobody can be told: a stock client says nothing of the kind.
      end(4400, 'MALFORMED_MESSAGE')
      return null
    }
  }

  socket.binaryType = 'arraybuffer'
  socket.accept()
  socket.addEventListener('message', ({ data }) => {
    heardAt = Date.now()
    const said = data as string | ArrayBuffer
    if (isOver || !mayRead(1) || !mayTake(typeof said === 'string' ? said.length : said.byteLength)) return
    const message = decode(said)
    if (message === null) return
    channels.hear(message)
    if (message.topic === 'phoenix') beat()
  })
  socket.addEventListener('close', ({ code, reason }) => {
    over(isGoodbye(code, reason), code)
    try {
      // The other side waits for our half.
      socket.close()
    } catch {
      // Already closed.
    }
  })
  socket.addEventListener('error', () => over(false, 1006))
}
