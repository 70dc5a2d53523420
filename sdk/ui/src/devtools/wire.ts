/**
 * Owns standing between the page and its SyncForge connections, and making them worse on demand. It takes the place of the platform's WebSocket
 * while it runs, and looks at no other connection than ours. A WebSocket loses no bytes, it is late or it breaks: that is what is simulated.
 */

export type WireData = string | Uint8Array

/** What is heard of the connections of this page. */
export interface Tap {
  sent(socket: WebSocket, data: WireData): void
  heard(socket: WebSocket, data: WireData): void
  closed(socket: WebSocket): void
}

export interface Weather {
  /** No connection holds, and none can be made. */
  readonly offline: boolean
  /** Each message takes so much longer, either way, in milliseconds. */
  readonly delayMs: number
  /** So large a share of messages is lost on the way and comes a second time, 300 ms late; those behind wait. Between 0 and 1. */
  readonly loss: number
}

export interface Wire {
  /** Breaks every connection. */
  cut(): void
  /** Bytes that wait in the page for the network. */
  bufferedBytes(): number
  stop(): void
}

const resendMs = 300
/** Ours, and no goodbye: for the room it is a lost connection. */
const brokenCode = 4_000
const unreachableCode = 1_006

const isOurs = (protocol: unknown) => typeof protocol === 'string' && protocol.startsWith('syncforge.')

const dataOf = (data: unknown): WireData | null => {
  if (typeof data === 'string') return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : null
}

/** A socket that finds nobody. */
const unreachable = (url: string): WebSocket => {
  const socket = Object.assign(new EventTarget(), {
    url,
    protocol: '',
    readyState: WebSocket.CLOSED,
    bufferedAmount: 0,
    binaryType: 'blob',
    send() {},
    close() {},
  })
  setTimeout(() => {
    socket.dispatchEvent(new Event('error'))
    socket.dispatchEvent(new CloseEvent('close', { code: unreachableCode }))
  })
  return socket as unknown as WebSocket
}

export const tapWire = (tap: Tap, weather: () => Weather): Wire => {
  const Native = globalThis.WebSocket
  const { send } = Native.prototype
  const known = new Set<WebSocket>()
  /** Events of ours, which were late enough. */
  const passing = new WeakSet<Event>()

  /** One direction of one connection: nothing overtakes what went before. */
  const createLane = () => {
    let freeAt = 0
    return (): number => {
      const { delayMs, loss } = weather()
      const now = performance.now()
      const wanted = now + delayMs + (Math.random() < loss ? resendMs : 0)
      freeAt = Math.max(freeAt, wanted)
      return freeAt - now
    }
  }
  const lanes = new WeakMap<WebSocket, () => number>()

  const adopt = (socket: WebSocket) => {
    if (known.has(socket)) return
    known.add(socket)
    lanes.set(socket, createLane())
    const lateness = createLane()
    socket.addEventListener('message', (event) => {
      if (passing.has(event) || !known.has(socket)) return
      const data = dataOf(event.data)
      if (data !== null) tap.heard(socket, data)
      const lateMs = lateness()
      if (lateMs <= 0) return
      event.stopImmediatePropagation()
      setTimeout(() => {
        const late = new MessageEvent('message', { data: event.data })
        passing.add(late)
        socket.dispatchEvent(late)
      }, lateMs)
    })
    socket.addEventListener('close', () => {
      known.delete(socket)
      tap.closed(socket)
    })
  }

  const tappedSend = function (this: WebSocket, data: Parameters<WebSocket['send']>[0]) {
    if (!isOurs(this.protocol)) return send.call(this, data)
    // One that was open before this came is heard from here on.
    adopt(this)
    const told = dataOf(data)
    if (told !== null) tap.sent(this, told)
    const lateMs = lanes.get(this)?.() ?? 0
    if (lateMs <= 0) return send.call(this, data)
    // Whoever sends may write into their bytes again.
    const kept = told instanceof Uint8Array ? told.slice() : data
    setTimeout(() => {
      if (this.readyState === Native.OPEN) send.call(this, kept)
    }, lateMs)
  }
  const Tapped = new Proxy(Native, {
    construct(target, args: ConstructorParameters<typeof WebSocket>) {
      if (!isOurs([args[1]].flat()[0])) return new target(...args)
      if (weather().offline) return unreachable(String(args[0]))
      const socket = new target(...args)
      adopt(socket)
      return socket
    },
  })
  Native.prototype.send = tappedSend
  globalThis.WebSocket = Tapped

  const cut = () => {
    for (const socket of known) socket.close(brokenCode)
  }
  return {
    cut,
    bufferedBytes: () => [...known].reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0),
    stop() {
      known.clear()
      // Whoever came after this one stays where they are.
      if (Native.prototype.send === tappedSend) Native.prototype.send = send
      if (globalThis.WebSocket === Tapped) globalThis.WebSocket = Native
    },
  }
}
