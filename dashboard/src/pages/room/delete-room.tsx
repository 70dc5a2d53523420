/** Asks before a room is deleted, and deletes it. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiOf, done } from '../../api/client.ts'
import { Confirm } from '../../components/dialog.tsx'
import { say } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { roomsKey } from '../rooms/queries.ts'

interface DeleteRoomProps {
  /** The room that is asked about; `null` when none is. */
  readonly roomId: string | null
  readonly onClose: () => void
  readonly onDeleted?: () => void
}

export const DeleteRoom = ({ roomId, onClose, onDeleted }: DeleteRoomProps) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: (id: string) => done(apiOf(organizationId).rooms[':roomId'].$delete({ param: { roomId: id } })),
    onSuccess: async () => {
      say('The room is deleted')
      onDeleted?.()
      onClose()
      await queries.invalidateQueries({ queryKey: roomsKey(organizationId) })
    },
  })
  return (
    <Confirm
      key={roomId}
      open={roomId !== null}
      onClose={() => {
        remove.reset()
        onClose()
      }}
      title="Delete this room?"
      description="Everything in it is erased, its history and versions too, and whoever is there is sent away. Nothing brings it back."
      action="Delete the room"
      {...(roomId === null ? {} : { typed: roomId })}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => roomId !== null && remove.mutate(roomId)}
    />
  )
}
