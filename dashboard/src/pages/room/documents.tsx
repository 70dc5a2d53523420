/** The documents of a room, previewed as they are now. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { FileText, RefreshCw } from 'lucide-react'
import { Async, Empty, SkeletonLines } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/page.tsx'
import { Ago } from '../../components/time.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { DocumentContent } from './document-content.tsx'
import { documentJsonQuery, documentsQuery, usageQuery } from './queries.ts'

const route = getRouteApi('/signed-in/orgs/$slug/rooms/$roomId/documents')

const bytes = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 })
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 })

const Fullness = ({ roomId, name }: { readonly roomId: string; readonly name: string }) => {
  const { id: organizationId } = useOrganization()
  const { data } = useQuery(usageQuery(organizationId, roomId, name))
  if (!data) return null
  return (
    <>
      {bytes.format(data.bytes.is / 1_000)} stored, {percent.format(data.share)} full, {data.clients.is} Yjs clients
    </>
  )
}

const Preview = ({ roomId, name }: { readonly roomId: string; readonly name: string }) => {
  const { id: organizationId } = useOrganization()
  const content = useQuery(documentJsonQuery(organizationId, roomId, name))
  return (
    <Card
      title={name}
      lead={<Fullness roomId={roomId} name={name} />}
      actions={
        <Button
          size="small"
          icon={<RefreshCw aria-hidden />}
          busy={content.isFetching}
          onClick={() => void content.refetch()}
        >
          As it is now
        </Button>
      }
    >
      <Async query={content} skeleton={<SkeletonLines lines={6} />}>
        {(found) => <DocumentContent content={found} />}
      </Async>
    </Card>
  )
}

export const Documents = () => {
  const { roomId } = route.useParams()
  const { document: chosen } = route.useSearch()
  const navigate = route.useNavigate()
  const { id: organizationId } = useOrganization()
  const documents = useQuery(documentsQuery(organizationId, roomId))
  return (
    <Async query={documents} skeleton={<SkeletonLines lines={5} />}>
      {(found) => {
        const shown = found.find(({ name }) => name === chosen) ?? found[0]
        if (!shown)
          return (
            <Empty icon={<FileText aria-hidden />} title="No documents yet">
              A document is there once somebody has written into it.
            </Empty>
          )
        return (
          <div className="split">
            <nav className="picks" aria-label="Documents">
              {found.map(({ name, createdAt }) => (
                <button
                  key={name}
                  type="button"
                  className="pick"
                  aria-pressed={name === shown.name}
                  onClick={() => void navigate({ search: { document: name }, replace: true })}
                >
                  <span>{name}</span>
                  <small>
                    since <Ago at={createdAt} />
                  </small>
                </button>
              ))}
            </nav>
            <Preview key={shown.name} roomId={roomId} name={shown.name} />
          </div>
        )
      }}
    </Async>
  )
}
