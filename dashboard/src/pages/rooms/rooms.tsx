/** The rooms of an organization: who is where, found by name, id or type. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { DoorOpen, Plus, Search } from 'lucide-react'
import { useDeferredValue } from 'react'
import { Async, Empty, SkeletonRows } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { Choice } from '../../components/field.tsx'
import { More } from '../../components/more.tsx'
import { Page } from '../../components/page.tsx'
import { useLive } from '../../live/live.ts'
import { LiveSign } from '../../live/live-sign.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { NewRoomDialog } from './new-room.tsx'
import { type RoomFilter, roomsQuery, searchMaxLength, useNewRooms } from './queries.ts'
import { RoomTable } from './room-table.tsx'
import { typeWords } from './words.ts'

const route = getRouteApi('/signed-in/orgs/$slug/rooms')

/** An address can name any type. */
const typeOf = (text: string): RoomFilter['type'] => (text in typeWords ? (text as keyof typeof typeWords) : '')

export const Rooms = () => {
  const { id: organizationId } = useOrganization()
  const { q = '', type = '', new: isNew } = route.useSearch()
  const navigate = route.useNavigate()
  const { reason } = useRight('rooms:write')
  const filter = { search: useDeferredValue(q.trim()), type: typeOf(type) }
  const isFiltered = filter.search !== '' || filter.type !== ''
  const rooms = useInfiniteQuery(roomsQuery(organizationId, filter))
  const live = useLive(organizationId)
  useNewRooms(
    organizationId,
    rooms.data?.pages.flatMap((page) => page.rooms),
    live,
  )
  const search = (change: { q?: string; type?: string; new?: string }) =>
    void navigate({
      replace: true,
      search: (before) =>
        Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== '')),
    })
  const createButton = (
    <Button look="primary" icon={<Plus aria-hidden />} reason={reason} onClick={() => search({ new: '1' })}>
      Create a room
    </Button>
  )
  return (
    <Page
      title="Rooms"
      lead="Where your people meet: each room has presence, cursors and documents of its own."
      actions={createButton}
    >
      <div className="filters">
        <search className="search">
          <Search aria-hidden />
          <input
            className="field"
            type="search"
            aria-label="Search rooms by id or name"
            placeholder="Id or name"
            maxLength={searchMaxLength}
            value={q}
            onChange={(event) => search({ q: event.target.value })}
          />
        </search>
        <Choice
          label="Type"
          quietLabel
          value={type}
          options={[['', 'Every type'], ...Object.entries(typeWords)]}
          onChange={(event) => search({ type: event.target.value })}
        />
        <LiveSign status={live.status} />
      </div>
      <Async query={rooms} skeleton={<SkeletonRows rows={8} />}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.rooms)
          if (found.length === 0 && !isFiltered)
            return (
              <Empty icon={<DoorOpen aria-hidden />} title="No rooms yet" action={createButton}>
                A room is made here, by your server, or by the first who joins with a publishable key.
              </Empty>
            )
          return <RoomTable live={live} rooms={found} isFiltered={isFiltered} more={<More query={rooms} />} />
        }}
      </Async>
      <NewRoomDialog open={isNew !== undefined && reason === undefined} onClose={() => search({ new: '' })} />
    </Page>
  )
}
