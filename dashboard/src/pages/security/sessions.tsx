/** Where one is signed in, and the way to end that. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Monitor, Smartphone } from 'lucide-react'
import { accounts, told } from '../../api/accounts.ts'
import { Async, SkeletonRows } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/page.tsx'
import { Ago } from '../../components/time.tsx'
import { say, sayProblem } from '../../components/toast.tsx'
import { deviceOf } from './device.ts'
import { sessionsQuery } from './queries.ts'

interface Listed {
  readonly id: string
  readonly token: string
  readonly userAgent?: string | null | undefined
  readonly ipAddress?: string | null | undefined
  readonly updatedAt: Date
  /** Added by our accounts: the stock client does not know of it. */
  readonly isCurrent?: boolean
}

export const Sessions = () => {
  const queries = useQueryClient()
  const sessions = useQuery(sessionsQuery)
  const refresh = () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  const end = useMutation({
    mutationFn: (token: string) => told(accounts.revokeSession({ token })),
    onSuccess: async () => {
      say('Signed out there')
      await refresh()
    },
    onError: sayProblem,
  })
  const endOthers = useMutation({
    mutationFn: () => told(accounts.revokeOtherSessions()),
    onSuccess: async () => {
      say('Signed out everywhere else')
      await refresh()
    },
    onError: sayProblem,
  })
  return (
    <Card
      title="Where you are signed in"
      actions={
        (sessions.data?.length ?? 0) > 1 && (
          <Button size="small" busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      <Async query={sessions} skeleton={<SkeletonRows rows={2} />}>
        {(found: readonly Listed[]) => (
          <ul className="list">
            {found.map(({ id, token, userAgent, ipAddress, updatedAt, isCurrent }) => {
              const { words, isPhone } = deviceOf(userAgent ?? '')
              return (
                <li key={id}>
                  <div className="cell-main">
                    {isPhone ? <Smartphone aria-hidden /> : <Monitor aria-hidden />}
                    <div className="cell-words">
                      <strong>{words}</strong>
                      <small>
                        {ipAddress ? `${ipAddress} · ` : ''}
                        <Ago at={new Date(updatedAt).getTime()} />
                      </small>
                    </div>
                  </div>
                  {isCurrent ? (
                    <span className="badge badge-good">this browser</span>
                  ) : (
                    <Button
                      size="small"
                      busy={end.isPending && end.variables === token}
                      onClick={() => end.mutate(token)}
                    >
                      Sign out
                      <span className="visually-hidden">: {words}</span>
                    </Button>
                  )}
                </li>
              )
            })}
          </ul>
        )}
      </Async>
    </Card>
  )
}
