/** A token bucket per connection: bounds how many messages and bytes one sender can make the room read. */

export interface Bucket {
  /** Takes one message of `bytes`; `false` when the sender is over its rate. */
  take(bytes: number, now: number): boolean
}

export interface Rate {
  readonly messagesPerSecond: number
  readonly messageBurst: number
  readonly bytesPerSecond: number
  readonly byteBurst: number
}

/** Twice the fastest client that a room is measured with (500 messages/s); one largest update at once, and its resend. */
export const connectionRate: Rate = {
  messagesPerSecond: 1_000,
  messageBurst: 3_000,
  bytesPerSecond: 8 * 2 ** 20,
  byteBurst: 40 * 2 ** 20,
}

export const createBucket = (rate: Rate, now: number): Bucket => {
  let messages = rate.messageBurst
  let bytes = rate.byteBurst
  let filledAt = now
  return {
    take(size, at) {
      // A clock set backwards must not drain the bucket.
      const seconds = Math.max(0, at - filledAt) / 1_000
      filledAt = at
      messages = Math.min(rate.messageBurst, messages + seconds * rate.messagesPerSecond)
      bytes = Math.min(rate.byteBurst, bytes + seconds * rate.bytesPerSecond)
      if (messages < 1 || bytes < size) return false
      messages -= 1
      bytes -= size
      return true
    },
  }
}
