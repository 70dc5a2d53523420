/** The first run: from a new organization to the first presence in three steps. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Avatar } from '../../components/avatar.tsx'
import { buttonClass } from '../../components/button.tsx'
import { receivedQuery } from '../../session/invitations.ts'
import { organizationsQuery } from '../../session/organizations.ts'
import { Entry } from '../entry/entry.tsx'
import { FirstKey } from './first-key.tsx'
import { NameOrganization } from './name-organization.tsx'
import { Steps } from './steps.tsx'

const route = getRouteApi('/signed-in/welcome')

/** Whoever was invited may have come for that alone. */
const Waiting = () => {
  const { data: invitations = [] } = useQuery(receivedQuery)
  if (invitations.length === 0) return null
  return (
    <ul className="list" aria-label="Invitations">
      {invitations.map(({ id, organization, inviter }) => (
        <li key={id}>
          <div className="cell-main">
            <Avatar name={organization.name} image={organization.logo} square />
            <div className="cell-words">
              <strong>{organization.name}</strong>
              <small>{inviter.name} invites you</small>
            </div>
          </div>
          <Link className={buttonClass('plain', 'small')} to="/invitations/$invitationId" params={{ invitationId: id }}>
            Answer
          </Link>
        </li>
      ))}
    </ul>
  )
}

export const Welcome = () => {
  const { organization: slug } = route.useSearch()
  const organizations = useQuery(organizationsQuery)
  if (slug === undefined)
    return (
      <Entry
        wide
        title="Your organization"
        lead="Rooms, keys and colleagues belong to an organization. Yours is made in three steps."
        foot={(organizations.data?.length ?? 0) > 0 && <Link to="/">Not now: back to the dashboard</Link>}
      >
        <Waiting />
        <Steps at={0} />
        <NameOrganization />
      </Entry>
    )
  return (
    <Async query={organizations} skeleton={<SkeletonLines />}>
      {(found) => {
        const organization = found.find((each) => each.slug === slug)
        return organization ? <FirstKey organization={organization} /> : <Link to="/">To the dashboard</Link>
      }}
    </Async>
  )
}
