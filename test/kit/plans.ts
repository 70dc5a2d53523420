/** Sets what an organization pays for by hand, as an operator does, on a server that runs. */
import type { PlanId } from '@syncforge/protocol/plans'
import type { RunningServer } from './server.ts'

/** @example await setPlan(server, organization.id, 'starter') */
export const setPlan = async (
  server: Pick<RunningServer, 'url'>,
  organizationId: string,
  plan: PlanId,
): Promise<void> => {
  const answer = await fetch(`${server.url}/dev/plan`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ organizationId, plan }),
  })
  if (answer.status !== 204) throw new Error(`the plan was answered with ${answer.status}: ${await answer.text()}`)
}
