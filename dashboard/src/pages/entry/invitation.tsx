/** Where the link of an invitation leads: to signing in or up first, then to accepting it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { api, done, json } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Button, buttonClass } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-view.tsx'
import { say } from '../../components/toast.tsx'
import { invitationQuery, receivedQuery } from '../../session/invitations.ts'
import { organizationsQuery } from '../../session/organizations.ts'
import { roleWords } from '../../session/rights.ts'
import { sessionQuery } from '../../session/session.ts'
import { useSignOut } from '../../shell/person-menu.tsx'
import { Entry } from './entry.tsx'

const route = getRouteApi('/invitations/$invitationId')

const endings = {
  accepted: 'It was accepted already.',
  declined: 'It was declined.',
  revoked: 'It was taken back.',
  expired: 'It has expired: ask for another one.',
} as const

const Stranger = ({ next }: { readonly next: string }) => (
  <Entry
    title="You are invited"
    lead="Somebody asks you to join their organization. Sign in with the address that the invitation was sent to, or make an account with it."
  >
    <div className="form">
      <Link className={buttonClass('primary')} to="/sign-in" search={{ next }}>
        Sign in
      </Link>
      <Link className={buttonClass()} to="/sign-up" search={{ next }}>
        Make an account
      </Link>
    </div>
  </Entry>
)

const Answer = ({ id, email }: { readonly id: string; readonly email: string }) => {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const invitation = useQuery(invitationQuery(id))
  const accept = useMutation({
    mutationFn: () => json(api.invitations[':invitationId'].accept.$post({ param: { invitationId: id } })),
    onSuccess: async ({ organizationId }) => {
      const organizations = await queries.fetchQuery({ ...organizationsQuery, staleTime: 0 })
      await queries.invalidateQueries({ queryKey: receivedQuery.queryKey })
      const joined = organizations.find((each) => each.id === organizationId)
      say(`Welcome to ${joined?.name ?? 'your new organization'}`)
      await navigate(joined ? { to: '/orgs/$slug', params: { slug: joined.slug } } : { to: '/' })
    },
  })
  const decline = useMutation({
    mutationFn: () => done(api.invitations[':invitationId'].decline.$post({ param: { invitationId: id } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: receivedQuery.queryKey })
      await navigate({ to: '/' })
    },
  })
  if (invitation.error)
    return (
      <Entry
        title="This invitation does not open"
        lead={
          <>
            You are signed in as <strong>{email}</strong>.
          </>
        }
        foot={<Link to="/">To the dashboard</Link>}
      >
        <ProblemNote problem={toProblem(invitation.error)} />
        <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign in as somebody else
        </Button>
      </Entry>
    )
  const failed = accept.error ?? decline.error
  return (
    <Async query={invitation} skeleton={<SkeletonLines />}>
      {({ organization: { name }, inviter, role, status }) => (
        <Entry title={`Join ${name}?`} lead={`${inviter.name} invites you as ${roleWords[role]}.`}>
          {status !== 'pending' && <p className="note note-warn">{endings[status]}</p>}
          {failed !== null && <ProblemNote problem={toProblem(failed)} />}
          <div className="form">
            <Button
              look="primary"
              busy={accept.isPending}
              reason={status === 'pending' ? undefined : endings[status]}
              onClick={() => accept.mutate()}
            >
              Join {name}
            </Button>
            {status === 'pending' && (
              <Button busy={decline.isPending} onClick={() => decline.mutate()}>
                Decline
              </Button>
            )}
          </div>
        </Entry>
      )}
    </Async>
  )
}

export const InvitationPage = () => {
  const { invitationId } = route.useParams()
  const session = useQuery(sessionQuery)
  return (
    <Async query={session} skeleton={<SkeletonLines />}>
      {(found) =>
        found ? (
          <Answer id={invitationId} email={found.user.email} />
        ) : (
          <Stranger next={`/dashboard/invitations/${invitationId}`} />
        )
      }
    </Async>
  )
}
