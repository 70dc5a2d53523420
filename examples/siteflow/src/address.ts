/** Owns what the page's address means: `?workspace=`, `?project=` (a room), `?doc=`, and `#token=` of who comes with a room token. */
import { useSyncExternalStore } from 'react'

export interface Place {
  /** The room that lists the projects. */
  readonly workspace: string
  /** The room of a project; `null`: the list of them. */
  readonly project: string | null
  readonly doc: string | null
}

const changed = 'siteflow-moved'
const firstWorkspace = 'siteflow'

const read = (): Place => {
  const { searchParams } = new URL(location.href)
  return {
    workspace: searchParams.get('workspace') ?? firstWorkspace,
    project: searchParams.get('project'),
    doc: searchParams.get('doc'),
  }
}

let place = read()

const follow = (told: () => void) => {
  const look = () => {
    place = read()
    told()
  }
  addEventListener('popstate', look)
  addEventListener(changed, look)
  return () => {
    removeEventListener('popstate', look)
    removeEventListener(changed, look)
  }
}

export const usePlace = (): Place => useSyncExternalStore(follow, () => place)

/** The address of a place, from here. `null` takes a part away. */
export const addressOf = (to: Partial<Place>): string => {
  const address = new URL(location.href)
  for (const [name, value] of Object.entries(to)) {
    if (value === null) address.searchParams.delete(name)
    else address.searchParams.set(name, value)
  }
  return address.href
}

export const goTo = (to: Partial<Place>): void => {
  history.pushState(null, '', addressOf(to))
  dispatchEvent(new Event(changed))
}

// What stands behind the # is not sent to servers.
/** The room token by which somebody is verified here: an app of yours asks its own server for one. */
export const tokenFromAddress = (): string | null => new URLSearchParams(location.hash.slice(1)).get('token')
