// Owns a crowd whose cursors travel on SyncForge's native protocol, written and read with the protocol package itself.
import { encodeCursorMessage } from '@syncforge/protocol/cursor-frames'
import type { Crowd } from './crowd.ts'
import type { Target } from './job.ts'
import { NativePerson } from './native-person.ts'
import { clientFrame } from './socket.ts'

/** A cursor has no room for a number of its own: x carries it, at the size of an ordinary screen coordinate. */
const firstX = 1_000

export const nativeCrowd = ({ url }: Target): Crowd => {
  const personByNumber = new Map<number, number>()
  return {
    open(person, saw) {
      const hello = { userId: `person-${person}`, userInfo: { name: `Person ${person}` } }
      const opened = new NativePerson(url, hello, {
        cursors(moved) {
          for (const { number, sample } of moved) {
            const author = personByNumber.get(number)
            if (author !== undefined && sample !== null) saw(author, sample.x - firstX)
          }
        },
      })
      opened.synced.then(
        () => void personByNumber.set(opened.self?.number ?? 0, person),
        () => {},
      )
      return opened
    },
    frame: (person, sequence) => clientFrame(encodeCursorMessage({ x: firstX + sequence, y: 300 + (person % 500) })),
  }
}
