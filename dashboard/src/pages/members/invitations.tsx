/** Invitations that wait for an answer. */
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Mail } from 'lucide-react'
import { apiOf, done } from '../../api/client.ts'
import { Async, Empty, SkeletonRows } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/page.tsx'
import { Ago } from '../../components/time.tsx'
import { say, sayProblem } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { roleWords, useRight } from '../../session/rights.ts'
import { invitationsQuery, membersKey } from './queries.ts'

export const Invitations = ({ onInvite }: { readonly onInvite: () => void }) => {
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('members:write')
  const queries = useQueryClient()
  const invitations = useInfiniteQuery(invitationsQuery(organizationId))
  const refresh = () => queries.invalidateQueries({ queryKey: membersKey(organizationId) })
  const one = apiOf(organizationId).organizations[':organizationId'].invitations[':invitationId']
  const revoke = useMutation({
    mutationFn: (invitationId: string) => done(one.$delete({ param: { organizationId, invitationId } })),
    onSuccess: () => {
      say('The invitation is taken back')
      return refresh()
    },
    onError: sayProblem,
  })
  const resend = useMutation({
    mutationFn: (invitationId: string) => done(one.resend.$post({ param: { organizationId, invitationId }, json: {} })),
    onSuccess: () => {
      say('Sent once more')
      return refresh()
    },
    onError: sayProblem,
  })
  return (
    <Card title="Invitations">
      <Async query={invitations} skeleton={<SkeletonRows rows={2} />}>
        {({ pages }) =>
          pages[0]?.invitations.length === 0 ? (
            <Empty
              icon={<Mail aria-hidden />}
              title="Nobody is invited"
              action={
                <Button reason={reason} onClick={onInvite}>
                  Invite somebody
                </Button>
              }
            >
              Invitations wait here until they are accepted.
            </Empty>
          ) : (
            <ul className="list">
              {pages
                .flatMap((page) => page.invitations)
                .map(({ id, email, role, expiresAt }) => (
                  <li key={id}>
                    <div className="cell-main">
                      <Mail aria-hidden />
                      <div className="cell-words">
                        <strong>{email}</strong>
                        <small>
                          {roleWords[role]} · {expiresAt < Date.now() ? 'expired' : 'expires'} <Ago at={expiresAt} />
                        </small>
                      </div>
                    </div>
                    <Button
                      size="small"
                      reason={reason}
                      busy={resend.isPending && resend.variables === id}
                      onClick={() => resend.mutate(id)}
                    >
                      Send again<span className="visually-hidden"> to {email}</span>
                    </Button>
                    <Button
                      size="small"
                      reason={reason}
                      busy={revoke.isPending && revoke.variables === id}
                      onClick={() => revoke.mutate(id)}
                    >
                      Take back<span className="visually-hidden"> the invitation of {email}</span>
                    </Button>
                  </li>
                ))}
            </ul>
          )
        }
      </Async>
    </Card>
  )
}
