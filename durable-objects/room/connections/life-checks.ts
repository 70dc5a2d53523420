/**
 * Life checks: when there is reason to doubt that somebody is still there, they are asked, and whoever lives answers within a second. Clients
 * that give signs of life of their own accord only are not asked, and not doubted.
 */
import type { RoomConnection } from './connection.ts'

const answerWithinMs = 1_000
const lookEveryMs = 25
/** Who has answered so lately is not asked again. */
const trustedForMs = 200
/** Of a crowd those are asked who have been silent for longest. */
const askedMax = 200

export interface LifeChecks {
  /** Those of `connections` that do not answer; the others are there, or cannot be asked. */
  silentOf(connections: readonly RoomConnection[]): Promise<readonly RoomConnection[]>
}

interface LifeCheckParts {
  /** Whether it answers questions. */
  asks(connection: RoomConnection): boolean
  /** Says something that the client answers. */
  ask(connection: RoomConnection): void
  clock(): number
}

export const createLifeChecks = ({ asks, ask, clock }: LifeCheckParts): LifeChecks => {
  /** Each with a question open: whether it is silent in the end. */
  const open = new WeakMap<RoomConnection, Promise<boolean>>()
  const answeredAt = new WeakMap<RoomConnection, number>()

  const check = async (connection: RoomConnection): Promise<boolean> => {
    const { socket } = connection
    const askedAt = clock()
    const hasAnswered = () => connection.heardAt >= askedAt || connection.socket !== socket
    // What was heard in this very millisecond was heard before.
    connection.heardAt = Math.min(connection.heardAt, askedAt - 1)
    ask(connection)
    while (!hasAnswered() && Math.abs(clock() - askedAt) < answerWithinMs)
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    open.delete(connection)
    if (hasAnswered()) answeredAt.set(connection, clock())
    return !hasAnswered()
  }

  const isSilent = (connection: RoomConnection): Promise<boolean> => {
    if (Math.abs(clock() - (answeredAt.get(connection) ?? 0)) < trustedForMs) return Promise.resolve(false)
    const known = open.get(connection)
    if (known !== undefined) return known
    const answer = check(connection)
    open.set(connection, answer)
    return answer
  }

  return {
    async silentOf(connections) {
      const doubted = connections
        .filter((connection) => connection.socket !== null && asks(connection))
        .sort((a, b) => a.heardAt - b.heardAt)
        .slice(0, askedMax)
      const silent = await Promise.all(doubted.map(isSilent))
      return doubted.filter((_, index) => silent[index])
    },
  }
}
