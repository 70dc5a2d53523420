/** The accounts elsewhere with which one can sign in. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { accounts, told } from '../../api/accounts.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/page.tsx'
import { say, sayProblem } from '../../components/toast.tsx'
import { providersQuery, providerWords } from '../../session/providers.ts'
import { linkedAccountsQuery } from './queries.ts'

interface Way {
  readonly id: string
  readonly providerId: string
}

export const LinkedAccounts = ({ ways }: { readonly ways: readonly Way[] }) => {
  const queries = useQueryClient()
  const { data: providers = [] } = useQuery(providersQuery)
  const link = useMutation({
    mutationFn: (provider: 'google' | 'github') =>
      told(
        accounts.linkSocial({
          provider,
          callbackURL: '/dashboard/security',
          errorCallbackURL: '/dashboard/error?of=connecting',
        }),
      ),
    // The client goes to where the answer says.
    onError: sayProblem,
  })
  const unlink = useMutation({
    // What the server calls an account's id is that of the row.
    mutationFn: ({ id }: Way) => told(accounts.unlinkAccount({ accountId: id })),
    onSuccess: async () => {
      say('It is no longer connected')
      await queries.invalidateQueries({ queryKey: linkedAccountsQuery.queryKey })
    },
    onError: sayProblem,
  })
  if (providers.length === 0 && ways.every(({ providerId }) => providerId === 'credential')) return null
  const connected = ways.filter(({ providerId }) => providerId !== 'credential')
  const isLast = ways.length === 1
  return (
    <Card title="Connected accounts" lead="With each of them you can sign in.">
      <ul className="list">
        {connected.map((way) => (
          <li key={way.id}>
            <span className="cell-main">
              {providerWords[way.providerId as keyof typeof providerWords] ?? way.providerId}
            </span>
            <Button
              size="small"
              reason={isLast ? 'It is your only way in. Set a password first.' : undefined}
              busy={unlink.isPending}
              onClick={() => unlink.mutate(way)}
            >
              Disconnect
            </Button>
          </li>
        ))}
        {providers
          .filter((provider) => connected.every(({ providerId }) => providerId !== provider))
          .map((provider) => (
            <li key={provider}>
              <span className="cell-main">{providerWords[provider]}</span>
              <Button size="small" busy={link.isPending} onClick={() => link.mutate(provider)}>
                Connect
              </Button>
            </li>
          ))}
      </ul>
    </Card>
  )
}
