/** What an organization is called, how it looks to its customers, where its keys may be used, what new rooms are like, and its end. */
import { useQuery } from '@tanstack/react-query'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Page } from '../../components/page.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { Branding } from './branding.tsx'
import { DeleteOrganization } from './delete-organization.tsx'
import { Identity } from './identity.tsx'
import { Origins } from './origins.tsx'
import { PeopleAddress } from './people-address.tsx'
import { organizationQuery } from './queries.ts'
import { RoomDefaults } from './room-defaults.tsx'

export const Settings = () => {
  const { id: organizationId } = useOrganization()
  const organization = useQuery(organizationQuery(organizationId))
  return (
    <Page title="Settings">
      <Async query={organization} skeleton={<SkeletonLines lines={8} />}>
        {(found) => (
          <div className="stack">
            <Identity organization={found} />
            <Branding organization={found} />
            <Origins organization={found} />
            <PeopleAddress organizationId={organizationId} />
            <RoomDefaults organization={found} />
            <DeleteOrganization organization={found} />
          </div>
        )}
      </Async>
    </Page>
  )
}
