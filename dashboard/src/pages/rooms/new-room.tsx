/** The dialog that makes a room, empty or from a file that another one was exported to. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { apiOf, json } from '../../api/client.ts'
import { FormDialog } from '../../components/dialog.tsx'
import { Choice, Field, valuesOf } from '../../components/field.tsx'
import { say } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { importRoom } from '../room/transfer.ts'
import { roomsKey } from './queries.ts'
import { defaultAccessWords, typeWords } from './words.ts'

type NewRoom = Parameters<ReturnType<typeof apiOf>['rooms']['$post']>[0]['json']

const newRoomOf = ({ id, name, type, defaultAccess, persistence }: Readonly<Record<string, string>>): NewRoom => ({
  ...(id ? { id } : {}),
  name: name || null,
  type: type as NonNullable<NewRoom['type']>,
  defaultAccess: defaultAccess as NonNullable<NewRoom['defaultAccess']>,
  persistence: persistence as NonNullable<NewRoom['persistence']>,
})

export const NewRoomDialog = ({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) => {
  const { id: organizationId, slug } = useOrganization()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [file, setFile] = useState<File | null>(null)
  const create = useMutation({
    mutationFn: (values: Readonly<Record<string, string>>) =>
      file
        ? importRoom(organizationId, values.id || file.name.replace(/\.sfroom$/, ''), file)
        : json(apiOf(organizationId).rooms.$post({ json: newRoomOf(values) })),
    onSuccess: async ({ id, name }) => {
      await queries.invalidateQueries({ queryKey: roomsKey(organizationId) })
      close()
      say(`${name ?? id} is there`)
      await navigate({ to: '/orgs/$slug/rooms/$roomId', params: { slug, roomId: id } })
    },
  })
  const close = () => {
    create.reset()
    setFile(null)
    onClose()
  }
  return (
    <FormDialog
      open={open}
      onClose={close}
      title="Create a room"
      description="People join it by its id. Rooms can also be made by your server, or by whoever comes first with the right to."
      action={file ? 'Import the room' : 'Create the room'}
      busy={create.isPending}
      error={create.error}
      onSubmit={(form) => create.mutate(valuesOf(form))}
    >
      <Field
        label="Id"
        name="id"
        placeholder={file ? file.name.replace(/\.sfroom$/, '') : 'one is made for you'}
        autoComplete="off"
        spellCheck={false}
        maxLength={128}
      />
      {!file && (
        <>
          <Field label="Name" name="name" autoComplete="off" maxLength={256} placeholder="for people, not needed" />
          <div className="form-row">
            <Choice label="Type" name="type" options={Object.entries(typeWords)} />
            <Choice label="Everybody may" name="defaultAccess" options={Object.entries(defaultAccessWords)} />
          </div>
          <Choice
            label="What happens in it"
            name="persistence"
            options={[
              ['durable', 'is kept'],
              ['memory', 'lives only while somebody is there'],
            ]}
            hint="This cannot be changed later."
          />
        </>
      )}
      <Field
        label="From a file"
        type="file"
        accept=".sfroom"
        hint="An export of a room: documents, history, versions and settings."
        onChange={(event) => setFile(event.target.files?.[0] ?? null)}
      />
    </FormDialog>
  )
}
