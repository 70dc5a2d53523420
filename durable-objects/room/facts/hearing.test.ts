/** Rule WH11, in a room whose organization has endpoints or none. What they receive is in test/http/webhooks/events.test.ts. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import { moveClock } from '../../test/mirror-kit.ts'
import { listenTo } from '../../test/webhooks.ts'
import { actor, freshRoom, replyOf } from '../../test-kit.ts'

const ask = (prefix: string) => {
  const organizationId = createId('org')
  const room = freshRoom()
  const listen = async (types: readonly ('message.sent' | 'room.entered')[], roomPrefix: string) => {
    const settings = {
      ...{ organizationId, webhookId: createId('wh'), url: 'http://127.0.0.1:9/hooks', secrets: [] },
      ...{ debounceMs: 1_000, isEnabled: false, revision: 1 },
    }
    listenTo(organizationId, [{ settings, types, roomPrefix }])
    await env.ORGANIZATION.getByName(organizationId).webhooksChanged(organizationId)
  }
  const say = (body: string) =>
    replyOf(room.ask('chat.send', { body }, actor({ organizationId, roomId: `${prefix}room` })))
  /** How many messages the room ever had to tell of. */
  const told = () =>
    runInDurableObject(
      room,
      (_, { storage }) =>
        storage.sql
          .exec<{ sequence: number }>("SELECT sequence FROM room_fact WHERE kind = 'message.sent' ORDER BY sequence")
          .toArray().length,
    )
  /** Says something until the room has heard whether anybody wants it; whether it then writes down what was said. */
  const writes = async (): Promise<boolean> => {
    await say('first')
    for (let quiet = 0, tries = 0; tries < 40; tries++) {
      const before = await told()
      await say(`word ${tries}`)
      if ((await told()) === before) quiet += 1
      else quiet = 0
      if (quiet === 3) return false
      await scheduler.wait(5)
    }
    return true
  }
  return { listen, writes }
}

test('[WH11] a room whose messages no endpoint asks for writes none of them down for one, and within a minute they are when one does', async () => {
  const { listen, writes } = ask('quiet-')
  await listen(['room.entered'], '')
  expect(await writes()).toBe(false)
  await listen(['message.sent'], 'other-')
  moveClock(61_000)
  expect(await writes()).toBe(false)
  await listen(['message.sent'], 'quiet-')
  moveClock(61_000)
  expect(await writes()).toBe(true)
})
