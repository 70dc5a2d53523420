/** Asks Converge's own backend, and the accounts of this server. */
export interface Me {
  readonly id: string
  readonly name: string
  readonly email: string
}
export type Role = 'editor' | 'viewer'
export interface Entry {
  readonly id: string
  readonly name: string
  readonly role: Role | 'owner'
  readonly at: number
}
export interface Sharing {
  readonly people: readonly { readonly userId: string; readonly name: string; readonly role: Role }[]
  readonly invited: readonly { readonly id: string; readonly email: string; readonly role: Role }[]
  readonly links: readonly { readonly id: string; readonly role: Role }[]
}

class ApiError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const call = async <T>(path: string, body?: object): Promise<T> => {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(path, init)
  const said = (await answer.json().catch(() => null)) as { readonly error?: { readonly message?: string } } | null
  if (!answer.ok) throw new ApiError(answer.status, said?.error?.message ?? `The server answered ${answer.status}`)
  return said as T
}

const meKey = 'converge.me'

/** Who is signed in, `null` for nobody. Without a network it is who was the last time. */
export const getMe = async (): Promise<Me | null> => {
  try {
    const me = await call<Me>('./api/me')
    localStorage.setItem(meKey, JSON.stringify(me))
    return me
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      localStorage.removeItem(meKey)
      return null
    }
    const kept = JSON.parse(localStorage.getItem(meKey) ?? 'null') as Me | null
    if (kept) return kept
    throw error
  }
}
export const signIn = (email: string, password: string) => call('/api/auth/sign-in/email', { email, password })
export const signOut = async (): Promise<void> => {
  await call('/api/auth/sign-out', {})
  localStorage.removeItem(meKey)
}
/** In another tab: what stands on this page is not for whoever comes next. Returns the way to stop. */
export const whenSignedOutElsewhere = (signedOut: () => void): (() => void) => {
  const heard = ({ key, oldValue, newValue }: StorageEvent) => {
    if (key === meKey && oldValue !== null && newValue === null) signedOut()
  }
  addEventListener('storage', heard)
  return () => removeEventListener('storage', heard)
}
export const listDocuments = () => call<readonly Entry[]>('./api/documents')
export const createDocument = (name: string) => call<Entry>('./api/documents', { name })
/** A token for any document that is mine or was shared with me. */
export const getToken = () => call<{ readonly token: string }>('./api/token', {})
export const getSharing = (id: string) => call<Sharing>(`./api/documents/${encodeURIComponent(id)}`)
const share = <T>(id: string, what: string, body: object) =>
  call<T>(`./api/documents/${encodeURIComponent(id)}/${what}`, body)
export const invite = (id: string, email: string, role: Role) => share(id, 'invite', { email, role })
export const makeLink = (id: string, role: Role) => share<{ readonly url: string }>(id, 'link', { role })
export const revokeLink = (id: string, linkId: string) => share(id, 'unlink', { linkId })
/** `null` takes the document away from them. */
export const changeRole = (id: string, userId: string, role: Role | null) => share(id, 'role', { userId, role })
