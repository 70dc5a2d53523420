/** One version: what the document was, and the ways to bring it back or forget it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { apiOf, done } from '../../api/client.ts'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { Card } from '../../components/page.tsx'
import { exactTime } from '../../components/time.tsx'
import { say } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { roomQuery } from '../rooms/queries.ts'
import { DocumentContent } from './document-content.tsx'
import { versionQuery } from './queries.ts'

interface VersionViewProps {
  readonly roomId: string
  readonly version: {
    readonly id: string
    readonly name: string | null
    readonly at: number
    readonly by: { readonly name: string } | null
  }
}

export const VersionView = ({ roomId, version: { id, name, at, by } }: VersionViewProps) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const { reason } = useRight('documents:write')
  const content = useQuery(versionQuery(organizationId, roomId, id))
  const [asking, setAsking] = useState<'restore' | 'forget' | null>(null)
  const versions = apiOf(organizationId).rooms[':roomId'].versions[':versionId']
  const act = useMutation({
    mutationFn: (what: 'restore' | 'forget') => {
      const param = { roomId, versionId: id }
      return done(what === 'restore' ? versions.restore.$post({ param }) : versions.$delete({ param }))
    },
    onSuccess: async (_, what) => {
      say(what === 'restore' ? 'The document is as it was then' : 'The version is forgotten')
      setAsking(null)
      await queries.invalidateQueries({ queryKey: roomQuery(organizationId, roomId).queryKey })
    },
  })
  const close = () => {
    act.reset()
    setAsking(null)
  }
  return (
    <Card
      title={name ?? 'Automatic version'}
      lead={`${exactTime(at)}${by ? `, ${by.name}` : ''}`}
      actions={
        <div className="form-actions">
          <Button size="small" icon={<RotateCcw aria-hidden />} reason={reason} onClick={() => setAsking('restore')}>
            Restore
          </Button>
          <Button size="small" icon={<Trash2 aria-hidden />} reason={reason} onClick={() => setAsking('forget')}>
            Forget
          </Button>
        </div>
      }
    >
      <Async query={content} skeleton={<SkeletonLines lines={6} />}>
        {(found) => <DocumentContent content={found} />}
      </Async>
      <Confirm
        open={asking !== null}
        onClose={close}
        title={asking === 'forget' ? 'Forget this version?' : 'Restore this version?'}
        description={
          asking === 'forget'
            ? 'The document stays as it is. This point of its past can no longer be looked at or restored.'
            : 'As a new edit that everybody in the room gets. What was written since is not lost: it stays in the history.'
        }
        action={asking === 'forget' ? 'Forget it' : 'Restore it'}
        busy={act.isPending}
        error={act.error}
        onConfirm={() => asking && act.mutate(asking)}
      />
    </Card>
  )
}
