/** How a room is set up, its file, and its end. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Download, Trash2, Upload } from 'lucide-react'
import { useState } from 'react'
import { apiOf, json } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { FormDialog } from '../../components/dialog.tsx'
import { Choice, Field, TextField, valuesOf } from '../../components/field.tsx'
import { Card } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-view.tsx'
import { exactTime } from '../../components/time.tsx'
import { say, sayProblem } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { roomQuery, roomsKey } from '../rooms/queries.ts'
import { defaultAccessWords, typeWords } from '../rooms/words.ts'
import { DeleteRoom } from './delete-room.tsx'
import { exportRoom, importRoom } from './transfer.ts'

const route = getRouteApi('/signed-in/orgs/$slug/rooms/$roomId/settings')

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

interface RoomDetail {
  readonly id: string
  readonly name: string | null
  readonly type: keyof typeof typeWords
  readonly defaultAccess: keyof typeof defaultAccessWords
  readonly metadata: unknown
  readonly maxParticipants: number
  readonly graceMs: number
  readonly presenceTimeoutMs: number
  readonly historyMs: number
  readonly emptyAfterMs: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly mirroredAt: number | null
}

type Change = Parameters<ReturnType<typeof apiOf>['rooms'][':roomId']['$patch']>[0]['json']

/** What the form says, in the units of the server. @throws SyntaxError for metadata that are no JSON */
const changeOf = (values: Readonly<Record<string, string>>): Change => ({
  name: values.name || null,
  type: values.type as RoomDetail['type'],
  defaultAccess: values.defaultAccess as RoomDetail['defaultAccess'],
  maxParticipants: Number(values.maxParticipants),
  graceMs: Math.round(Number(values.grace) * 1_000),
  presenceTimeoutMs: Math.round(Number(values.presenceTimeout) * 1_000),
  historyMs: Math.round(Number(values.history) * DAY_MS),
  emptyAfterMs: Math.round(Number(values.emptyAfter) * MINUTE_MS),
  metadata: JSON.parse(values.metadata || '{}') as unknown,
})

const metadataFault = (text: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(text || '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? undefined
      : 'It has to be a JSON object.'
  } catch {
    return 'This is no JSON.'
  }
}

const SetUp = ({ room }: { readonly room: RoomDetail }) => {
  const { id: organizationId } = useOrganization()
  const { may, reason } = useRight('rooms:write')
  const queries = useQueryClient()
  const [fault, setFault] = useState<string>()
  const save = useMutation({
    mutationFn: (change: Change) =>
      json(apiOf(organizationId).rooms[':roomId'].$patch({ param: { roomId: room.id }, json: change })),
    onSuccess: async () => {
      say('Saved: it holds for who is there as well')
      await queries.invalidateQueries({ queryKey: roomsKey(organizationId) })
    },
  })
  return (
    <Card title="Set-up">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          const values = valuesOf(event.currentTarget)
          const found = metadataFault(values.metadata ?? '')
          setFault(found)
          if (found === undefined && may) save.mutate(changeOf(values))
        }}
      >
        <div className="form-row">
          <Field label="Name" name="name" defaultValue={room.name ?? ''} maxLength={256} readOnly={!may} />
          <Choice
            label="Type"
            name="type"
            defaultValue={room.type}
            options={Object.entries(typeWords)}
            disabled={!may}
          />
          <Choice
            label="Everybody may"
            name="defaultAccess"
            defaultValue={room.defaultAccess}
            options={Object.entries(defaultAccessWords)}
            disabled={!may}
          />
        </div>
        <div className="form-row">
          <Field
            label="People at most"
            name="maxParticipants"
            type="number"
            min={1}
            defaultValue={room.maxParticipants}
            readOnly={!may}
            required
          />
          <Field
            label="History, days"
            name="history"
            type="number"
            min={0}
            step="any"
            defaultValue={room.historyMs / DAY_MS}
            hint="0 keeps none."
            readOnly={!may}
            required
          />
          <Field
            label="Clean up when empty, minutes"
            name="emptyAfter"
            type="number"
            min={0}
            step="any"
            defaultValue={room.emptyAfterMs / MINUTE_MS}
            readOnly={!may}
            required
          />
        </div>
        <div className="form-row">
          <Field
            label="Keep a lost place, seconds"
            name="grace"
            type="number"
            min={0}
            step="any"
            defaultValue={room.graceMs / 1_000}
            readOnly={!may}
            required
          />
          <Field
            label="Silent for too long, seconds"
            name="presenceTimeout"
            type="number"
            min={1}
            step="any"
            defaultValue={room.presenceTimeoutMs / 1_000}
            hint="Nothing heard for this long: gone for everybody."
            readOnly={!may}
            required
          />
        </div>
        <TextField
          label="Metadata"
          name="metadata"
          className="field field-area mono"
          spellCheck={false}
          defaultValue={JSON.stringify(room.metadata, null, 2)}
          hint="JSON of your own, 16 kB at most."
          error={fault}
          readOnly={!may}
        />
        {save.error !== null && <ProblemNote problem={toProblem(save.error)} />}
        <div className="form-actions">
          <Button type="submit" look="primary" busy={save.isPending} reason={reason}>
            Save
          </Button>
        </div>
      </form>
    </Card>
  )
}

const ImportDialog = ({ roomId, onClose }: { readonly roomId: string; readonly onClose: () => void }) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const take = useMutation({
    mutationFn: (chosen: File) => importRoom(organizationId, roomId, chosen),
    onSuccess: async () => {
      say('Everything of the file is in the room')
      onClose()
      await queries.invalidateQueries({ queryKey: roomQuery(organizationId, roomId).queryKey })
    },
  })
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Import into this room"
      description="The room has to be empty, and keeps its settings. All of the file is taken, or nothing."
      action="Import"
      busy={take.isPending}
      error={take.error}
      onSubmit={() => file && take.mutate(file)}
    >
      <Field
        label="File"
        type="file"
        accept=".sfroom"
        required
        onChange={({ target }) => setFile(target.files?.[0] ?? null)}
      />
    </FormDialog>
  )
}

const Transfer = ({ roomId }: { readonly roomId: string }) => {
  const { id: organizationId } = useOrganization()
  const { reason: noReading } = useRight('documents:read')
  const { reason: noWriting } = useRight('rooms:write')
  const [isImporting, setImporting] = useState(false)
  const save = useMutation({ mutationFn: () => exportRoom(organizationId, roomId), onError: sayProblem })
  return (
    <Card
      title="Export and import"
      lead="One file holds everything: documents, their history and versions, and how the room is set up."
    >
      <div className="form-actions">
        <Button icon={<Download aria-hidden />} busy={save.isPending} reason={noReading} onClick={() => save.mutate()}>
          Export
        </Button>
        <Button icon={<Upload aria-hidden />} reason={noWriting} onClick={() => setImporting(true)}>
          Import into this room
        </Button>
      </div>
      {isImporting && <ImportDialog roomId={roomId} onClose={() => setImporting(false)} />}
    </Card>
  )
}

export const RoomSettings = () => {
  const { roomId, slug } = route.useParams()
  const navigate = route.useNavigate()
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('rooms:write')
  const room = useQuery(roomQuery(organizationId, roomId))
  const [isDeleting, setDeleting] = useState(false)
  return (
    <Async query={room} skeleton={<SkeletonLines lines={8} />}>
      {(found) => (
        <div className="stack">
          <SetUp key={found.updatedAt} room={found} />
          <Transfer roomId={roomId} />
          <Card title="About it">
            <dl className="facts">
              <dt>Created</dt>
              <dd>{exactTime(found.createdAt)}</dd>
              <dt>Changed</dt>
              <dd>{exactTime(found.updatedAt)}</dd>
              <dt>Copied to the database</dt>
              <dd>{found.mirroredAt === null ? 'nothing to copy yet' : exactTime(found.mirroredAt)}</dd>
            </dl>
          </Card>
          <Card danger title="Delete the room" lead="Everything in it is erased, and whoever is there is sent away.">
            <Button look="danger" icon={<Trash2 aria-hidden />} reason={reason} onClick={() => setDeleting(true)}>
              Delete…
            </Button>
          </Card>
          <DeleteRoom
            roomId={isDeleting ? roomId : null}
            onClose={() => setDeleting(false)}
            onDeleted={() => void navigate({ to: '/orgs/$slug/rooms', params: { slug } })}
          />
        </div>
      )}
    </Async>
  )
}
