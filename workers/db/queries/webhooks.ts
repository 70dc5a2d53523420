/** Webhook endpoints. Every query takes the organization first; objects, which know their own, are answered by it as well. */
import { and, asc, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { webhooks } from '../schema/webhooks.ts'

export type Webhook = typeof webhooks.$inferSelect
export type NewWebhook = Pick<
  Webhook,
  'id' | 'url' | 'events' | 'description' | 'roomPrefix' | 'debounceMs' | 'signingSecret'
>
export type WebhookChange = {
  readonly [K in 'url' | 'events' | 'description' | 'roomPrefix' | 'debounceMs' | 'isEnabled']?: Webhook[K] | undefined
}

const own = (organizationId: string) => eq(webhooks.organizationId, organizationId)
const one = (organizationId: string, id: string) => and(own(organizationId), eq(webhooks.id, id))
const changed = { revision: sql`${webhooks.revision} + 1` }

/** Every one of an organization, the oldest first: they are few. */
export const listWebhooks = (db: Database, organizationId: string): Promise<Webhook[]> =>
  db.select().from(webhooks).where(own(organizationId)).orderBy(asc(webhooks.createdAt), asc(webhooks.id))

export const findWebhook = async (db: Database, organizationId: string, id: string): Promise<Webhook | undefined> => {
  const [found] = await db.select().from(webhooks).where(one(organizationId, id))
  return found
}

export const countWebhooks = (db: Database, organizationId: string): Promise<number> =>
  db.$count(webhooks, own(organizationId))

export const insertWebhook = async (db: Database, organizationId: string, webhook: NewWebhook): Promise<Webhook> => {
  const [made] = await db
    .insert(webhooks)
    .values({ organizationId, ...webhook })
    .returning()
  if (made === undefined) throw new Error('an insert without a conflict returned nothing')
  return made
}

/** The changed endpoint, or `undefined` when there is none. Keys that are `undefined` stay as they are. */
export const updateWebhook = async (
  db: Database,
  organizationId: string,
  id: string,
  change: WebhookChange,
): Promise<Webhook | undefined> => {
  const values = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const [updated] = await db
    .update(webhooks)
    .set({ ...values, ...(change.isEnabled === undefined ? {} : { offReason: null }), ...changed })
    .where(one(organizationId, id))
    .returning()
  return updated
}

/** Turned off by the platform. */
export const turnOffWebhook = async (
  db: Database,
  organizationId: string,
  id: string,
  offReason: NonNullable<Webhook['offReason']>,
): Promise<Webhook | undefined> => {
  const [updated] = await db
    .update(webhooks)
    .set({ isEnabled: false, offReason, ...changed })
    .where(and(one(organizationId, id), eq(webhooks.isEnabled, true)))
    .returning()
  return updated
}

/**
 * Gives it another secret; the one before signs as well until `previousEndsAt`. `undefined` when there is no such endpoint, and while two secrets
 * hold already.
 */
export const rotateWebhook = async (
  db: Database,
  organizationId: string,
  id: string,
  signingSecret: string,
  previousEndsAt: Date,
): Promise<Webhook | undefined> => {
  const [rotated] = await db
    .update(webhooks)
    // On the right of SET, columns are as they were.
    .set({ signingSecret, previousSigningSecret: sql`${webhooks.signingSecret}`, previousEndsAt, ...changed })
    .where(and(one(organizationId, id), or(isNull(webhooks.previousEndsAt), lt(webhooks.previousEndsAt, sql`now()`))))
    .returning()
  return rotated
}

export const deleteWebhook = async (db: Database, organizationId: string, id: string): Promise<boolean> => {
  const gone = await db.delete(webhooks).where(one(organizationId, id)).returning({ id: webhooks.id })
  return gone.length === 1
}
