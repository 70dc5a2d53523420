/**
 * Places that clients have lost: a stock client that comes back has no secret to show, so what it needs to take its own place again is kept here
 * for it. Of people that a token names only, for as long as the room keeps the place. Another isolate knows nothing of it: then it is a new stay.
 */
import type { Welcome } from '@syncforge/protocol/envelope'

export interface LostPlace {
  readonly connectionId: string
  readonly secret: string
}

const placesMax = 10_000

export interface Places {
  lost(holder: string, welcome: Welcome['body']): void
  /** Whoever takes a place has been let in: that it is theirs the room sees by itself. */
  take(holder: string): LostPlace | undefined
}

export const createPlaces = (clock: () => number): Places => {
  const places = new Map<string, LostPlace & { readonly until: number }>()
  return {
    lost(holder, { self, session }) {
      const { connectionId } = self
      // The first entry of a Map is the one that was set longest ago.
      for (const oldest of places.size >= placesMax ? [...places.keys()].slice(0, 1) : []) places.delete(oldest)
      places.delete(holder)
      places.set(holder, { connectionId, secret: session.secret, until: clock() + session.graceMs })
    },
    take(holder) {
      const place = places.get(holder)
      places.delete(holder)
      if (place === undefined || place.until < clock()) return undefined
      return { connectionId: place.connectionId, secret: place.secret }
    },
  }
}
