/** Owns nothing: passes a customer's event on to everyone else. Rules BR1–BR3 are in the contract. */
import { broadcast as contract } from '@syncforge/protocol/broadcast'
import { defineFeature } from '../../room/feature.ts'

export const broadcast = defineFeature({
  contract,
  migrations: [],
  open: () => ({
    handlers: {
      'broadcast.send'({ event, payload }, from) {
        const connectionId = from.number === 0 ? null : from.id
        const body = { event, payload, user: from.user, connectionId }
        return { reply: {}, announce: [{ to: 'others', event: { type: 'broadcast.sent', body } }] }
      },
    },
    snapshot: () => null,
  }),
})
