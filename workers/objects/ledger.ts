/** An organization's books in Postgres: what its object has counted goes in, what happened outside of its rooms comes out. Reached by Durable Objects of this worker only. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { UsageRow } from '../../durable-objects/organization/counting/usage-rows.ts'
import type { ToldFact } from '../../durable-objects/organization/facts/consumer.ts'
import type { LedgerTarget } from '../../durable-objects/organization/ledger/target.ts'
import { databaseOf } from '../bindings/database.ts'
import type { Env } from '../bindings/env.ts'
import { dropOrganizationFacts, listOrganizationFacts } from '../db/queries/organizations/facts.ts'
import { pruneRoomFacts, pruneUsageOfPersons, putUsage } from '../db/queries/organizations/usage.ts'

/** Webhooks, the log and counting have had them within a second; the audit log has its own copy of what it tells. */
const factsKeptDays = 30

export class Ledger extends WorkerEntrypoint<Env> implements LedgerTarget {
  async facts(organizationId: string): Promise<readonly ToldFact[]> {
    const facts = await listOrganizationFacts(databaseOf(this.env), organizationId)
    // Written by triggers and by billing, a body for each kind.
    return facts.map(({ at, ...fact }) => ({ ...fact, at: at.getTime() }) as ToldFact)
  }

  async taken(organizationId: string, ids: readonly string[]): Promise<void> {
    await dropOrganizationFacts(databaseOf(this.env), organizationId, ids)
  }

  async putUsage(organizationId: string, rows: readonly UsageRow[]): Promise<void> {
    await putUsage(databaseOf(this.env), organizationId, rows)
  }

  async prune(organizationId: string): Promise<boolean> {
    const db = databaseOf(this.env)
    const more = [
      await pruneRoomFacts(db, organizationId, factsKeptDays),
      await pruneUsageOfPersons(db, organizationId),
    ]
    return more.includes(true)
  }
}
