/** The gate: the wire cannot change silently. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import * as z from 'zod'
import type { Contract } from './contract.ts'
import { DocumentKind } from './document-frames.ts'
import { errors } from './errors.ts'
import { Channel } from './frames.ts'
import { HelloBody } from './hello.ts'
import { inbox } from './inbox.ts'
import { contracts } from './index.ts'
import { lobby } from './lobby.ts'
import { protocolHash, subprotocol } from './version.ts'

const schema = (type: z.ZodType) => z.toJSONSchema(type, { unrepresentable: 'any', io: 'input' })

const describeWire = () => ({
  Channel,
  DocumentKind,
  errors,
  hello: schema(HelloBody),
  contracts: [...Object.values<Contract>(contracts), inbox as Contract, lobby as Contract].map(
    ({ name, requests, events, channels, snapshot }) => ({
      name,
      channels: Object.fromEntries(
        Object.entries(channels).map(([channel, { access, maxBytes }]) => [channel, { access, maxBytes }]),
      ),
      snapshot: schema(snapshot),
      requests: Object.entries(requests).map(([type, { body, reply, ...rest }]) => [
        type,
        rest,
        schema(body),
        schema(reply),
      ]),
      events: Object.entries(events).map(([type, { body, delivery }]) => [type, delivery, schema(body)]),
    }),
  ),
})

test('a change to the wire renews protocolHash, and the version when old clients would misread it', () => {
  const hash = createHash('sha256').update(JSON.stringify(describeWire())).digest('hex').slice(0, 16)
  expect(hash, 'the wire changed: see the rule at the top of version.ts').toBe(protocolHash)
})

test('the subprotocol names the version', () => {
  expect(subprotocol).toMatch(/^syncforge\.\d+$/)
})
