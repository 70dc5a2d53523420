/** What is asked about the issuers whose JWTs an organization takes as room tokens. */
import { queryOptions } from '@tanstack/react-query'
import { apiOf, json } from '../../api/client.ts'

const fetchIssuers = async (organizationId: string, signal: AbortSignal) =>
  (
    await json(
      apiOf(organizationId).organizations[':organizationId']['token-issuers'].$get(
        { param: { organizationId } },
        { init: { signal } },
      ),
    )
  ).tokenIssuers

export type Issuer = Awaited<ReturnType<typeof fetchIssuers>>[number]

export const issuersQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['token-issuers', organizationId],
    queryFn: ({ signal }) => fetchIssuers(organizationId, signal),
  })
