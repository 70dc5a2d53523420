/** Owns table `token_issuers`: whose JWTs an organization takes as room tokens, and with which public keys they are signed. */
import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { organizations } from './organizations.ts'

export const tokenIssuers = pgTable(
  'token_issuers',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** What `iss` and `aud` must be. A token says by them whose it is, so that no two organizations have the same pair. */
    issuer: text('issuer').notNull(),
    audience: text('audience').notNull(),
    /** Where the keys are, or `null`: they are in `keys`. */
    jwksUrl: text('jwks_url'),
    /** Public keys as JWK. */
    keys: jsonb('keys').$type<readonly Record<string, unknown>[]>(),
    /** How far ahead a token may end. */
    maxTtlSeconds: integer('max_ttl_seconds').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    unique('token_issuers_once').on(table.issuer, table.audience),
    index('token_issuers_by_organization').on(table.organizationId, table.createdAt),
    check('token_issuers_keys', sql`(jwks_url IS NULL) <> (keys IS NULL)`),
  ],
)
