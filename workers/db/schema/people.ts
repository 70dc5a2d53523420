/**
 * Owns the tables of accounts: `people`, `sessions`, `accounts` (a password or a linked provider), `verifications` (what a mailed link or a
 * challenge stands for) and `two_factors`. better-auth writes them: property names are its field names, table and column names are ours.
 */
import { boolean, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'

const times = () => ({
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

export const people = pgTable('people', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
  /** Signed up uninvited, because nobody was here: their address is confirmed only as long as nobody else's is, or once they are invited. */
  isUninvited: boolean('is_uninvited').notNull().default(false),
  ...times(),
})

const person = () =>
  text('user_id')
    .notNull()
    .references(() => people.id, { onDelete: 'cascade' })

export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: person(),
    token: text('token').notNull().unique(),
    expiresAt: moment('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    activeOrganizationId: text('active_organization_id'),
    ...times(),
  },
  (table) => [index('sessions_by_person').on(table.userId), index('sessions_by_end').on(table.expiresAt)],
)

export const accounts = pgTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    userId: person(),
    providerId: text('provider_id').notNull(),
    accountId: text('account_id').notNull(),
    password: text('password'),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    scope: text('scope'),
    accessTokenExpiresAt: moment('access_token_expires_at'),
    refreshTokenExpiresAt: moment('refresh_token_expires_at'),
    ...times(),
  },
  (table) => [
    index('accounts_by_person').on(table.userId),
    unique('accounts_once').on(table.providerId, table.accountId),
  ],
)

export const verifications = pgTable(
  'verifications',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: moment('expires_at').notNull(),
    ...times(),
  },
  (table) => [
    index('verifications_by_identifier').on(table.identifier),
    index('verifications_by_end').on(table.expiresAt),
  ],
)

export const twoFactors = pgTable('two_factors', {
  id: text('id').primaryKey(),
  userId: person().unique(),
  secret: text('secret').notNull(),
  backupCodes: text('backup_codes').notNull(),
  verified: boolean('verified').notNull().default(true),
  lockedUntil: moment('locked_until'),
  failedVerificationCount: integer('failed_verification_count').notNull().default(0),
})
