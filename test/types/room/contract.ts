// What a contract says about its messages, read back as types.
import type { Body, BodyInput, Event, Reply, RequestName, Snapshot } from '@syncforge/protocol/contract'
import { defineContract } from '@syncforge/protocol/contract'
import * as z from 'zod'

export const counter = defineContract({
  name: 'counter',
  requests: {
    'counter.add': {
      access: 'write',
      body: z.object({ by: z.number().default(1) }),
      reply: z.object({ total: z.number() }),
    },
    'counter.clear': { access: 'moderate', body: z.object({}), reply: z.object({}) },
  },
  events: { 'counter.changed': { delivery: 'latest', body: z.object({ total: z.number() }) } },
  channels: {},
  snapshot: z.object({ total: z.number() }),
})
export type Counter = typeof counter

export const names: RequestName<Counter>[] = ['counter.add', 'counter.clear']
export const body: Body<Counter, 'counter.add'> = { by: 2 }
export const withoutDefault: BodyInput<Counter, 'counter.add'> = {}
export const reply: Reply<Counter, 'counter.add'> = { total: 3 }
export const snapshot: Snapshot<Counter> = { total: 3 }
export const event: Event<Counter> = { type: 'counter.changed', body: { total: 3 } }

// @ts-expect-error a handler gets the body with its defaults filled in
export const unfilled: Body<Counter, 'counter.add'> = {}
// @ts-expect-error no such request
export const unknownName: RequestName<Counter> = 'counter.remove'
// @ts-expect-error the reply is an object with a total
export const wrongReply: Reply<Counter, 'counter.add'> = 3
// @ts-expect-error the event's body is not a text
export const wrongEvent: Event<Counter> = { type: 'counter.changed', body: { total: '3' } }

export const wrongAccess = defineContract({
  name: 'wrong',
  // @ts-expect-error there is no such access level
  requests: { 'wrong.ask': { access: 'admin', body: z.object({}), reply: z.object({}) } },
  events: {},
  channels: {},
  snapshot: z.null(),
})

export const wrongDelivery = defineContract({
  name: 'wrong',
  requests: {},
  // @ts-expect-error an event is `latest` or `reliable`
  events: { 'wrong.done': { delivery: 'sometimes', body: z.object({}) } },
  channels: {},
  snapshot: z.null(),
})
