/** For tests in workerd: the look at what organizations pay for, without Stripe. A test says what it comes to. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { RenewalTarget } from '../organization/renewal.ts'

const looks = new Map<string, () => number | null>()

/** @param look when to look again; what it throws is what the look rejects with */
export const onRenewal = (organizationId: string, look: () => number | null): void => {
  looks.set(organizationId, look)
}

export class Renewal extends WorkerEntrypoint implements RenewalTarget {
  async refresh(organizationId: string): Promise<number | null> {
    return looks.get(organizationId)?.() ?? null
  }
}
