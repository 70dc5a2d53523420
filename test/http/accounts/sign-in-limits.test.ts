/** Floods: how many wait for a hash, how often an account, an address and a session may try; and that no room waits for any of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browse, password, signUp } from '../../kit/accounts.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { call } from '../call.ts'

const limited = (status: number, body: Record<string, unknown>) => {
  expect([status, body]).toEqual([
    429,
    {
      code: 'RATE_LIMITED',
      message: expect.any(String),
      error: { code: 'RATE_LIMITED', message: expect.any(String), details: { retryAfterMs: expect.any(Number) } },
      request_id: expect.stringMatching(/^req_/),
    },
  ])
}

describe('a crowd that signs in at once', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server?.stop())

  it('waits in a bounded row, the others are told at once, and a room answers as quickly as ever', async () => {
    const room = '/api/v1/rooms/beside/participants'
    await call(server, '/api/v1/rooms', { method: 'POST', json: { id: 'beside' } })
    await call(server, room)
    let isOver = false
    const pings: number[] = []
    const pinging = (async () => {
      while (!isOver) {
        const startedAt = performance.now()
        expect((await call(server, room)).status).toBe(200)
        pings.push(performance.now() - startedAt)
      }
    })()
    const startedAt = performance.now()
    const crowd = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        browse(server).post('/sign-in/email', { email: `nobody-${index}@example.com`, password }),
      ),
    )
    const tookMs = performance.now() - startedAt
    isOver = true
    await pinging
    const refused = crowd.filter(({ status }) => status === 429)
    const waited = crowd.filter(({ status }) => status === 401)
    // Told by their answers, should there be others.
    const others = crowd.filter(({ status }) => status !== 429 && status !== 401)
    expect(others.map(({ status, body }) => [status, body])).toEqual([])
    expect(waited.length).toBeGreaterThanOrEqual(32)
    expect(refused.length).toBeGreaterThanOrEqual(20)
    for (const { status, body } of refused) limited(status, body)
    // In one process a ping waits for all hashes that are ahead of it.
    console.log(
      `${waited.length} hashes in ${Math.round(tookMs)} ms; of ${pings.length} pings the slowest took ${Math.round(Math.max(...pings))} ms`,
    )
    expect(pings.length).toBeGreaterThan(10)
    expect(Math.max(...pings)).toBeLessThan(tookMs / 3)
  })

  it('may try one account twenty times in a quarter of an hour, wherever it comes from', async () => {
    const ada = await signUp(server)
    const guess = () =>
      browse(server).post('/sign-in/email', { email: ada.email.toUpperCase(), password: 'a wrong password' })
    for (let tries = 0; tries < 20; tries += 5) {
      const answers = await Promise.all([guess(), guess(), guess(), guess(), guess()])
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
    }
    const refused = await guess()
    limited(refused.status, refused.body)
    const { retryAfterMs } = (refused.body.error as { details: { retryAfterMs: number } }).details
    expect(retryAfterMs).toBeGreaterThan(14 * 60_000)
    const bob = await signUp(server, { name: 'Bob' })
    expect((await browse(server).post('/sign-in/email', { email: bob.email, password })).status).toBe(200)
    expect(ada.email).not.toBe(bob.email)
  })

  it('may have ten mails sent to one address in an hour, and guess a password of a session twenty times', async () => {
    const ada = await signUp(server)
    const ask = () => browse(server).post('/request-password-reset', { email: ada.email })
    const answers = []
    for (let asked = 0; asked < 10; asked += 1) answers.push((await ask()).status)
    // Her sign-up was the first.
    expect(answers).toEqual([...Array.from({ length: 9 }, () => 200), 429])
    const guess = () => ada.browser.post('/two-factor/disable', { password: 'a wrong password' })
    for (let tries = 0; tries < 20; tries += 1) expect((await guess()).status).toBe(400)
    const refused = await guess()
    limited(refused.status, refused.body)
  })

  it('are the guesses of a session, whatever else its cookies say', async () => {
    const [ada, bob] = [await signUp(server), await signUp(server, { name: 'Bob' })]
    const [own, others] = [ada, bob].map(({ browser }) => browser.cookie('syncforge.session_token') ?? '')
    expect(own).not.toBe('')
    const forged = [
      (index: number) => `syncforge.two_factor=made-up-${index}; syncforge.session_token=${own}`,
      (index: number) => `syncforge.two_factor=x.${btoa(`${index}`.padStart(32, '0'))}; syncforge.session_token=${own}`,
      (index: number) => `a=${index}; syncforge.session_token=${own}; syncforge.session_token=made-up-${index}`,
      // Of a person's own sessions there may be many; none of them stands for another's.
      () => `__Secure-syncforge.session_token=${others}; syncforge.session_token=${own}`,
      () => `syncforge.session_token=${own}; syncforge.session_token=${others}`,
      // Two who read cookies may read them differently.
      () => `syncforge.session_token="${own}~; syncforge.session_token=${others}`,
    ]
    const guess = async (index: number) => {
      const answer = await fetch(`${server.url}/api/auth/two-factor/disable`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: server.url,
          cookie: forged[index % forged.length]?.(index) ?? '',
        },
        body: JSON.stringify({ password: 'a wrong password' }),
      })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }
    const wrong = forged.map(() => 0)
    for (let index = 0; index < 48; index += 1) {
      const { status, body } = await guess(index)
      const form = index % forged.length
      if (body.code === 'INVALID_PASSWORD') wrong[form] = (wrong[form] ?? 0) + 1
      else expect([400, 401, 429]).toContain(status)
    }
    const [bobs = 0, ...adas] = wrong.reverse()
    expect(adas.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(20)
    // The last kind of them was read as Bob’s, and counted as his.
    let more = 0
    while ((await bob.browser.post('/two-factor/disable', { password: 'wrong again' })).status === 400) more += 1
    expect(bobs + more).toBe(20)
  })
})

it('counts an address exactly, and other things of it not at all', async () => {
  const server = await startServer({ env: { SIGN_INS_PER_ADDRESS: '7' } })
  try {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        browse(server).post('/sign-in/email', { email: `a-${index}@example.com`, password }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 7 }, () => 401),
      ...Array.from({ length: 5 }, () => 429),
    ])
    expect((await browse(server).get('/get-session')).status).toBe(200)
    const retry = await browse(server).fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'a@example.com', password }),
    })
    expect(Number(retry.headers.get('retry-after'))).toBeGreaterThan(60)
  } finally {
    await server.stop()
  }
})
