/** Shows the documents of features to those that watch them. Knows neither by name. */
import { describeFault, type Log } from '../actor/log.ts'
import type { Contents, Look } from './context.ts'
import type { Announcer } from './delivery/announce.ts'
import type { OpenRoom } from './open.ts'

interface ContentParts {
  room(): OpenRoom
  announcer(): Announcer
  readonly log: Log
}

export const createContents = ({ room, announcer, log }: ContentParts): Contents => ({
  open(name) {
    for (const feature of room().features) {
      const found = feature.content?.(name)
      if (found) return found
    }
    return null
  },
  look: (name, transaction) =>
    room().features.flatMap(({ name: feature, watcher }): Look[] => {
      try {
        const seen = watcher?.look(name, transaction) ?? null
        return seen === null ? [] : [{ feature, seen }]
      } catch (error) {
        // Somebody's edit is no worse for it.
        log('look_failed', { feature, document: name, error: describeFault(error) })
        return []
      }
    }),
  changed(name, looks) {
    if (looks.length === 0) return
    for (const { name: feature, watcher } of room().features) {
      const mine = looks.filter((look) => look.feature === feature).map(({ seen }) => seen)
      if (mine.length > 0) announcer().events(watcher?.changed(name, mine) ?? [], null)
    }
  },
})
