/**
 * A Phoenix client's socket: what it says goes to its channels, what it is told leaves here. It is judged here whether the client is alive, and
 * how much it may be told.
 */
import { log } from '../../log.ts'
import { createChannels } from './channels.ts'
import type { FindWay } from './enter.ts'
import { decodeFrame, type PhoenixMessage } from './frames.ts'
import { createUnread } from './unread.ts'

/** Beats come every 30 s, from a hidden tab perhaps every minute. */
const silentMaxMs = 75_000
/** Without a topic it is nobody: stock clients join at once. */
const idleMaxMs = 60_000
/** One invocation serves one socket, and may not live for ever. */
const lifeMaxMs = 6 * 60 * 60_000
const lookEveryMs = 1_000
/** Who was closed and does not take leave: so long its last messages may be on their way. Then everything that waits for it is let go. */
const lastWordsMs = 10_000
/** When it was sent too much: others need the room. */
const lastWordsInNeedMs = 2_000

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

/** What all clients of this isolate were sent. */
const unread = createUnread()

interface ClientPlan {
  readonly socket: WebSocket
  readonly requestId: string
  readonly findWay: FindWay
  /** Ends everything of this socket at once, and lets go of what waits in it: a close alone would wait behind that. */
  abort(): void
}

export const serveClient = ({ socket, requestId, findWay, abort }: ClientPlan): void => {
  const openedAt = Date.now()
  let heardAt = openedAt
  let busyAt = openedAt
  let isOver = false
  const mayRead = createBucket(messages)
  const mayTake = createBucket(bytes)

  const account = unread.open()
  let lastWords: ReturnType<typeof setTimeout> | undefined

  const send = (message: string | Uint8Array) => {
    if (isOver) return
    if (!account.count(message)) return sendAway()
    try {
      socket.send(message)
    } catch {
      // It is closing: its close event ends everything.
    }
  }
  const channels = createChannels({
    send,
    findWay,
    requestId,
    paidBy: account.paidBy,
    exhausted: () => end(4503, 'ROOM_UNAVAILABLE'),
  })

  const over = (goodbye: boolean, code: number) => {
    if (isOver) return
    isOver = true
    clearInterval(look)
    account.close()
    channels.end(goodbye)
    log('info', { event: 'phoenix_closed', requestId, code, durationMs: Date.now() - openedAt })
  }
  /** Never 1000: the client would not come back. */
  const end = (code: number, reason: string, lastWordsWithinMs = lastWordsMs) => {
    over(false, code)
    lastWords ??= setTimeout(abort, lastWordsWithinMs)
    try {
      socket.close(code, reason)
    } catch {
      // Already closed.
    }
  }
  const sendAway = () => end(4508, 'SLOW_CONSUMER', lastWordsInNeedMs)
  const look = setInterval(() => {
    const now = Date.now()
    if (account.hasToGo()) return sendAway()
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
  })
  socket.addEventListener('close', ({ code, reason }) => {
    over(isGoodbye(code, reason), code)
    clearTimeout(lastWords)
    try {
      // The other side waits for our half.
      socket.close()
    } catch {
      // Already closed.
    }
  })
  socket.addEventListener('error', () => over(false, 1006))
}
