/** The frame of one room's pages: its name, what it is, and the ways to its people, their rights, documents, past and settings. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { CopyButton } from '../../components/code-block.tsx'
import { Page } from '../../components/page.tsx'
import { Ago } from '../../components/time.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { roomQuery } from '../rooms/queries.ts'
import { typeWords } from '../rooms/words.ts'

const route = getRouteApi('/signed-in/orgs/$slug/rooms/$roomId')

const tabs = [
  ['/orgs/$slug/rooms/$roomId', 'People'],
  ['/orgs/$slug/rooms/$roomId/access', 'Access'],
  ['/orgs/$slug/rooms/$roomId/documents', 'Documents'],
  ['/orgs/$slug/rooms/$roomId/versions', 'Versions'],
  ['/orgs/$slug/rooms/$roomId/settings', 'Settings'],
] as const

export const Room = () => {
  const { slug, roomId } = route.useParams()
  const { id: organizationId } = useOrganization()
  const room = useQuery(roomQuery(organizationId, roomId))
  const name = room.data?.name ?? roomId
  return (
    <Page
      key={roomId}
      title={name}
      shown={
        <>
          <Link className="crumb" to="/orgs/$slug/rooms" params={{ slug }}>
            <ChevronLeft aria-hidden />
            Rooms
          </Link>
          <br />
          {name}
        </>
      }
      lead={
        room.data && (
          <>
            {typeWords[room.data.type]} · {room.data.access === 'public' ? 'public' : 'private'}
            {room.data.persistence === 'memory' && ' · in memory'}
            {room.data.lastActiveAt !== null && (
              <>
                {' · last active '}
                <Ago at={room.data.lastActiveAt} />
              </>
            )}
          </>
        )
      }
      actions={<CopyButton text={roomId} label="Copy id" />}
    >
      <nav className="tabs" aria-label={`Room ${name}`}>
        {tabs.map(([to, words]) => (
          <Link
            key={to}
            className="tab"
            to={to}
            params={{ slug, roomId }}
            activeOptions={{ exact: to === '/orgs/$slug/rooms/$roomId' }}
          >
            {words}
          </Link>
        ))}
      </nav>
      <Async query={room} skeleton={<SkeletonLines />}>
        {() => <Outlet />}
      </Async>
    </Page>
  )
}
