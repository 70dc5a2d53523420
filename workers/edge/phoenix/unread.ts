/**
 * What clients were sent and may not have read. The runtime keeps all of it and does not say how much that is, and a stock client confirms nothing:
 * its signs of life can be made up by who reads nothing. Only a new connection proves something, because with the old one goes what waited in it.
 * So everything that a connection was sent is counted as if it waited: for the connection, for the key that it came by, for all together. Where
 * that is too much, who was sent the most has to dial again, which costs a reader the blink of an eye.
 */
const mib = 1024 * 1024

export interface UnreadBounds {
  /** One connection, beside the largest of its messages: a document is told as one. */
  readonly connectionBytes: number
  readonly messageBytes: number
  /** Of each connection so much counts for nobody else, as much as a native one may have on its way: what a crowd is told when it joins is below. */
  readonly freeBytes: number
  /** All connections that came by one key, and all together. */
  readonly payerBytes: number
  readonly totalBytes: number
}

const bounds: UnreadBounds = {
  connectionBytes: 16 * mib,
  messageBytes: 96 * mib,
  freeBytes: mib,
  payerBytes: 128 * mib,
  totalBytes: 192 * mib,
}

/** What the runtime keeps beside a message's own bytes. */
const messageOverheadBytes = 64

const utf8 = new TextEncoder()
const beyondAscii = /[\u0080-\uffff]/
const sizeOf = (message: string | Uint8Array): number =>
  (typeof message === 'string' && beyondAscii.test(message) ? utf8.encode(message) : message).length +
  messageOverheadBytes

export interface Account {
  /** Counts a message. `false`: it is not sent any more, the client has to go. */
  count(message: string | Uint8Array): boolean
  /** It has to go, because others need the room. */
  hasToGo(): boolean
  /** The key that it came by. */
  paidBy(payer: string): void
  /** The connection is no more, and nothing waits in it. */
  close(): void
}

interface Held {
  payer: string
  sent: number
  largest: number
  /** Has to go, or has gone: it counts no more. */
  isLeaving: boolean
}

/** @example const unread = createUnread(); const account = unread.open(); if (account.count(text)) socket.send(text) */
export const createUnread = (given: Partial<UnreadBounds> = {}): { open(): Account } => {
  const { connectionBytes, messageBytes, freeBytes, payerBytes, totalBytes } = { ...bounds, ...given }
  const staying = new Set<Held>()
  const ofPayers = new Map<string, number>()
  let total = 0

  const counted = ({ sent }: Held) => Math.max(0, sent - freeBytes)
  const add = (payer: string, bytes: number) => {
    total += bytes
    const sum = (ofPayers.get(payer) ?? 0) + bytes
    if (sum > 0) ofPayers.set(payer, sum)
    else ofPayers.delete(payer)
  }
  const leave = (held: Held) => {
    if (held.isLeaving) return
    held.isLeaving = true
    staying.delete(held)
    add(held.payer, -counted(held))
  }
  const sendAway = (payer: string) => {
    const [first, ...others] = [...staying].filter((held) => held.payer === payer)
    if (first) leave(others.reduce((most, held) => (held.sent > most.sent ? held : most), first))
  }
  const payerOfMost = () => [...ofPayers].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0])[0]
  const makeRoom = (payer: string) => {
    while ((ofPayers.get(payer) ?? 0) > payerBytes) sendAway(payer)
    while (total > totalBytes) sendAway(payerOfMost())
  }

  return {
    open() {
      const held: Held = { payer: '', sent: 0, largest: 0, isLeaving: false }
      staying.add(held)
      return {
        count(message) {
          if (held.isLeaving) return false
          const size = sizeOf(message)
          const before = counted(held)
          held.largest = Math.max(held.largest, size)
          held.sent += size
          add(held.payer, counted(held) - before)
          if (size > messageBytes || held.sent - held.largest > connectionBytes) leave(held)
          else makeRoom(held.payer)
          return !held.isLeaving
        },
        hasToGo: () => held.isLeaving,
        paidBy(payer) {
          if (held.isLeaving || held.payer !== '') return
          add(held.payer, -counted(held))
          held.payer = payer
          add(payer, counted(held))
        },
        close: () => leave(held),
      }
    },
  }
}
