/** The past of a room's documents: versions to look at, name, restore and forget. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { History, Plus } from 'lucide-react'
import { useState } from 'react'
import { apiOf, json } from '../../api/client.ts'
import { Async, Empty, SkeletonLines } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { FormDialog } from '../../components/dialog.tsx'
import { Choice, Field, valuesOf } from '../../components/field.tsx'
import { Ago } from '../../components/time.tsx'
import { say } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { documentsQuery, versionsQuery } from './queries.ts'
import { VersionView } from './version-view.tsx'

const route = getRouteApi('/signed-in/orgs/$slug/rooms/$roomId/versions')

interface NameVersionProps {
  readonly roomId: string
  readonly document: string
  readonly open: boolean
  readonly onClose: () => void
}

const NameVersion = ({ roomId, document, open, onClose }: NameVersionProps) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const create = useMutation({
    mutationFn: (name: string) =>
      json(apiOf(organizationId).rooms[':roomId'].versions.$post({ param: { roomId }, json: { document, name } })),
    onSuccess: async () => {
      say('The version is kept')
      onClose()
      await queries.invalidateQueries({ queryKey: versionsQuery(organizationId, roomId, document).queryKey })
    },
  })
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title="Keep the document as it is now"
      action="Keep it"
      busy={create.isPending}
      error={create.error}
      onSubmit={(form) => create.mutate(valuesOf(form).name ?? '')}
    >
      <Field label="Name" name="name" maxLength={256} autoComplete="off" required />
    </FormDialog>
  )
}

export const Versions = () => {
  const { roomId } = route.useParams()
  const { document = 'default', version: chosen } = route.useSearch()
  const navigate = route.useNavigate()
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('documents:write')
  const documents = useQuery(documentsQuery(organizationId, roomId))
  const versions = useQuery(versionsQuery(organizationId, roomId, document))
  const [naming, setNaming] = useState(false)
  const names = new Set([document, ...(documents.data ?? []).map(({ name }) => name)])
  return (
    <>
      <div className="filters">
        <Choice
          label="Document"
          quietLabel
          value={document}
          options={Array.from(names, (name) => [name, name] as const)}
          onChange={(event) => void navigate({ search: { document: event.target.value }, replace: true })}
        />
        <Button icon={<Plus aria-hidden />} reason={reason} onClick={() => setNaming(true)}>
          Keep a version
        </Button>
      </div>
      <Async query={versions} skeleton={<SkeletonLines lines={5} />}>
        {(found) => {
          const shown = found.find(({ id }) => id === chosen) ?? found[0]
          if (!shown)
            return (
              <Empty icon={<History aria-hidden />} title="No versions yet">
                The room makes one by itself when an editing spell ends; you can keep one by name at any time.
              </Empty>
            )
          return (
            <div className="split">
              <nav className="picks" aria-label="Versions, newest first">
                {found.map(({ id, name, at, by, kind }) => (
                  <button
                    key={id}
                    type="button"
                    className="pick"
                    aria-pressed={id === shown.id}
                    onClick={() => void navigate({ search: { document, version: id }, replace: true })}
                  >
                    <span>{name ?? (kind === 'automatic' ? 'Automatic' : 'Unnamed')}</span>
                    <small>
                      <Ago at={at} />
                      {by && ` · ${by.name}`}
                    </small>
                  </button>
                ))}
              </nav>
              <VersionView key={shown.id} roomId={roomId} version={shown} />
            </div>
          )
        }}
      </Async>
      <NameVersion roomId={roomId} document={document} open={naming} onClose={() => setNaming(false)} />
    </>
  )
}
