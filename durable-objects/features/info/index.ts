/** Owns nothing: tells what the room is called and is for, as the edge has told the room. Rules RI1 and RI2 are in the contract. */
import { info as contract, type RoomInfo } from '@syncforge/protocol/room-info'
import { defineFeature, type RoomSettings } from '../../room/feature.ts'

const infoOf = ({ info, maxParticipants }: RoomSettings): RoomInfo => ({ ...info, maxParticipants })

export const info = defineFeature({
  contract,
  migrations: [],
  open: ({ settings }) => ({
    handlers: {},
    snapshot: () => infoOf(settings()),
    onSettings(before) {
      const body = infoOf(settings())
      if (JSON.stringify(body) === JSON.stringify(infoOf(before))) return []
      return [{ to: 'everyone', event: { type: 'info.changed', body } }]
    },
  }),
})
