/** What an organization's object asks when a limit of its plan comes near. Reached by Durable Objects of this worker only. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import { type LimitNotice, planFor, plans } from '@syncforge/protocol/plans'
import type { NoticeTarget, Standing } from '../../durable-objects/organization/notices/target.ts'
import { databaseOf } from '../bindings/database.ts'
import type { Env } from '../bindings/env.ts'
import { planOf } from '../bindings/plan.ts'
import { findOrganization } from '../db/queries/organizations/organizations.ts'
import { countRooms } from '../db/queries/rooms.ts'
import { limitLetter } from '../mail/limit-letters.ts'
import { mailOwners, pageOf } from './mail-owners.ts'

export class Notices extends WorkerEntrypoint<Env> implements NoticeTarget {
  async standing(organizationId: string): Promise<Standing | null> {
    const db = databaseOf(this.env)
    const organization = await findOrganization(db, organizationId)
    if (organization === undefined || organization.deletedAt !== null) return null
    const rooms = plans[organization.plan].rooms === null ? null : await countRooms(db, organizationId)
    return { plan: planOf(this.env, organization), rooms }
  }

  async write(organizationId: string, notice: LimitNotice): Promise<void> {
    const { limit, percent, used, max, plan } = notice
    const names = { plan: plans[plan].name, larger: plans[planFor(limit, max + 1)].name }
    await mailOwners(this.env, organizationId, (to, found) =>
      limitLetter({
        to,
        organization: found?.name ?? organizationId,
        ...{ limit, percent, used, max, ...names },
        url: pageOf(this.env, found, 'billing'),
      }),
    )
  }
}
