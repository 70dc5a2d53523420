/** What a topic names: a room, one of its documents, or somebody's inbox. */
import { defaultDocument, idPatterns } from '@syncforge/protocol/ids'

export type Topic =
  /** `document`: the one that its updates are of. */
  | { readonly kind: 'room' | 'document'; readonly roomId: string; readonly document: string }
  | { readonly kind: 'inbox'; readonly userId: string }

/**
 * `null` for a topic that nothing stands for.
 *
 * @example parseTopic('doc:plan/notes') // { kind: 'document', roomId: 'plan', document: 'notes' }
 */
export const parseTopic = (topic: string): Topic | null => {
  const [, scheme, rest = ''] = /^(room|doc|project|user):(.+)$/s.exec(topic) ?? []
  if (scheme === 'user') return { kind: 'inbox', userId: rest }
  if (scheme === 'project') {
    // A place within a project is the project's room: `project:7:chat`.
    const [, id = rest] = /^([^:]+):(?:planning|chat|document:[^:]+)$/.exec(rest) ?? []
    return idPatterns.room.test(id) ? { kind: 'room', roomId: id, document: defaultDocument } : null
  }
  if (scheme === 'room') {
    return idPatterns.room.test(rest) ? { kind: 'room', roomId: rest, document: defaultDocument } : null
  }
  if (scheme !== 'doc') return null
  const slash = rest.indexOf('/')
  const roomId = slash < 0 ? rest : rest.slice(0, slash)
  const document = slash < 0 ? defaultDocument : rest.slice(slash + 1)
  const isValid = idPatterns.room.test(roomId) && idPatterns.document.test(document)
  return isValid ? { kind: 'document', roomId, document } : null
}
