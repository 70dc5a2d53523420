// Owns bringing a crowd of clients to the door: opens them a few at a time and says how many got in.
import type { BenchSocket } from './socket.ts'

export interface Person {
  readonly socket: BenchSocket
  readonly synced: Promise<void>
}

const atATime = 25

/** Opens people in small groups; those that are refused or too slow stay in the list, closed. */
export const gather = async <P extends Person>(count: number, create: (index: number) => P): Promise<P[]> => {
  const people: P[] = []
  for (let first = 0; first < count; first += atATime) {
    const group = Array.from({ length: Math.min(atATime, count - first) }, (_, i) => create(first + i))
    people.push(...group)
    const outcomes = await Promise.allSettled(group.map(({ synced }) => synced))
    if (outcomes.every(({ status }) => status === 'rejected')) break
  }
  return people
}

export const countOpen = (people: readonly Person[]) => people.filter(({ socket }) => socket.isOpen).length

/** One note per distinct reason for which sockets are closed. */
export const closeReasons = (people: readonly Person[]): string[] => {
  const reasons = new Map<string, number>()
  for (const { socket } of people) {
    if (socket.closedBecause !== undefined)
      reasons.set(socket.closedBecause, (reasons.get(socket.closedBecause) ?? 0) + 1)
  }
  return [...reasons].map(([reason, count]) => `${count}× ${reason}`)
}

export const part = (people: readonly Person[]) => {
  for (const { socket } of people) socket.end()
}
