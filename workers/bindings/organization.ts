/** The object of an organization, and how long a deleted one can come back. */
import { organizationGraceMs } from '@syncforge/protocol/organizations'
import type { Env, OrganizationObject } from './env.ts'

/** How long a deleted organization can be brought back, in milliseconds. */
export const graceOf = ({ ORGANIZATION_GRACE_MS }: Env): number => Number(ORGANIZATION_GRACE_MS || organizationGraceMs)

export const organizationObject = (env: Env, organizationId: string): OrganizationObject =>
  env.ORGANIZATION.getByName(organizationId)
