/** Owns what the databases of kept rooms are called. Ids are JSON inside: none can be taken for a part of another. */
import type { Person } from '@syncforge/protocol/person'

const prefix = 'syncforge:'

/** What is known of the room itself. */
export const roomDatabase = (endpoint: string, { userId, verified }: Person, room: string): string =>
  prefix + JSON.stringify([endpoint, [userId, verified], room])

/** One document's copy; with a generation, one that was put aside because the room has become another. */
export const documentDatabase = (room: string, document: string, generation?: string): string =>
  prefix + JSON.stringify([...JSON.parse(room.slice(prefix.length)), document, ...(generation ? [generation] : [])])

/** The databases among `names` that belong to `endpoint`: those of rooms before those of their documents. */
export const databasesOf = (endpoint: string, names: readonly string[]): { rooms: string[]; documents: string[] } => {
  const own = names.filter((name) => name.startsWith(`${prefix}${JSON.stringify([endpoint]).slice(0, -1)},`))
  const isRoom = (name: string) => JSON.parse(name.slice(prefix.length)).length === 3
  return { rooms: own.filter(isRoom), documents: own.filter((name) => !isRoom(name)) }
}
