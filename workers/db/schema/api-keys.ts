/**
 * Owns tables `api_keys`, `key_usage` and `credential_endings`. A key itself is never stored: only its SHA-256, which is enough for random keys, and what it signs tokens
 * with, sealed. A rotated key is the same row with another secret, and the one before until its grace ends.
 */
import { keyKinds } from '@syncforge/protocol/keys'
import type { Scope } from '@syncforge/protocol/rights'
import { bigint, boolean, date, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { organizations } from './organizations.ts'

export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: keyKinds }).notNull(),
    name: text('name').notNull().default(''),
    /** How the key begins: what may be shown of it. */
    prefix: text('prefix').notNull().default(''),
    /** What a secret key may do; a publishable one joins rooms and nothing else. */
    scopes: jsonb('scopes').$type<readonly Scope[]>().notNull().default([]),
    /** SHA-256 of the key, hexadecimal. */
    hash: text('hash').notNull().unique(),
    /** What a secret key signs room tokens with, sealed. */
    signingSecret: text('signing_secret'),
    /** The same of the secret that was replaced last, which holds until `previousExpiresAt`. */
    previousHash: text('previous_hash').unique(),
    previousSigningSecret: text('previous_signing_secret'),
    previousExpiresAt: moment('previous_expires_at'),
    expiresAt: moment('expires_at'),
    revokedAt: moment('revoked_at'),
    /** When it was last used, to the minute. */
    lastUsedAt: moment('last_used_at'),
    /** The person who made it. */
    createdBy: text('created_by'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('api_keys_organization').on(table.organizationId, table.createdAt, table.id)],
)

export const keyUsage = pgTable(
  'key_usage',
  {
    keyId: text('key_id')
      .notNull()
      .references(() => apiKeys.id, { onDelete: 'cascade' }),
    /** The day in UTC. */
    day: date('day', { mode: 'string' }).notNull(),
    requests: bigint('requests', { mode: 'number' }).notNull().default(0),
    /** Sockets that were opened with it, or with a token that it signed. */
    connections: bigint('connections', { mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.day] })],
)

/** What ended, or holds again, written by triggers of `api_keys` and `organizations` and kept for a day: every server that shares the database reads it. */
export const credentialEndings = pgTable(
  'credential_endings',
  {
    sequence: bigint('sequence', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** As rooms know it; `*` for everything of the organization. */
    credential: text('credential').notNull(),
    /** An organization that was brought back. */
    holds: boolean('holds').notNull().default(false),
    /** Ahead for a secret that was replaced and has its time of grace. */
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [index('credential_endings_at').on(table.at)],
)
