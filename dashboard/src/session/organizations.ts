/** The organizations of the person who is signed in, and the one whose pages are looked at. */
import type { Role } from '@syncforge/protocol/rights'
import { queryOptions } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { api, json } from '../api/client.ts'

/** As the list of one's own organizations tells them. */
export interface Organization {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly logo: string | null
  readonly color: string | null
  readonly role: Role
  /** Set: an owner deleted it, and can still bring it back. */
  readonly deletedAt: number | null
}

/** All of them: nobody belongs to so many that it takes many pages. */
const fetchAll = async (signal: AbortSignal, cursor?: string): Promise<Organization[]> => {
  const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) }
  const { organizations, nextCursor } = await json(api.organizations.$get({ query }, { init: { signal } }))
  // A key has no role; a person always has one.
  const own = organizations.flatMap(({ role, ...rest }) => (role === null ? [] : [{ ...rest, role }]))
  return nextCursor === null ? own : [...own, ...(await fetchAll(signal, nextCursor))]
}

export const organizationsQuery = queryOptions({
  queryKey: ['organizations'],
  queryFn: ({ signal }) => fetchAll(signal),
  staleTime: 60_000,
})

export const OrganizationContext = createContext<Organization | null>(null)

/** The organization whose page this is. */
export const useOrganization = (): Organization => {
  const organization = useContext(OrganizationContext)
  if (!organization) throw new Error('this is no page of an organization')
  return organization
}

const LAST = 'syncforge.dashboard.organization'

/** Where somebody who comes to `/dashboard` was last. */
export const lastOrganization = (): string | null => {
  try {
    return localStorage.getItem(LAST)
  } catch {
    return null
  }
}

export const rememberOrganization = (slug: string): void => {
  try {
    localStorage.setItem(LAST, slug)
  } catch {
    // Storage is switched off: the first of the list is shown next time.
  }
}
