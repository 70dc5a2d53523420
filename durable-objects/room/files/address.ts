/** The addresses of files: what they are for is said in them. */
import { signAddress } from '../signed-address.ts'

/** What an address is good for. */
export interface FileGrant {
  /** `put`: its bytes may be sent; `get`: they may be read. */
  readonly act: 'put' | 'get'
  readonly organizationId: string
  readonly roomId: string
  readonly id: string
  /** Where its bytes lie in the store. */
  readonly place: string
  readonly name: string
  readonly type: string
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** The path below the server's address. */
export const fileAddress = (secret: string, grant: FileGrant): string => {
  const { act, organizationId, roomId, id, place, name, type, bytes, expiresAt } = grant
  return `/files/${signAddress(secret, 'file', [act, organizationId, roomId, id, place, name, type, bytes, expiresAt])}`
}
