/** Events for Sentry: what a line becomes, what a storm costs. */
import { expect, it } from 'vitest'
import { createSentry, readSentryDsn } from './sentry.ts'

it.each([
  ['https://abc123@o1.ingest.sentry.io/42', { address: 'https://o1.ingest.sentry.io/api/42/envelope/', key: 'abc123' }],
  ['http://k@127.0.0.1:9000/sub/7', { address: 'http://127.0.0.1:9000/sub/api/7/envelope/', key: 'k' }],
  ['https://sentry.example/42', undefined],
  ['https://abc@sentry.example/project', undefined],
  ['ftp://abc@sentry.example/42', undefined],
  ['nothing', undefined],
])('reads %s', (dsn, target) => {
  expect(readSentryDsn(dsn)).toEqual(target)
})

const gather = () => {
  const sent: { address: string; event: Record<string, unknown>; key: string | undefined }[] = []
  const tell = createSentry(
    { address: 'https://s.example/api/1/envelope/', key: 'k' },
    'staging',
    async (address, init) => {
      const [, , event = ''] = init.body.split('\n')
      sent.push({ address, event: JSON.parse(event), key: init.headers['x-sentry-auth'] })
    },
  )
  return { sent, tell }
}

it('tells what failed, where, and by which ids it is found', async () => {
  const { sent, tell } = gather()
  const stack = 'Error: no\n    at inner (edge.js:3:14)\n    at async https://a.example/edge.js:1:2'
  await tell({ event: 'request_failed', message: 'no', stack, roomId: 'plan', requestId: 'req_1', attempts: 3 })
  expect(sent).toMatchObject([
    {
      address: 'https://s.example/api/1/envelope/',
      key: 'Sentry sentry_version=7, sentry_key=k, sentry_client=syncforge/1',
      event: {
        event_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        level: 'error',
        environment: 'staging',
        tags: { event: 'request_failed', roomId: 'plan', requestId: 'req_1' },
        extra: { attempts: 3 },
        exception: {
          values: [
            {
              type: 'request_failed',
              value: 'no',
              stacktrace: {
                frames: [
                  { filename: 'async https://a.example/edge.js', lineno: 1, colno: 2 },
                  { function: 'inner', filename: 'edge.js', lineno: 3, colno: 14 },
                ],
              },
            },
          ],
        },
      },
    },
  ])
})

it('sends thirty a minute, and says afterwards how many it left out', async () => {
  const { sent, tell } = gather()
  const startedAt = Date.now()
  const now = Date.now
  try {
    Date.now = () => startedAt
    for (let i = 0; i < 100; i++) await tell({ event: 'mirror_failed' })
    expect(sent).toHaveLength(30)
    Date.now = () => startedAt + 60_000
    await tell({ event: 'mirror_failed' })
    expect(sent.at(-1)?.event).toMatchObject({ extra: { leftOut: 70 } })
    expect(sent).toHaveLength(31)
  } finally {
    Date.now = now
  }
})

it('one that does not arrive is nobody’s error', async () => {
  const tell = createSentry({ address: 'a', key: 'k' }, 'production', () => Promise.reject(new Error('away')))
  await expect(tell({ event: 'x' })).resolves.toBeUndefined()
})
