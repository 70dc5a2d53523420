/** An endpoint for which more waits than is kept: what it misses it knows of, and whoever looks at it. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import { moveClock } from '../../test/mirror-kit.ts'
import { listenTo } from '../../test/webhooks.ts'

const patience = { timeout: 15_000 }
const keptMax = 50_000

test('[WH8] what falls out past 50,000 is counted for the endpoint, with the time in which it happened; what it does not want is not', async () => {
  const [organizationId, webhookId] = [createId('org'), createId('wh')]
  const endpoint = () => env.ENDPOINT.getByName(webhookId)
  const organization = () => env.ORGANIZATION.getByName(organizationId)
  const settings = {
    organizationId,
    webhookId,
    url: 'http://127.0.0.1:9/hooks',
    secrets: [{ sealed: 'sealed', endsAt: null }],
    debounceMs: 1_000,
    isEnabled: false,
    revision: 1,
  }
  listenTo(organizationId, [{ settings, types: ['document.updated'], roomPrefix: '' }])
  await organization().webhooksChanged(organizationId)
  // It is turned off, and holds as much as it may.
  await runInDurableObject(endpoint(), (_, { storage }) => {
    storage.sql.exec(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${keptMax})
      INSERT INTO endpoint_delivery (id, type, lane, document, body, state, attempts, redeliveries, created_at)
      SELECT 'evt_' || i, 'room.created', 'full', NULL, '{}', 'pending', 0, 0, 1 FROM n`,
    )
  })
  // Before it the organization has as much as it keeps, and ten more: every other of them is wanted.
  await runInDurableObject(organization(), (_, { storage }) => {
    storage.sql.exec(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${keptMax + 9})
      INSERT INTO organization_webhook_event (event)
      SELECT json_object('id', 'evt_' || i, 'at', 1000 + i, 'type', iif(i % 2, 'document.updated', 'room.deleted'), 'data', json_object('roomId', 'r')) FROM n`,
    )
  })
  const room = { organizationId, roomId: 'r', createdAt: 1 }
  const tell = async (count: number) => {
    const changes = Array.from({ length: count }, (_, index) => ({
      document: 'd',
      sequence: index + 1,
      at: Date.now(),
    }))
    await organization().documentsChanged({ room, life: createId('fact'), changes })
    // It looks again after some time, and by then knows what to say.
    for (let looks = 0; looks < 2; looks += 1) {
      moveClock(120_000)
      await runDurableObjectAlarm(organization())
    }
  }
  expect((await endpoint().status()).missed).toBeNull()
  await tell(1)
  await expect
    .poll(async () => (await endpoint().status()).missed, patience)
    .toEqual({ count: 5, since: 1_001, until: 1_009 })
  // The total, however often it is told.
  await tell(4)
  await expect
    .poll(async () => (await endpoint().status()).missed, patience)
    .toEqual({ count: 7, since: 1_001, until: 1_013 })
})
