/** `npm run plan:set -- org_… enterprise`: sets an organization's plan by hand on a server that runs. Its open rooms know within five seconds. */
import { planIds } from '@syncforge/protocol/plans'

const usage = `npm run plan:set -- <id of the organization> <${planIds.join(' | ')}>`

interface Told {
  readonly organizationId: string
  readonly plan: string
  readonly address: URL
  readonly token: string
}

/** What it was told, or what is wrong with that in one sentence. */
const read = (
  [organizationId = '', plan = '', ...more]: readonly string[],
  { PUBLIC_URL, OPERATOR_TOKEN: token }: Readonly<Record<string, string | undefined>>,
): Told | string => {
  const address = URL.parse('/operator/plan', PUBLIC_URL)
  if (!token || address === null) return 'Set OPERATOR_TOKEN, as the server has it, and PUBLIC_URL, its address.'
  if (!/^org_/.test(organizationId) || !planIds.some((id) => id === plan) || more.length > 0) return usage
  return { organizationId, plan, address, token }
}

const timeoutMs = 15_000

/** What has come of it, in one sentence, and whether that is what was wanted. */
const set = async ({ organizationId, plan, address, token }: Told): Promise<readonly [boolean, string]> => {
  const { status } = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ organizationId, plan }),
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (status === 204) return [true, `${organizationId} has the plan ${plan} now.`]
  if (status === 401) return [false, 'The server has another OPERATOR_TOKEN.']
  if (status === 404) return [false, `There is no organization ${organizationId}, or the server has no OPERATOR_TOKEN.`]
  return [false, `The server answered with ${status}. Trying again does no harm.`]
}

const told = read(process.argv.slice(2), process.env)
const [isSet, words] =
  typeof told === 'string'
    ? [false, told]
    : await set(told).catch((error) => [false, `The server does not answer: ${String(error)}`] as const)
if (isSet) console.log(words)
else console.error(words)
process.exitCode = isSet ? 0 : 1
