/**
 * Presence as the stock client merges it: the whole list once, then diffs, each meta under a ref that changes with its content. Also says what the
 * room is with the join.
 */
import type { Participant } from '@syncforge/protocol/presence'
import type { JsonObject } from '@syncforge/protocol/schemas'
import { fieldsOf, idFor, textOf } from './payload.ts'
import type { OpenWords } from './words.ts'

export const presenceWords: OpenWords = (speaker) => {
  const { welcome, people: list } = speaker
  const { self, session, room, snapshots } = welcome
  /** Which document the person works on: theirs by what they lock, not by what they say. */
  let location: JsonObject = {}
  /** The rest of their presence. */
  let mine = list.person(self.connectionId)?.presence ?? {}
  if (session.resumed) {
    const { current_document, editing, ...rest } = mine
    const isLocked = snapshots.locks.some(
      ({ key, connectionId }) => connectionId === self.connectionId && key === `document:${current_document}`,
    )
    if (isLocked) location = { current_document: current_document ?? null, editing: editing ?? true }
    mine = rest
  }

  const sayDiff = () => {
    const diff = list.takeDiff()
    if (diff !== null) speaker.tell('presence_diff', diff)
  }
  const update = async (change: { readonly mine?: JsonObject; readonly location?: JsonObject }) => {
    mine = change.mine ?? mine
    location = change.location ?? location
    const presence = { ...mine, ...location }
    await speaker.ask('presence.update', { presence })
    list.change(self.connectionId, { presence })
    sayDiff()
    return {}
  }

  return {
    requests: {
      'presence:update': (payload) => update({ mine: fieldsOf(payload) as JsonObject }),
      'presence.update': (payload) => update({ mine: fieldsOf(fieldsOf(payload).presence) as JsonObject }),
      cursor_pos: (payload) => update({ mine: { ...mine, ...(fieldsOf(payload) as JsonObject) } }),
      async 'presence.activity'(payload) {
        const { activity } = fieldsOf(payload) as Pick<Participant, 'activity'>
        await speaker.ask('presence.activity', { activity })
        list.change(self.connectionId, { activity })
        sayDiff()
        return {}
      },
      'document:start_editing': (payload) =>
        update({ location: { current_document: idFor(textOf(fieldsOf(payload), 'document_id')), editing: true } }),
      'document:stop_editing': () => update({ location: {} }),
    },
    events: {
      'presence.joined'(person) {
        list.join(person)
        return true
      },
      'presence.updated'({ connectionId, presence }) {
        list.change(connectionId, { presence })
        return true
      },
      'presence.turned'({ connectionId, activity }) {
        list.change(connectionId, { activity })
        return true
      },
      'presence.left'({ connectionId }) {
        list.leave(connectionId)
        return true
      },
      'locks.changed'({ key, lease }) {
        // Ended, or somebody else's now.
        const isLost = lease?.connectionId !== self.connectionId
        if (isLost && key === `document:${location.current_document}`) update({ location: {} }).catch(() => {})
        return false
      },
    },
    settled: sayDiff,
    joining() {
      const { self, session, serverTime } = speaker.now()
      return {
        self: {
          user_id: self.userId,
          ...self.userInfo,
          verified: self.verified,
          access: self.access,
          ...(self.documents === undefined ? {} : { documents: self.documents }),
          connection_id: self.connectionId,
        },
        session: { ...session, connectionId: self.connectionId },
        server_time: serverTime,
      }
    },
    joined(stay) {
      if (stay.kind !== 'room') return
      sayDiff()
      stay.push('presence_state', list.state())
      const { presence: _, ...told } = speaker.now().snapshots
      stay.push('room_state', { room, ...told })
    },
  }
}
