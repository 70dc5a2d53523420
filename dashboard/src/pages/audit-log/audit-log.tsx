/** Every administrative act of an organization: who did what to whom, from where, when; filtered, and taken along as a file. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import { Async, Empty, SkeletonRows } from '../../components/async.tsx'
import { Choice } from '../../components/field.tsx'
import { More } from '../../components/more.tsx'
import { Page } from '../../components/page.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { membersQuery } from '../members/queries.ts'
import { AuditEntries } from './entries.tsx'
import { ExportLog } from './export-log.tsx'
import { auditLogQuery } from './queries.ts'
import { kinds } from './words.ts'

const route = getRouteApi('/signed-in/orgs/$slug/audit-log')

export const AuditLog = () => {
  const { id: organizationId } = useOrganization()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const log = useInfiniteQuery(auditLogQuery(organizationId, filter))
  const members = useInfiniteQuery(membersQuery(organizationId))
  const colleagues = members.data?.pages.flatMap((page) => page.members) ?? []
  const narrow = (change: { actor?: string; act?: string }) =>
    void navigate({
      replace: true,
      search: Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== '')),
    })
  return (
    <Page
      title="Audit log"
      lead="Every administrative act, written in the same moment as the act itself. Nobody can change it."
      actions={<ExportLog filter={filter} />}
    >
      <div className="filters">
        <Choice
          label="Who"
          value={filter.actor ?? ''}
          options={[['', 'Everybody'], ...colleagues.map(({ userId, name }) => [userId, name] as const)]}
          onChange={({ target }) => narrow({ actor: target.value })}
        />
        <Choice
          label="What"
          value={filter.act ?? ''}
          options={[['', 'Everything'], ...kinds]}
          onChange={({ target }) => narrow({ act: target.value })}
        />
      </div>
      <Async query={log} skeleton={<SkeletonRows rows={8} />}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries)
          if (entries.length === 0)
            return (
              <Empty icon={<ScrollText aria-hidden />} title="Nothing like that">
                {filter.actor || filter.act
                  ? 'No act fits both filters.'
                  : 'What is done here is written down from now on.'}
              </Empty>
            )
          return (
            <div className="table-frame">
              <AuditEntries entries={entries} />
              <More query={log} />
            </div>
          )
        }}
      </Async>
    </Page>
  )
}
