/** The room's record, which Phoenix apps call their project. */
import type { RoomInfo } from '@syncforge/protocol/room-info'
import type { OpenWords } from './words.ts'

const statusOf = ({ metadata }: RoomInfo) => metadata.status ?? null

export const infoWords: OpenWords = (speaker) => {
  let status = statusOf(speaker.welcome.snapshots.info)
  return {
    events: {
      'info.changed'(info) {
        speaker.tell('project:updated', info)
        const before = status
        status = statusOf(info)
        if (JSON.stringify(status) !== JSON.stringify(before))
          speaker.tell('project:status_change', { status, previous_status: before })
        return true
      },
    },
  }
}
