/** How much an organization uses: this month’s people and where they are heading, who is here, joins by day and hour, the busiest rooms, keys and people. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Figure } from '../../components/figure.tsx'
import { Card, Page } from '../../components/page.tsx'
import { useLive } from '../../live/live.ts'
import { LiveSign } from '../../live/live-sign.tsx'
import { useAskAgain } from '../../live/news.ts'
import { useOrganization } from '../../session/organizations.ts'
import { Meter } from '../billing/meters.tsx'
import { BusiestKeys, BusiestPeople, BusiestRooms } from './busiest.tsx'
import { Joins, PeopleByDay } from './charts.tsx'
import { forecast } from './forecast.ts'
import { usageKey, usageQuery } from './queries.ts'

const number = new Intl.NumberFormat()

const Month = () => {
  const { id: organizationId } = useOrganization()
  const usage = useQuery(usageQuery(organizationId, 'day'))
  const { totals, status, month: pushed } = useLive(organizationId)
  return (
    <Async query={usage} skeleton={<SkeletonLines lines={3} />}>
      {({ month: asked, limits }) => {
        const month = pushed ?? asked
        const end = forecast(month.people, month.start, Date.now())
        const isHeard = status !== 'connecting'
        return (
          <dl className="figures">
            <Meter title="People this month" limit={{ ...limits.people, use: month.people }} />
            <Meter title="Rooms" limit={limits.rooms} />
            <div className="figure">
              <dt>By the month’s end</dt>
              <dd>{end === null ? '…' : `≈ ${number.format(end)}`}</dd>
            </div>
            <Figure title="Here now" value={isHeard ? totals.people : undefined} />
            <Figure title="Connections now" value={isHeard ? totals.connections : undefined} />
            <Figure title="Most connections at once this month" value={pushed?.peakConnections} />
          </dl>
        )
      }}
    </Async>
  )
}

export const UsagePage = () => {
  const { id } = useOrganization()
  const { status, month } = useLive(id)
  const key = useMemo(() => usageKey(id), [id])
  // Whoever came for the first time is in the charts and lists as well.
  useAskAgain(key, month?.people ?? null)
  return (
    <Page
      title="Usage"
      lead="Counted exactly, in UTC: a person counts once a month, however often they come."
      actions={<LiveSign status={status} />}
    >
      <div className="stack">
        <Month />
        <PeopleByDay />
        <Joins />
        <div className="columns columns-of-three">
          <Card title="Busiest rooms">
            <BusiestRooms />
          </Card>
          <Card title="Keys that people came by">
            <BusiestKeys />
          </Card>
          <Card title="People who came most this month">
            <BusiestPeople />
          </Card>
        </div>
      </div>
    </Page>
  )
}
