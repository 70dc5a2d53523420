/** How much was used by day and hour: of the organization, or of one of its rooms or keys. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Choice } from '../../components/field.tsx'
import { Card } from '../../components/page.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { Bars } from './bars.tsx'
import { filled } from './forecast.ts'
import { type By, busiestKeysQuery, busiestRoomsQuery, type UsageOf, usageQuery } from './queries.ts'

const route = getRouteApi('/signed-in/orgs/$slug/usage')

const spanMs: Readonly<Record<By, number>> = { hour: 3_600_000, day: 86_400_000 }
const dates: Readonly<Record<By, Intl.DateTimeFormat>> = {
  hour: new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: 'numeric', timeZone: 'UTC' }),
  day: new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
}

interface ChartProps {
  readonly by: By
  readonly title: string
  readonly shows: 'people' | 'joins'
  readonly of?: UsageOf | undefined
}

const Chart = ({ by, title, shows, of }: ChartProps) => {
  const { id: organizationId } = useOrganization()
  const usage = useQuery(usageQuery(organizationId, by, of))
  return (
    <Async query={usage} skeleton={<SkeletonLines lines={4} />}>
      {({ periods, from, to }) => (
        <Bars
          title={title}
          bars={filled(periods, spanMs[by], from, to).map(({ start, period }) => ({
            label: dates[by].format(start),
            value: period?.[shows] ?? 0,
          }))}
        />
      )}
    </Async>
  )
}

/** In an address: `room:plans`, `key:key_…`. */
const ofText = (text: string | undefined): UsageOf | undefined => {
  const [, kind, id] = /^(room|key):(.+)$/s.exec(text ?? '') ?? []
  return kind === undefined || id === undefined ? undefined : { kind: kind as UsageOf['kind'], id }
}

const Picker = ({ of, onPick }: { readonly of: string; readonly onPick: (of: string) => void }) => {
  const { id: organizationId } = useOrganization()
  const { data: rooms } = useQuery(busiestRoomsQuery(organizationId))
  const { data: keys } = useQuery(busiestKeysQuery(organizationId))
  const options = [
    ['', 'Everything'] as const,
    ...(rooms?.rooms ?? []).map(({ id }) => [`room:${id}`, `Room ${id}`] as const),
    ...(keys?.keys ?? []).map(({ id, name }) => [`key:${id}`, `Key ${name ?? id}`] as const),
  ]
  // Of an address that somebody sent: nobody may have come into it for a month.
  const isKnown = options.some(([value]) => value === of)
  return (
    <Choice
      label="Joins of"
      quietLabel
      value={of}
      options={isKnown ? options : [...options, [of, of.replace(':', ' ')]]}
      onChange={(event) => onPick(event.target.value)}
    />
  )
}

export const PeopleByDay = () => (
  <Card title="People by day">
    <Chart by="day" shows="people" title="Different people, the last thirty days" />
  </Card>
)

export const Joins = () => {
  const { of: text } = route.useSearch()
  const navigate = route.useNavigate()
  const of = ofText(text)
  const pick = (next: string) => void navigate({ replace: true, search: next === '' ? {} : { of: next } })
  return (
    <Card title="Joins" actions={<Picker of={of ? `${of.kind}:${of.id}` : ''} onPick={pick} />}>
      <div className="stack">
        <Chart by="hour" shows="joins" of={of} title="By hour, the last two days" />
        <Chart by="day" shows="joins" of={of} title="By day, the last thirty days" />
      </div>
    </Card>
  )
}
