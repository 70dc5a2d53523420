// What the compiler refuses in a feature: it is the first reader of every new one.
import { defineFeature, type RoomFeature } from '../../../durable-objects/room/feature.ts'
import { type Counter, counter } from './contract.ts'

const parts: RoomFeature<Counter> = {
  handlers: {
    'counter.add': ({ by }) => ({
      reply: { total: by },
      announce: [{ to: 'others', event: { type: 'counter.changed', body: { total: by } } }],
    }),
    'counter.clear': () => ({ reply: {} }),
  },
  snapshot: () => ({ total: 0 }),
}

export const complete = defineFeature({ contract: counter, migrations: [], open: () => parts })

export const withoutHandler: RoomFeature<Counter> = {
  ...parts,
  // @ts-expect-error `counter.clear` has no handler
  handlers: { 'counter.add': parts.handlers['counter.add'] },
}

export const asyncHandler: RoomFeature<Counter> = {
  ...parts,
  // @ts-expect-error a request is a transaction: its handler is synchronous
  handlers: { ...parts.handlers, 'counter.clear': async () => ({ reply: {} }) },
}

export const wrongReply: RoomFeature<Counter> = {
  ...parts,
  // @ts-expect-error the reply of `counter.add` has a total
  handlers: { ...parts.handlers, 'counter.add': () => ({ reply: {} }) },
}

export const foreignEvent: RoomFeature<Counter> = {
  ...parts,
  handlers: {
    ...parts.handlers,
    'counter.clear': () => ({
      reply: {},
      // @ts-expect-error a feature announces its own events only
      announce: [{ to: 'everyone', event: { type: 'presence.joined', body: {} } }],
    }),
  },
}

export const nobody: RoomFeature<Counter> = {
  ...parts,
  // @ts-expect-error there is no such audience
  onLeave: () => [{ to: 'nobody', event: { type: 'counter.changed', body: { total: 0 } } }],
}

// @ts-expect-error a newcomer is told the total
export const wrongSnapshot: RoomFeature<Counter> = { ...parts, snapshot: () => null }

// @ts-expect-error a migration has an id, so that it runs once
export const namelessMigration = defineFeature({ contract: counter, migrations: [{ sql: '' }], open: () => parts })
