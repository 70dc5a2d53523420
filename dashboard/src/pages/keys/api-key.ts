/** A key as lists show it. */
export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly kind: 'publishable' | 'secret'
  readonly scopes: readonly string[]
  readonly prefix: string
  readonly expiresAt: number | null
  readonly previousExpiresAt: number | null
  readonly lastUsedAt: number | null
  readonly createdAt: number
}
