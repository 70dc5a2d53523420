/** A room as a file: out of it onto this computer, and from there into one. */
import { apiOf, blob } from '../../api/client.ts'
import { problemOf, unreachable } from '../../api/problem.ts'
import { saveFile } from '../../files/save-file.ts'

const FILE_TYPE = 'application/vnd.syncforge.room'

/** Saves everything the room holds as `<id>.sfroom`. @throws Problem */
export const exportRoom = async (organizationId: string, roomId: string): Promise<void> => {
  const file = await blob(apiOf(organizationId).rooms[':roomId'].export.$get({ param: { roomId } }))
  saveFile(file, `${roomId}.sfroom`)
}

/** Makes the room as the file says, or fills an empty one. All of the file, or nothing. @throws Problem */
export const importRoom = async (
  organizationId: string,
  roomId: string,
  file: Blob,
): Promise<{ readonly id: string; readonly name: string | null }> => {
  const address = apiOf(organizationId).rooms[':roomId'].import.$url({ param: { roomId } })
  const headers = { 'SyncForge-Organization': organizationId, 'content-type': FILE_TYPE }
  const response = await fetch(address, { method: 'POST', headers, body: file }).catch(() => {
    throw unreachable()
  })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw problemOf(response.status, body, response.headers)
  return body as { id: string; name: string | null }
}
