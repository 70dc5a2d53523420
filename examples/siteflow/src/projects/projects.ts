/** Owns the list of a workspace's projects: a map in a document of the workspace's room, which everybody sees change. */
import type { Room, Store } from '@syncforge/client'
import { cleanName } from '../people/identity.ts'

export interface ProjectEntry {
  /** Its room. */
  readonly id: string
  readonly name: string
  /** Milliseconds since 1970, by the clock of whoever made it. */
  readonly at: number
  readonly by: string
}

export interface Projects extends Store<readonly ProjectEntry[]> {
  /** Resolves once the list of the room is here. */
  readonly loaded: Promise<void>
  /** @returns the room of the new project */
  create(name: string): string
}

const isEntry = (value: unknown): value is ProjectEntry => {
  const { id, name, at, by } = (value ?? {}) as Partial<Record<keyof ProjectEntry, unknown>>
  return (
    typeof id === 'string' &&
    typeof name === 'string' &&
    cleanName(name) !== '' &&
    typeof at === 'number' &&
    typeof by === 'string'
  )
}

// Hard to guess: whoever knows the id of a public room may come in.
const freshId = (workspace: string): string => {
  const tail = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join('')
  return `${workspace}-${tail}`
}

export const openProjects = (room: Room): Projects => {
  const document = room.getDocument('projects')
  const map = document.getMap<unknown>('projects')
  const read = (): readonly ProjectEntry[] =>
    [...map.values()].filter(isEntry).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  let list = read()
  map.observe(() => {
    list = read()
  })
  return {
    loaded: document.whenSynced.then(() => {}),
    get: () => list,
    subscribe(listener) {
      const told = () => listener(list)
      map.observe(told)
      told()
      return () => map.unobserve(told)
    },
    create(name) {
      const id = freshId(room.id)
      map.set(id, { id, name, at: Date.now(), by: String(room.self.userInfo.name ?? 'Guest') })
      return id
    },
  }
}
