/** A colleague as the list shows them. */
import type { Role } from '@syncforge/protocol/rights'

export interface Member {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly image: string | null
  readonly role: Role
  readonly joinedAt: number
}
